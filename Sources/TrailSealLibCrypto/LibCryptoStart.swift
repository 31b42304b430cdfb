internal import CTrailSealLibCrypto

/// Starts libcrypto without its configuration file.
///
/// The file can load modules and switch algorithms off, so a verdict would depend on the machine. Reading it also takes
/// time at each start. `OPENSSL_CONF` has no effect either.
enum LibCryptoStart {
    /// Whether libcrypto started. Must be read before the first other call, because the first one loads the file. Calls
    /// `OPENSSL_init_crypto` once.
    static let isDone = OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_LOAD_CONFIG), nil) == 1
}

extension LibCrypto {
    /// Starts libcrypto with nothing but what TrailSeal uses: without the tables of all algorithms' names, and without clearing up
    /// at the end of the process. Halves the time of the start. It is for a program that has the process to itself, and must be
    /// called before anything else here: other users of libcrypto may need what is left out.
    package static func startForProgram() {
        _ = OPENSSL_init_crypto(
            UInt64(
                OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ADD_ALL_CIPHERS | OPENSSL_INIT_NO_ADD_ALL_DIGESTS
                    | OPENSSL_INIT_NO_ATEXIT), nil)
    }
}
