/// A digest key, read by trying every way to cut it. A way counts if its parts, written again, give the same key.
///
/// ```
/// [prefix/]AWSLogs/[o-ORGID/]ACCOUNT/CloudTrail-Digest/REGION/YYYY/MM/DD/
///     ACCOUNT_CloudTrail-Digest_REGION_TRAIL_HOMEREGION_YYYYMMDDTHHMMSSZ[_backfill].json.gz
/// ```
public struct SlowKey: Equatable {
    /// The prefix. Nil if nothing precedes `AWSLogs`.
    public var prefix: [UInt8]?
    /// The organization id. Nil if the key has none.
    public var organization: [UInt8]?
    /// The account.
    public var account: [UInt8]
    /// The Region.
    public var region: [UInt8]
    /// The trail's name.
    public var trail: [UInt8]
    /// The home Region.
    public var homeRegion: [UInt8]
    /// The end time as the name spells it.
    public var stamp: [UInt8]
    /// Whether the name ends in `_backfill`.
    public var isBackfill: Bool
    /// The end time, in seconds since 1970.
    public var end: Int64

    /// Returns the ways to read `key`. There is at most one, if the grammar is unambiguous.
    public static func readings(_ key: [UInt8]) -> [SlowKey] {
        let parts = key.split(separator: 0x2F, omittingEmptySubsequences: false).map(Array.init)
        guard let name = parts.last else { return [] }
        return parts.indices.filter { parts[$0] == Array("AWSLogs".utf8) }.flatMap { root -> [SlowKey] in
            let prefix = root == 0 ? nil : Array(parts[..<root].joined(separator: [0x2F]))
            let folders = Array(parts[(root + 1)...])
            // The parts are account, folder, Region, year, month, day and name, and perhaps the organization before
            // them.
            guard folders.count == 7 || folders.count == 8 else { return [] }
            let organization = folders.count == 8 ? folders[0] : nil
            let account = folders[folders.count - 7]
            let region = folders[folders.count - 5]
            return names(name, account: account, region: region).compactMap { found in
                var found = found
                found.prefix = prefix
                found.organization = organization
                return found.isValid && found.text == key ? found : nil
            }
        }
    }

    /// Returns every way to cut a file name at its underscores.
    private static func names(_ name: [UInt8], account: [UInt8], region: [UInt8]) -> [SlowKey] {
        let lines = name.indices.filter { name[$0] == UInt8(ascii: "_") }
        var found: [SlowKey] = []
        for (number, last) in lines.enumerated().dropFirst() {
            let home = name[(lines[number - 1] + 1)..<last]
            for isBackfill in [false, true] {
                let head = account.count + "_CloudTrail-Digest_".utf8.count + region.count + 1
                let stamp = Array(name[(last + 1)...].prefix(16))
                guard head <= lines[number - 1], let end = SlowTime.seconds(stamp, "YYYYMMDDThhmmssZ") else { continue }
                found.append(
                    SlowKey(
                        account: account, region: region, trail: Array(name[head..<lines[number - 1]]),
                        homeRegion: Array(home), stamp: stamp, isBackfill: isBackfill, end: end))
            }
        }
        return found
    }

    private var isValid: Bool {
        func consists(_ text: [UInt8], _ lengths: ClosedRange<Int>, of alphabet: String) -> Bool {
            lengths.contains(text.count) && text.allSatisfy { alphabet.utf8.contains($0) }
        }
        let digits = "0123456789"
        let small = "abcdefghijklmnopqrstuvwxyz"
        if let organization {
            guard organization.starts(with: "o-".utf8),
                consists(Array(organization.dropFirst(2)), 10...32, of: small + digits)
            else { return false }
        }
        return prefix != [] && consists(account, 12...12, of: digits)
            && consists(region, 2...32, of: small + digits + "-")
            && consists(homeRegion, 2...32, of: small + digits + "-")
            && consists(trail, 1...128, of: small + small.uppercased() + digits + "._-")
    }

    /// The key, written from its parts.
    public var text: [UInt8] {
        var folders: [[UInt8]] = [prefix, Array("AWSLogs".utf8), organization].compactMap { $0 }
        folders += [account, Array("CloudTrail-Digest".utf8), region]
        folders += [Array(stamp[..<4]), Array(stamp[4..<6]), Array(stamp[6..<8])]
        let name: [[UInt8]] = [account, Array("CloudTrail-Digest".utf8), region, trail, homeRegion, stamp]
        let ending = (isBackfill ? "_backfill" : "") + ".json.gz"
        folders.append(Array(name.joined(separator: [UInt8(ascii: "_")])) + Array(ending.utf8))
        return Array(folders.joined(separator: [0x2F]))
    }
}
