internal import CTrailSealLibCrypto
public import TrailSealPrimitives

/// Computes SHA-256 (FIPS 180-4) of bytes that arrive in chunks. A hasher belongs to one thread and can be reused for
/// any number of hashes.
public final class SHA256Hasher {
    /// Owned. Freed in `deinit`.
    private let context: OpaquePointer
    /// Owned. Fetched once, because OpenSSL 3 would otherwise look it up for each hash.
    private let algorithm: OpaquePointer

    /// Creates a hasher and starts a hash. Throws `libraryFailure` if libcrypto is out of memory or lacks SHA-256.
    public init() throws(LibCryptoError) {
        guard LibCryptoStart.isDone, let algorithm = EVP_MD_fetch(nil, "SHA256", nil) else {
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

    /// Starts a new hash and discards what was fed before.
    public func begin() throws(LibCryptoError) {
        guard EVP_DigestInit_ex2(context, algorithm, nil) == 1 else {
            throw LibCryptoError(code: .libraryFailure, reasons: OpenSSLErrorStack.drain())
        }
    }

    /// Adds bytes to the hash.
    public func update(_ bytes: UnsafeRawBufferPointer) throws(LibCryptoError) {
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
        guard EVP_DigestUpdate(context, base, bytes.count) == 1 else {
            throw LibCryptoError(code: .libraryFailure, reasons: OpenSSLErrorStack.drain())
        }
    }

    /// Ends the hash and returns it. Call `begin` before the next one.
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

    /// Returns the hash of `bytes`.
    public static func hash(_ bytes: [UInt8]) throws(LibCryptoError) -> SHA256Digest {
        let hasher = try SHA256Hasher()
        return try hasher.hash(bytes)
    }

    /// Returns the hash of `bytes`, reusing this hasher. Discards a hash in progress.
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

/// MD5, which CloudTrail uses to name its public keys. No security depends on it.
public enum MD5 {
    /// Returns the 16 bytes of the hash. Throws `libraryFailure` if libcrypto has no MD5 (a FIPS-only configuration).
    public static func hash(_ bytes: [UInt8]) throws(LibCryptoError) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        guard LibCryptoStart.isDone, EVP_Digest(bytes, bytes.count, &digest, &length, EVP_md5(), nil) == 1 else {
            throw LibCryptoError(code: .libraryFailure, reasons: OpenSSLErrorStack.drain())
        }
        return Array(digest.prefix(Int(length)))
    }
}

/// The version of the library, for reports.
public enum LibCrypto {
    /// The version, for example "OpenSSL 3.0.17 1 Jul 2025".
    public static var version: String {
        OpenSSL_version(0).map { String(cString: $0) } ?? "unknown"
    }
}
