import CloudTrailVerification
import Primitives

/// The records of a result.
struct Records {
    private(set) var digests: [VerificationResult.DigestRecord] = []
    private(set) var logs: [VerificationResult.LogRecord] = []

    init(_ result: VerificationResult) {
        result.forEachDigest { digests.append($0) }
        result.forEachLog { logs.append($0) }
    }
}

extension Trial {
    /// The numbers of the summary are those that counting the records gives, each object by its worst.
    func countViolations(_ summary: VerificationSummary, _ records: Records) -> [String] {
        struct Object: Hashable {
            let bucket: ByteString?
            let name: ByteString?
        }
        var digests: [Object: Verdict] = [:]
        for record in records.digests {
            let object = Object(bucket: record.bucket, name: record.key ?? record.path)
            digests[object] = max(digests[object] ?? .verified, record.verdict)
        }
        let order: [LogStanding?] = [nil, .verified, .unverified, .missing, .invalid]
        var logs: [Object: Int] = [:]
        for record in records.logs {
            let object = Object(bucket: record.bucket, name: record.key ?? record.path)
            logs[object] = max(logs[object] ?? 0, order.firstIndex(of: record.standing) ?? 0)
        }
        let counted =
            [Verdict.verified, .unverified, .invalid].map { verdict in digests.values.count { $0 == verdict } }
            + order.indices.map { rank in logs.values.count { $0 == rank } }
        let said = [
            summary.digests.verified, summary.digests.unverified, summary.digests.invalid, summary.logs.unreferenced,
            summary.logs.verified, summary.logs.unverified, summary.logs.missing, summary.logs.invalid,
        ]
        return counted == said ? [] : ["the summary says \(said), the records \(counted)"]
    }
}
