internal import CLibCrypto
public import Primitives

/// SHA-256 (FIPS 180-4) over bytes that arrive in pieces. One hasher serves one thread and any number of hashes in turn.
public final class SHA256Hasher {
    /// Owned; freed in `deinit`.
    private let context: OpaquePointer
    /// The algorithm, fetched once: OpenSSL 3 otherwise looks it up at every start.
    private let algorithm: OpaquePointer

    /// Throws `libraryFailure` where libcrypto has no memory or no SHA-256.
    public init() throws(LibCryptoError) {
        guard let algorithm = EVP_MD_fetch(nil, "SHA256", nil) else {
            throw LibCryptoError(code: .libraryFailure, reasons: OpenSSLErrorStack.drain())
        }
        guard let context = EVP_MD_CTX_new() else {
            EVP_MD_free(algorithm)
            throw LibCryptoError(code: .libraryFailure, reasons: OpenSSLErrorStack.drain())
        }
        self.algorithm = algorithm
        self.context = context
        try begin()
    }

    deinit {
        EVP_MD_CTX_free(context)
        EVP_MD_free(algorithm)
    }

    /// Starts a new hash; what was fed before is forgotten.
    public func begin() throws(LibCryptoError) {
        guard EVP_DigestInit_ex2(context, algorithm, nil) == 1 else {
            throw LibCryptoError(code: .libraryFailure, reasons: OpenSSLErrorStack.drain())
        }
    }

    /// Feeds bytes into the hash.
    public func update(_ bytes: UnsafeRawBufferPointer) throws(LibCryptoError) {
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
        guard EVP_DigestUpdate(context, base, bytes.count) == 1 else {
            throw LibCryptoError(code: .libraryFailure, reasons: OpenSSLErrorStack.drain())
        }
    }

    /// Ends the hash. `begin` starts the next one.
    public func finish() throws(LibCryptoError) -> SHA256Digest {
        var length: UInt32 = 0
        let digest = withUnsafeTemporaryAllocation(byteCount: Int(EVP_MAX_MD_SIZE), alignment: 8) { buffer in
            let start = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
            guard EVP_DigestFinal_ex(context, start, &length) == 1 else { return SHA256Digest?.none }
            return SHA256Digest(buffer: UnsafeRawBufferPointer(rebasing: buffer.prefix(Int(length))))
        }
        guard let digest else {
            throw LibCryptoError(code: .libraryFailure, reasons: OpenSSLErrorStack.drain())
        }
        return digest
    }

    /// The hash of one piece of bytes.
    public static func hash(_ bytes: [UInt8]) throws(LibCryptoError) -> SHA256Digest {
        let hasher = try SHA256Hasher()
        return try hasher.hash(bytes)
    }

    /// The hash of one piece of bytes, reusing this hasher.
    public func hash(_ bytes: [UInt8]) throws(LibCryptoError) -> SHA256Digest {
        try begin()
        var failure: LibCryptoError?
        bytes.withUnsafeBytes { buffer in
            do throws(LibCryptoError) { try update(buffer) } catch { failure = error }
        }
        if let failure { throw failure }
        return try finish()
    }
}

/// MD5, which CloudTrail uses to name its public keys. It secures nothing here.
public enum MD5 {
    /// The 16 bytes of the hash. Throws `libraryFailure` where libcrypto offers no MD5 (a FIPS-only configuration).
    public static func hash(_ bytes: [UInt8]) throws(LibCryptoError) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        guard EVP_Digest(bytes, bytes.count, &digest, &length, EVP_md5(), nil) == 1 else {
            throw LibCryptoError(code: .libraryFailure, reasons: OpenSSLErrorStack.drain())
        }
        return Array(digest.prefix(Int(length)))
    }
}

/// The library that does the work, for reports.
public enum LibCrypto {
    /// For example "OpenSSL 3.0.17 1 Jul 2025".
    public static var version: String {
        OpenSSL_version(0).map { String(cString: $0) } ?? "unknown"
    }
}
