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
