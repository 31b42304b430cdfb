internal import CloudTrailFormat
internal import CloudTrailProof
internal import Primitives

/// What kind of file one is of which no verified digest speaks, by its name and place alone.
enum UnlistedKind: Sendable {
    case hidden
    /// Nothing that CloudTrail writes: another service's, or an examiner's own.
    case notCloudTrail
    /// Of a kind that is judged only if a digest lists it (FILE-9).
    case notJudged
    /// Among digest files, and none (FILE-12).
    case unrecognized
    /// A log file by its folder or its name (FILE-1, FILE-2, FILE-11).
    case log

    /// `isFlat`: the folder holds objects by their base names.
    init(_ facts: PathFacts, isFlat: Bool) {
        if facts.isHidden {
            self = .hidden
        } else if facts.isOtherService {
            self = .notCloudTrail
        } else if facts.account == nil, facts.region == nil, !facts.isLogName, !isFlat {
            // `CloudTrail/` without an account above it or a Region below it may be a prefix.
            self = .notCloudTrail
        } else if let kind = facts.kind, kind == PathFacts.digestFolder {
            self = facts.stamp == nil ? .unrecognized : .log
        } else if let kind = facts.kind {
            self = kind == PathFacts.logFolder ? .log : .notJudged
        } else if facts.isLogName {
            self = .log
        } else {
            let isJSON = facts.name.hasSuffix(".json") || facts.name.hasSuffix(".json.gz")
            self = isFlat && isJSON ? .log : .notCloudTrail
        }
    }
}
