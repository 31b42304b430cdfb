internal import CLibCrypto

/// What libcrypto refused.
public struct LibCryptoError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Code: Hashable, Sendable {
        /// The bytes are no RSA public key in PKCS#1 or SubjectPublicKeyInfo form.
        case malformedKey
        /// A public key of another algorithm than RSA.
        case notRSA
        /// An RSA key whose modulus is outside the accepted sizes.
        case unsupportedKeySize(bits: Int)
        /// The library itself failed, for want of memory or of an algorithm.
        case libraryFailure
    }

    public let code: Code
    /// The library's own words, oldest first; empty where it gave none.
    public let reasons: [String]

    public var description: String {
        let what =
            switch code {
            case .malformedKey: "not an RSA public key"
            case .notRSA: "a public key of another algorithm than RSA"
            case .unsupportedKeySize(let bits): "an RSA key of \(bits) bits"
            case .libraryFailure: "libcrypto failed"
            }
        return reasons.isEmpty ? what : what + " (" + reasons.joined(separator: "; ") + ")"
    }
}

/// The thread's error queue, emptied into a value.
enum OpenSSLErrorStack {
    /// Most entries that are kept; OpenSSL itself keeps 16 (ERR_NUM_ERRORS).
    private static let entryLimit = 16

    /// Takes every entry off the queue of this thread.
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
