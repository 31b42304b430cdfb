internal import CTrailSealLibCrypto

/// A private key of the test world, which signs as CloudTrail does.
public struct SigningKey: Sendable {
    private let parsed: Parsed
    /// The name of the key.
    public let name: String

    /// The usual key.
    public static let first = SigningKey(base64: EmbeddedKeys.first, name: "first")
    /// The key after a change of keys.
    public static let second = SigningKey(base64: EmbeddedKeys.second, name: "second")
    /// Another key of 2,048 bits.
    public static let third = SigningKey(base64: EmbeddedKeys.third, name: "third")
    /// A key that AWS never published.
    public static let forger = SigningKey(base64: EmbeddedKeys.forger, name: "forger")
    /// A key of 1,024 bits.
    public static let short = SigningKey(base64: EmbeddedKeys.short, name: "short")
    /// A key of 3,072 bits.
    public static let long = SigningKey(base64: EmbeddedKeys.long, name: "long")
    /// A key of 512 bits.
    public static let tooShort = SigningKey(base64: EmbeddedKeys.tooShort, name: "tooShort")
    /// A key that isn't RSA. It can't sign here.
    public static let elliptic = SigningKey(base64: EmbeddedKeys.elliptic, name: "elliptic")

    /// The parsed key. Parsing takes as long as signing, so it is done once. Sending it to other threads is safe, because
    /// nothing changes it.
    private final class Parsed: @unchecked Sendable {
        let key: OpaquePointer

        init(_ der: [UInt8], _ name: String) {
            key = der.withUnsafeBufferPointer { buffer in
                var cursor = buffer.baseAddress
                guard let key = d2i_AutoPrivateKey(nil, &cursor, buffer.count) else {
                    preconditionFailure("the embedded key \(name) cannot be read")
                }
                return key
            }
        }

        deinit { EVP_PKEY_free(key) }
    }

    private init(base64: String, name: String) {
        parsed = Parsed(Base64.decode(base64), name)
        self.name = name
    }

    /// Signs `message` with RSASSA-PKCS1-v1_5 and SHA-256.
    public func signature(over message: [UInt8]) -> [UInt8] {
        let context = EVP_MD_CTX_new()
        defer { EVP_MD_CTX_free(context) }
        var length = 0
        precondition(EVP_DigestSignInit(context, nil, EVP_sha256(), nil, parsed.key) == 1)
        precondition(EVP_DigestSign(context, nil, &length, message, message.count) == 1)
        var signature = [UInt8](repeating: 0, count: length)
        precondition(EVP_DigestSign(context, &signature, &length, message, message.count) == 1)
        return Array(signature.prefix(length))
    }

    /// The public key in PKCS#1 DER, the form that CloudTrail publishes.
    public var pkcs1: [UInt8] { Self.encoded { i2d_PublicKey(parsed.key, $0) } }
    /// The public key in SubjectPublicKeyInfo DER.
    public var subjectPublicKeyInfo: [UInt8] { Self.encoded { i2d_PUBKEY(parsed.key, $0) } }

    private static func encoded(_ encode: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Int(encode(nil)))
        bytes.withUnsafeMutableBufferPointer { buffer in
            var cursor = buffer.baseAddress
            _ = encode(&cursor)
        }
        return bytes
    }

    /// The MD5 of the PKCS#1 form, in lower-case hexadecimal.
    public var fingerprint: String { Hashes.hex(Hashes.md5(pkcs1)) }
}

/// Hashes computed by libcrypto.
public enum Hashes {
    /// Returns the SHA-256 of `bytes`.
    public static func sha256(_ bytes: [UInt8]) -> [UInt8] { hash(bytes, EVP_sha256()) }
    /// Returns the MD5 of `bytes`.
    public static func md5(_ bytes: [UInt8]) -> [UInt8] { hash(bytes, EVP_md5()) }

    private static func hash(_ bytes: [UInt8], _ algorithm: OpaquePointer?) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 64)
        var length: UInt32 = 0
        precondition(EVP_Digest(bytes, bytes.count, &digest, &length, algorithm, nil) == 1)
        return Array(digest.prefix(Int(length)))
    }

    /// Returns `bytes` in lower-case hexadecimal.
    public static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef")
        return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}

/// Base64 by libcrypto.
public enum Base64 {
    /// Returns `bytes` in base64.
    public static func encode(_ bytes: [UInt8]) -> String {
        var text = [UInt8](repeating: 0, count: (bytes.count + 2) / 3 * 4 + 1)
        let length = EVP_EncodeBlock(&text, bytes, Int32(bytes.count))
        return String(decoding: text.prefix(Int(length)), as: UTF8.self)
    }

    static func decode(_ text: String) -> [UInt8] {
        let digits = Array(text.utf8.filter { $0 > 0x20 })
        var bytes = [UInt8](repeating: 0, count: digits.count)
        let length = Int(EVP_DecodeBlock(&bytes, digits, Int32(digits.count)))
        return Array(bytes.prefix(max(0, length - digits.suffix(2).count { $0 == UInt8(ascii: "=") })))
    }
}
