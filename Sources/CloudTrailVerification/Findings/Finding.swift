public import CloudTrailFormat
internal import CloudTrailProof
public import Primitives

/// One thing that the verifier found: what it is about and what is wrong, as values. `Reporting` puts it into words.
public struct Finding: Sendable {
    public internal(set) var subject: FindingSubject
    public let detail: FindingDetail
    /// The code's verdict, or `note` where the user allowed it.
    public internal(set) var verdict: FindingVerdict
    /// Whether the user allowed it.
    public internal(set) var isAllowed = false
    /// What an excuse for it would excuse; nil if the accounting does not count it.
    var item: Excuse.Item?
    /// The files that it counts, as the walk names them.
    var files: [ByteString] = []

    init(_ detail: FindingDetail, _ subject: FindingSubject) {
        self.subject = subject
        self.detail = detail
        verdict = detail.code.descriptor.verdict
    }

    public var code: FindingCode { detail.code }
    public var chain: ChainID? { subject.chain }
    public var bucket: ByteString? { subject.bucket }
    public var key: ByteString? { subject.key }
    public var path: ByteString? { subject.path }
    public var from: UnixTime? { subject.from }
    public var to: UnixTime? { subject.to }
    /// How many things it is about, where it counts any.
    public var count: Int? { detail.count }
}
