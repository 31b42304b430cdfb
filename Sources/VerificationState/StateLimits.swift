/// The largest values in a state file. A file with a larger one is refused, and none is written.
public enum StateLimits {
    /// Size of the file in bytes. A chain of one segment takes some 2,500 bytes, so this is 100,000 chains.
    public static let fileSize = 256 << 20
    /// Number of the archive's folders.
    public static let archives = 4_096
    /// Length in bytes of a folder's path as display text: PATH_MAX, each byte escaped as `\xHH`.
    public static let archivePath = 4 * 4_096
    /// Number of chains.
    public static let chains = 1_000_000
    /// Number of segments of a chain: a trail that was restarted each hour for eleven years.
    public static let segments = 100_000
    /// Number of digests of a segment.
    public static let digests = 1_000_000_000
    /// Length in bytes of a bucket's name (S3 User Guide, bucket naming rules; before 2018 up to 255).
    public static let bucket = 255
    /// Length in bytes of an S3 key (LIMIT-3).
    public static let key = 1_024
    /// Length in bytes of a signature: that of an RSA key of 8,192 bits.
    public static let signature = 1_024
    /// Number of orders to forget chains.
    public static let forgotten = 10_000
    /// Length in bytes of each part of such an order: no identifier is longer (DigestObjectKey.trailNameLimit).
    public static let selectorPart = 128
    /// Length in bytes of the reason of such an order.
    public static let reason = 1_024
    /// Length in bytes of the user of such an order.
    public static let user = 1_024
}
