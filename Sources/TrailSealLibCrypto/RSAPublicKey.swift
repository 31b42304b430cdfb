internal import CTrailSealLibCrypto
public import TrailSealPrimitives

/// An RSA public key that verifies RSASSA-PKCS1-v1_5 signatures with SHA-256 (RFC 8017, section 8.2.2).
///
/// `@unchecked Sendable`: the key doesn't change after `init`, OpenSSL's read-only use of an `EVP_PKEY` is
/// thread-safe, and each verification creates its own context.
public final class RSAPublicKey: @unchecked Sendable {
    /// Accepted sizes of the modulus in bits (KEY-6). CloudTrail's own keys have 2,048 bits.
    public static let acceptedModulusBits = 1_024...8_192
    /// Largest encoded key that is passed to libcrypto, in bytes. An 8,192-bit key needs about 1,100 bytes.
    public static let encodedSizeLimit = 16_384

    /// Owned. Freed in `deinit`.
    private let key: OpaquePointer

    /// Size of the modulus in bits.
    public let modulusBitCount: Int

    /// Encodings of a public key that AWS has been seen to return.
    public enum Encoding: String, Sendable {
        /// `RSAPublicKey` of RFC 8017.
        case pkcs1 = "PKCS#1"
        /// `SubjectPublicKeyInfo` of X.509 (RFC 5280).
        case subjectPublicKeyInfo = "SubjectPublicKeyInfo"
    }

    /// How the key was encoded.
    public let encoding: Encoding

    /// Reads a DER key: PKCS#1 `RSAPublicKey`, which CloudTrail publishes, or X.509 `SubjectPublicKeyInfo`.
    ///
    /// Throws `malformedKey`, also if bytes follow the key or it exceeds `encodedSizeLimit`; `notRSA`; or
    /// `unsupportedKeySize`.
    public init(der: [UInt8]) throws(LibCryptoError) {
        guard !der.isEmpty, der.count <= Self.encodedSizeLimit else {
            throw LibCryptoError(code: .malformedKey, reasons: [])
        }
        let (owned, encoding) = try Self.parse(der)
        guard EVP_PKEY_get_base_id(owned) == EVP_PKEY_RSA else {
            EVP_PKEY_free(owned)
            throw LibCryptoError(code: .notRSA, reasons: [])
        }
        let bits = Int(EVP_PKEY_get_bits(owned))
        guard Self.acceptedModulusBits.contains(bits) else {
            EVP_PKEY_free(owned)
            throw LibCryptoError(code: .unsupportedKeySize(bits: bits), reasons: [])
        }
        key = owned
        modulusBitCount = bits
        self.encoding = encoding
    }

    deinit { EVP_PKEY_free(key) }

    /// Length of a signature in bytes: the size of the modulus, rounded up.
    public var signatureByteCount: Int { (modulusBitCount + 7) / 8 }

    /// Whether `signature` is this key's signature over a message whose SHA-256 is `digest`.
    ///
    /// Only the result 1 of libcrypto counts as valid. A failure of the library is thrown, so it is never mistaken
    /// for a bad signature (DIGEST-26).
    public func isValidPKCS1v15Signature(_ signature: [UInt8], for digest: SHA256Digest) throws(LibCryptoError) -> Bool
    {
        guard let context = EVP_PKEY_CTX_new(key, nil) else {
            throw LibCryptoError(code: .libraryFailure, reasons: OpenSSLErrorStack.drain())
        }
        defer { EVP_PKEY_CTX_free(context) }
        guard EVP_PKEY_verify_init(context) == 1, EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1,
            EVP_PKEY_CTX_set_signature_md(context, EVP_sha256()) == 1
        else {
            throw LibCryptoError(code: .libraryFailure, reasons: OpenSSLErrorStack.drain())
        }
        let bytes = digest.bytes
        let answer = EVP_PKEY_verify(context, signature, signature.count, bytes, bytes.count)
        guard answer >= 0 else { throw LibCryptoError(code: .libraryFailure, reasons: OpenSSLErrorStack.drain()) }
        if answer != 1 { _ = OpenSSLErrorStack.drain() }
        return answer == 1
    }

    /// Returns the SHA-256 of the message that `signature` signs, or nil if it isn't a signature by this key. Use it
    /// only to look up the message: the signature must still be verified over it.
    public func recoveredDigest(of signature: [UInt8]) throws(LibCryptoError) -> SHA256Digest? {
        guard signature.count == signatureByteCount else { return nil }
        guard let context = EVP_PKEY_CTX_new(key, nil) else {
            throw LibCryptoError(code: .libraryFailure, reasons: OpenSSLErrorStack.drain())
        }
        defer { EVP_PKEY_CTX_free(context) }
        guard EVP_PKEY_verify_recover_init(context) == 1,
            EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1,
            EVP_PKEY_CTX_set_signature_md(context, EVP_sha256()) == 1
        else {
            throw LibCryptoError(code: .libraryFailure, reasons: OpenSSLErrorStack.drain())
        }
        var message = [UInt8](repeating: 0, count: signatureByteCount)
        var length = message.count
        guard EVP_PKEY_verify_recover(context, &message, &length, signature, signature.count) == 1 else {
            _ = OpenSSLErrorStack.drain()
            return nil
        }
        return SHA256Digest(message.prefix(length))
    }

    private static func parse(_ der: [UInt8]) throws(LibCryptoError) -> (OpaquePointer, Encoding) {
        guard LibCryptoStart.isDone else { throw LibCryptoError(code: .libraryFailure, reasons: []) }
        func read(_ parser: (UnsafeMutablePointer<UnsafePointer<UInt8>?>, Int) -> OpaquePointer?) -> OpaquePointer? {
            der.withUnsafeBufferPointer { buffer in
                var cursor = buffer.baseAddress
                let end = buffer.baseAddress.map { $0 + buffer.count }
                guard let key = parser(&cursor, buffer.count) else { return nil }
                guard cursor == end else {
                    EVP_PKEY_free(key)
                    return nil
                }
                return key
            }
        }
        if let key = read({ d2i_PublicKey(EVP_PKEY_RSA, nil, $0, $1) }) {
            _ = OpenSSLErrorStack.drain()
            return (key, .pkcs1)
        }
        if let key = read({ d2i_PUBKEY(nil, $0, $1) }) {
            _ = OpenSSLErrorStack.drain()
            return (key, .subjectPublicKeyInfo)
        }
        throw LibCryptoError(code: .malformedKey, reasons: OpenSSLErrorStack.drain())
    }
}
