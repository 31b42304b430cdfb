/// Limits on the values in a state file. Files that exceed them are neither read nor written.
public enum StateLimits {
    /// Size of the file in bytes. A chain with one segment takes about 2,500 bytes, so this is 100,000 chains.
    public static let fileSize = 256 << 20
    /// Number of the archive's folders.
    public static let archives = 4_096
    /// Length of a folder's path as display text, in bytes: PATH_MAX, with each byte escaped as `\xHH`.
    public static let archivePath = 4 * 4_096
    /// Number of chains.
    public static let chains = 1_000_000
    /// Number of segments of a chain. A trail that restarts each hour reaches it after eleven years.
    public static let segments = 100_000
    /// Number of digests of a segment.
    public static let digests = 1_000_000_000
    /// Length of a bucket's name in bytes (S3 User Guide, bucket naming rules; up to 255 before 2018).
    public static let bucket = 255
    /// Length of an S3 key in bytes (LIMIT-3).
    public static let key = 1_024
    /// Length of a signature in bytes: that of an 8,192-bit RSA key.
    public static let signature = 1_024
    /// Number of recorded orders to forget chains (STATE-10).
    public static let forgotten = 10_000
    /// Length of each selector in such an order, in bytes. No identifier is longer
    /// (`DigestObjectKey.trailNameLimit`).
    public static let selectorPart = 128
    /// Length of the reason of such an order, in bytes.
    public static let reason = 1_024
    /// Length of the user name in such an order, in bytes.
    public static let user = 1_024
}
