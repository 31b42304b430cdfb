internal import TrailSealControls
internal import TrailSealFormat
internal import TrailSealLibCrypto
internal import TrailSealPrimitives

/// The Security Hub controls CloudTrail.1 to CloudTrail.7, judged from a trail description: saved answers of the AWS
/// CLI (`Documentation/Guides/Controls.md` lists the calls).
public struct Controls: Sendable {
    /// The results of one account.
    public struct Account: Hashable, Sendable {
        /// The account: twelve digits. Nil if it isn't known.
        public var id: String?
        /// When the newest answer was captured. Nil if it isn't known.
        public var capturedAt: Timestamp?
        /// The results in the order of the controls' numbers.
        public var controls: [ControlResult]
    }

    /// The accounts, sorted.
    public let accounts: [Account]

    /// Judges descriptions in files, and in every `.json`, `.jsonl` and `.ndjson` file directly in a folder. `now` is
    /// the time against which captures are dated. Throws ``TrailSealError/unreadable(path:reason:)`` or
    /// ``TrailSealError/malformed(path:reason:)``.
    public init(descriptionsAt paths: [String], now: Timestamp) throws(TrailSealError) {
        var contents: [(name: String, content: [UInt8])] = []
        for path in paths {
            for file in try InputFile.files(at: path, endingIn: [".json", ".jsonl", ".ndjson"]) {
                let content = try InputFile.content(of: file, limit: TrailDescriptionDecoder.sizeLimit)
                contents.append((file.description, content))
            }
        }
        try self.init(contents, now)
    }

    /// Judges the text of one description. Throws ``TrailSealError/malformed(path:reason:)``.
    public init(description: some Sequence<UInt8>, now: Timestamp) throws(TrailSealError) {
        try self.init([("the trail description", Array(description))], now)
    }

    private init(_ contents: [(name: String, content: [UInt8])], _ now: Timestamp) throws(TrailSealError) {
        var found: [TrailDescription] = []
        for (name, content) in contents {
            do throws(TrailDescriptionError) {
                found += try TrailDescriptionDecoder.decode(content, account: nil, now: UnixTime(now))
            } catch {
                throw .malformed(path: name, reason: "\(error)")
            }
        }
        accounts = DescriptionMerge.united(found).map { Account(ControlEvaluation.evaluate($0)) }
    }
}

/// The status of a control, in Security Hub's terms.
public enum ControlStatus: String, Hashable, Sendable, CaseIterable {
    /// The control is fulfilled.
    case passed = "PASSED"
    /// The control is violated.
    case failed = "FAILED"
    /// The check ran but can't decide.
    case warning = "WARNING"
    /// The check couldn't be completed.
    case notAvailable = "NOT_AVAILABLE"
}

/// The result of one control.
public struct ControlResult: Hashable, Sendable {
    /// The result for one trail or bucket.
    public struct Resource: Hashable, Sendable {
        /// The ARN of the trail or the name of the bucket.
        public var id: String
        /// The status.
        public var status: ControlStatus
        /// The reason, in full sentences.
        public var reason: String
    }

    /// The control, such as `CloudTrail.4`.
    public var id: String
    /// What it asks for.
    public var title: String
    /// The status.
    public var status: ControlStatus
    /// The reason, in full sentences.
    public var reason: String
    /// The trails or buckets that decided it.
    public var resources: [Resource]
}
