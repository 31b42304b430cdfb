internal import TrailSealExport
internal import TrailSealFileTree
internal import TrailSealPrimitives
internal import TrailSealVerification

/// How much was exported.
public struct ExportTotals: Hashable, Sendable {
    /// Log files whose events were exported.
    public var logs: Int
    /// Events.
    public var events: Int
    /// Listed log files that contributed nothing, because they aren't what was signed.
    public var discarded: Int
}

extension Verifier {
    /// Verifies a copy of a bucket and writes the events of its verified log files, and of no others, as JSON Lines:
    /// one file for each log file, `BUCKET/KEY` with `.jsonl` in place of `.json.gz`, below `folder`.
    ///
    /// Nothing of a log file is written unless the SHA-256 of the same bytes is the one that a verified digest file
    /// records. `isCompressed` makes each file one gzip member, with `.gz` at its end. `hasProvenance` adds a member
    /// `trailseal` to each event: the log's object and hash, and the digest file that lists it. The calling thread
    /// waits.
    ///
    /// Throws ``TrailSealError/unwritable(_:)`` if something can't be written, or if `folder` isn't empty or absent: an
    /// earlier run may have left events there that don't verify now.
    public func export(
        _ folders: [String], to folder: String, scope: Scope = Scope(), isCompressed: Bool = false,
        hasProvenance: Bool = false
    ) throws(TrailSealError) -> (report: Report, totals: ExportTotals) {
        try Self.expectEmpty(ByteString(folder))
        let exporter = EventExporter(
            .folder(ByteString(folder)), isCompressed: isCompressed, hasProvenance: hasProvenance,
            spoolFolder: ByteString(folder))
        let watch = Watch(stoppedBy: { exporter.failure != nil })
        let report = try run(.folders(folders), scope: scope, consumer: exporter, watch)
        if let failure = exporter.failure { throw .unwritable("\(failure)") }
        return (report, ExportTotals(exporter.totals))
    }

    private static func expectEmpty(_ folder: ByteString) throws(TrailSealError) {
        let entries: [Directory.Entry]
        do throws(FileTreeError) { entries = try Directory(root: folder).entries() } catch {
            if error.isAbsent { return }
            throw .unwritable("\(folder): \(error.reason)")
        }
        guard entries.isEmpty else { throw .unwritable("\(folder) isn't empty") }
    }
}
