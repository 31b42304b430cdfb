/// Checks IP addresses.
enum IPAddress {
    /// Whether the text is an IPv4 or IPv6 address without a zone.
    static func isValid(_ text: String) -> Bool { isVersion4(text) || isVersion6(text) }

    private static func isVersion4(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                let isNumber = (1...3).contains(part.count) && part.allSatisfy { (0x30...0x39).contains($0) }
                let isShort = part.count == 1 || part.first != UInt8(ascii: "0")
                return isNumber && isShort && (Int(Substring(part)) ?? 256) < 256
            }
    }

    private static func isVersion6(_ text: String) -> Bool {
        guard text.utf8.count <= 39 else { return false }
        let halves = text.split(separator: "::", omittingEmptySubsequences: false).map { half in
            half.isEmpty ? [] : half.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        }
        let groups = halves.flatMap(\.self)
        let areGroups = groups.allSatisfy { group in
            (1...4).contains(group.count)
                && group.allSatisfy {
                    (0x30...0x39).contains($0) || (0x41...0x46).contains($0) || (0x61...0x66).contains($0)
                }
        }
        return areGroups && (halves.count == 1 ? groups.count == 8 : halves.count == 2 && groups.count < 8)
    }
}
