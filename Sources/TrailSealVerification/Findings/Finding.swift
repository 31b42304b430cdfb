public import TrailSealFormat
public import TrailSealPrimitives
internal import TrailSealProof

/// One finding: what it is about and what is wrong, as values. `TrailSealReporting` puts it into words.
public struct Finding: Sendable {
    /// What the finding is about.
    public internal(set) var subject: FindingSubject
    /// What is wrong, with the facts.
    public let detail: FindingDetail
    /// The verdict of the code, or `note` if the user allowed the finding.
    public internal(set) var verdict: FindingVerdict
    /// Whether the user allowed the finding (ALLOW-12).
    public internal(set) var isAllowed = false
    /// The item in the accounting that an excuse for this finding covers. Nil if the accounting doesn't count it.
    var item: Excuse.Item?
    /// The files that the finding counts, by their unique paths.
    var files: [ByteString] = []

    init(_ detail: FindingDetail, _ subject: FindingSubject) {
        self.subject = subject
        self.detail = detail
        verdict = detail.code.descriptor.verdict
    }

    /// The code.
    public var code: FindingCode { detail.code }
    /// The chain of the subject.
    public var chain: ChainID? { subject.chain }
    /// The bucket of the subject.
    public var bucket: ByteString? { subject.bucket }
    /// The key of the subject.
    public var key: ByteString? { subject.key }
    /// The path of the subject.
    public var path: ByteString? { subject.path }
    /// The start of the subject's interval.
    public var from: UnixTime? { subject.from }
    /// The end of the subject's interval, exclusive.
    public var to: UnixTime? { subject.to }
    /// How many things the finding counts. Nil if it counts none.
    public var count: Int? { detail.count }
}
