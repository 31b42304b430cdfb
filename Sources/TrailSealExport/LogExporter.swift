package import TrailSealVerification

/// Takes logs while they are verified, and writes the verified ones.
package protocol LogExporter: LogConsumer {
    /// How much was exported so far.
    var totals: ExportCounts { get }
    /// The first thing that couldn't be written. If set, the export is incomplete.
    var failure: ExportFailure? { get }
    /// Ends the export. Call it only after a run that wasn't interrupted.
    func complete()
}

/// How much was exported.
package struct ExportCounts: Sendable {
    /// Logs exported.
    package var logs = 0
    /// Events exported. 0 if whole files are exported.
    package var events = 0
    /// Those of `logs` that are hard links to files of the archive.
    package var links = 0
    /// Logs that weren't exported, because they aren't what the digest records or couldn't be processed.
    package var discarded = 0
}

/// Why something couldn't be written.
package struct ExportFailure: Error, Sendable, CustomStringConvertible {
    /// The path and the cause.
    package let description: String
}
