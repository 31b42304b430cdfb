internal import LibCrypto
internal import Primitives

/// The stable names of the groups of one report. Groups that differ in weight alone, such as allowed findings beside others,
/// are numbered, the worst first.
struct StableIDs {
    private var counts: [String: Int] = [:]

    mutating func id(of group: FindingGroup) -> String {
        let id = group.stableID
        let count = (counts[id] ?? 0) + 1
        counts[id] = count
        return count == 1 ? id : "\(id)-\(count)"
    }
}

extension FindingGroup {
    /// `trailseal/ACCOUNT/REGION/TRAIL/CODE/HASH`: the same from run to run as long as findings of the code are there, about
    /// the same chain, or account and Region, for the same reason. Counts, times and words leave it as it is.
    fileprivate var stableID: String {
        let parts = [
            code.text, reason, chain?.organizationID, accountID, region, trail, chain?.homeRegion, chain?.kind,
        ]
        let place = [accountID, region, trail].map { $0 ?? "-" }.joined(separator: "/")
        return "trailseal/\(place.shortened(to: 256))/\(code.text.shortened(to: 64))/"
            + StableHash.of(parts.map { $0 ?? "" })
    }
}

/// Sixteen hexadecimal digits of a SHA-256, for names that must not change.
enum StableHash {
    static func of(_ parts: [String]) -> String {
        let text = parts.joined(separator: "\n")
        // libcrypto can only fail here where it failed before any verdict.
        return (try? SHA256Hasher.hash(Array(text.utf8))).map { String($0.hex.prefix(16)) } ?? "0000000000000000"
    }
}
