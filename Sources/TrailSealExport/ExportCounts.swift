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
