internal import TrailSealPrimitives
internal import TrailSealVerification

/// The values of a finding without its message. Findings of several shards with the same values are one finding, even if
/// their messages differ between versions.
struct FindingValues: Hashable {
    let code: ReportedCode
    let verdict: FindingVerdict
    let isAllowed: Bool
    let bucket: String?
    let key: String?
    let path: String?
    let expected: String?
    let actual: String?
    let from: UnixTime?
    let to: UnixTime?
    let count: Int?
    let chain: ChainName?
    let owner: FindingOwner?

    /// Whether the finding is about the whole run, so that every shard has it.
    var isOfRun: Bool {
        chain == nil && path == nil
            && (code == .known(.keyFingerprintMismatch) || code == .known(.coverageGap) && bucket == nil)
    }
}

extension FindingRecord {
    /// The values of the finding.
    var values: FindingValues {
        FindingValues(
            code: code, verdict: verdict, isAllowed: isAllowed, bucket: bucket, key: key, path: path,
            expected: expected,
            actual: actual, from: from, to: to, count: count, chain: chain, owner: owner)
    }
}
