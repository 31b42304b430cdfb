internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// The kind of a file that no verified digest lists, by its name and place alone.
enum UnlistedKind: Sendable {
    case hidden
    /// A file that isn't CloudTrail's: another service's, or an examiner's own.
    case notCloudTrail
    /// A file of a kind that is judged only if a digest lists it (FILE-9).
    case notJudged
    /// A file among digest files that isn't one (FILE-12).
    case unrecognized
    /// A log file by its folder or its name (FILE-1, FILE-2, FILE-11).
    case log

    /// Decides the kind. `isFlat` says that the folder holds objects by their base names.
    init(_ facts: PathFacts, isFlat: Bool) {
        if facts.isHidden {
            self = .hidden
        } else if facts.isOtherService {
            self = .notCloudTrail
        } else if facts.account == nil, facts.region == nil, !facts.isLogName, !isFlat {
            // A folder `CloudTrail/` without an account above it or a Region below it may be a prefix in the key.
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
