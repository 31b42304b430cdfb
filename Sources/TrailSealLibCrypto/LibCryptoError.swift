internal import CTrailSealLibCrypto

/// An error from libcrypto.
public struct LibCryptoError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong.
    public enum Code: Hashable, Sendable {
        /// The bytes aren't an RSA public key in PKCS#1 or SubjectPublicKeyInfo form.
        case malformedKey
        /// The key is a public key of another algorithm.
        case notRSA
        /// The key is RSA, but its size is outside the accepted range.
        case unsupportedKeySize(bits: Int)
        /// The library itself failed: out of memory, or an algorithm isn't available.
        case libraryFailure
    }

    /// What went wrong.
    public let code: Code
    /// The library's messages, oldest first. Empty if it gave none.
    public let reasons: [String]

    /// One sentence without a period, with the library's messages in parentheses.
    public var description: String {
        let what =
            switch code {
            case .malformedKey: "it isn't an RSA public key"
            case .notRSA: "it is a public key of another algorithm than RSA"
            case .unsupportedKeySize(let bits): "it is an RSA key of \(bits) bits, which this version doesn't support"
            case .libraryFailure: "libcrypto failed"
            }
        return reasons.isEmpty ? what : what + " (" + reasons.joined(separator: "; ") + ")"
    }
}

/// Converts the thread's OpenSSL error queue to a value.
enum OpenSSLErrorStack {
    /// How many entries are kept. OpenSSL keeps 16 (ERR_NUM_ERRORS).
    private static let entryLimit = 16

    /// Removes all entries from this thread's queue and returns their messages.
    static func drain() -> [String] {
        var reasons = [String]()
        while reasons.count < entryLimit {
            let code = ERR_get_error()
            guard code != 0 else { return reasons }
            if let text = ERR_reason_error_string(code) { reasons.append(String(cString: text)) }
        }
        ERR_clear_error()
        return reasons
    }
}
