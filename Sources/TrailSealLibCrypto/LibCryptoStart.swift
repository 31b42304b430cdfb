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
