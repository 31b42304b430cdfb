internal import TrailSealFileTree
internal import TrailSealPrimitives
internal import TrailSealReporting

/// A JSON report that the user named.
struct SavedReport {
    /// Its path, safe to show.
    let name: String
    /// Its content.
    let document: ReportDocument

    /// Reads a report. Errors: `OperationalError` with 66 if the file can't be read, 74 if the device failed, 65 if the file
    /// isn't a report.
    static func read(_ path: String) throws(OperationalError) -> SavedReport {
        let name = EscapedText.string(of: path)
        let content: [UInt8]?
        do throws(FileTreeError) {
            content = try OpenFile(userPath: RawArguments.bytes(of: path)).contents(
                limit: Int(ReportReader.sizeLimit))
        } catch {
            throw OperationalError(reading: error, "the report \(name) can't be read: \(error.reason)")
        }
        guard let content else {
            throw OperationalError(.malformedInput, "the report \(name) is larger than \(ReportReader.sizeLimit) bytes")
        }
        do throws(ReportReadingError) {
            return SavedReport(name: name, document: try ReportReader.read(content))
        } catch {
            throw OperationalError(.malformedInput, "\(name) isn't a JSON report of trailseal: \(error)")
        }
    }
}
