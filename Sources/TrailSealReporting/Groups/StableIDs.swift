internal import TrailSealLibCrypto
internal import TrailSealPrimitives

/// Makes the stable ids of the groups of one report. Groups that differ only in their verdict, such as allowed findings
/// beside others, are numbered, the worst first.
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
    /// The id `trailseal/ACCOUNT/REGION/TRAIL/CODE/HASH`. It stays the same from run to run as long as the group has the same
    /// code, chain (or account and Region) and reason. Counts, times and messages don't change it.
    fileprivate var stableID: String {
        let parts = [
            code.text, reason, chain?.organizationID, accountID, region, trail, chain?.homeRegion, chain?.kind,
        ]
        let place = [accountID, region, trail].map { $0 ?? "-" }.joined(separator: "/")
        return "trailseal/\(place.shortened(to: 256))/\(code.text.shortened(to: 64))/"
            + StableHash.of(parts.map { $0 ?? "" })
    }
}

/// The first sixteen hexadecimal digits of a SHA-256, for ids that must not change.
enum StableHash {
    static func of(_ parts: [String]) -> String {
        let text = parts.joined(separator: "\n")
        // If libcrypto fails, it has failed before any verdict, so no report gets this far.
        return (try? SHA256Hasher.hash(Array(text.utf8))).map { String($0.hex.prefix(16)) } ?? "0000000000000000"
    }
}
