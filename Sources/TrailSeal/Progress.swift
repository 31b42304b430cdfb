/// How far a run is. Yielded about ten times a second.
public struct Progress: Hashable, Sendable {
    /// Files read so far. A file may be read twice.
    public var readFiles: Int
    /// Files to read, as far as they are known. 0 until the first listing is ready.
    public var totalFiles: Int
    /// Stored bytes read so far.
    public var readBytes: UInt64
}
