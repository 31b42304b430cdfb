internal import Glibc

/// A range of IP addresses in a policy condition: an address, optionally with a prefix length.
struct AddressRange {
    let isVersion6: Bool
    let prefixLength: Int

    /// Parses `ADDRESS` or `ADDRESS/LENGTH`, IPv4 or IPv6. Returns nil for any other text.
    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let address = parts.first, parts.count <= 2 else { return nil }
        var buffer = in6_addr()
        if inet_pton(AF_INET, address, &buffer) == 1 {
            isVersion6 = false
        } else if inet_pton(AF_INET6, address, &buffer) == 1 {
            isVersion6 = true
        } else {
            return nil
        }
        let bits = isVersion6 ? 128 : 32
        guard parts.count == 2 else {
            prefixLength = bits
            return
        }
        guard (1...3).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let length = Int(parts[1]), length <= bits
        else { return nil }
        prefixLength = length
    }

    /// Whether S3 counts the range as particular addresses: at least a /8 (IPv4) or /32 (IPv6). The private ranges of
    /// RFC 1918, which S3 always accepts, are narrow enough.
    var isNarrow: Bool { prefixLength >= (isVersion6 ? 32 : 8) }
}
