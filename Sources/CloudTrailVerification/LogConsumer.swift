public import CloudTrailFormat
public import Primitives

/// A log file that a verified digest lists, before it is read.
public struct OfferedLog: Sendable {
    public let location: S3Location
    /// The SHA-256 that its content must have.
    public let hash: SHA256Digest
    /// The verified digest that lists it.
    public let digest: S3Location
}

/// Takes the content of log files while they are verified. Used by all workers at once.
public protocol LogConsumer: Sendable {
    /// Before a file is read; nil where its content is not wanted.
    func open(_ log: OfferedLog) -> (any LogSink)?
}

/// Takes the content of one file. Nothing of it may be shown to anybody before `release`.
public protocol LogSink {
    /// The next piece of the inflated content.
    func take(_ chunk: UnsafeRawBufferPointer)
    /// The content was that which the verified digest recorded, all of it and nothing else.
    func release()
    /// It was not.
    func discard()
}
