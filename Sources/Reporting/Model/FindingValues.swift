internal import CloudTrailVerification
internal import Primitives

/// What a finding says as values: everything but its words. Findings of several shards with the same values are one, even
/// if a version words them anew.
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

    /// Whether it speaks of no account and no file: every shard finds it.
    var isOfRun: Bool {
        chain == nil && path == nil
            && (code == .known(.keyFingerprintMismatch) || code == .known(.coverageGap) && bucket == nil)
    }
}

extension FindingRecord {
    var values: FindingValues {
        FindingValues(
            code: code, verdict: verdict, isAllowed: isAllowed, bucket: bucket, key: key, path: path,
            expected: expected,
            actual: actual, from: from, to: to, count: count, chain: chain, owner: owner)
    }
}
