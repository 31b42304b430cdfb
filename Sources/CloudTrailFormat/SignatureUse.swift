public import Primitives

/// How many saved answers a path holds that the user gave with `--signatures` (INPUT-5).
public struct SignatureUse: Hashable, Sendable {
    public let path: ByteString
    /// Answers in it. What is no answer about a digest is not counted.
    public var read: Int
    /// Those with a whole signature that were saved for a digest that was read.
    public var used: Int
    /// Files that were saved for a digest that was read, and hold no whole signature (INPUT-4).
    public var emptyFiles: [ByteString] = []
    /// How many answers in listings are such.
    public var emptyEntries = 0

    /// Of those, the ones for digests that every shard reads.
    public var usedByAll = 0

    public init(path: ByteString, read: Int, used: Int) { (self.path, self.read, self.used) = (path, read, used) }
}
