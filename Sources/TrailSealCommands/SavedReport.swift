internal import FileTree
internal import Primitives
internal import Reporting

/// A JSON report that the user named.
struct SavedReport {
    let name: String
    let document: ReportDocument

    /// Errors: `OperationalError` with 66 where the file cannot be read, 65 where it is no report.
    static func read(_ path: String) throws(OperationalError) -> SavedReport {
        let name = EscapedText.string(of: path)
        let content: [UInt8]?
        do throws(FileTreeError) {
            content = try OpenFile(userPath: RawArguments.bytes(of: path)).contents(
                limit: Int(ReportReader.sizeLimit))
        } catch {
            throw OperationalError(reading: error, "the report \(name) cannot be read: \(error.reason)")
        }
        guard let content else {
            throw OperationalError(.malformedInput, "the report \(name) is larger than \(ReportReader.sizeLimit) bytes")
        }
        do throws(ReportReadingError) {
            return SavedReport(name: name, document: try ReportReader.read(content))
        } catch {
            throw OperationalError(.malformedInput, "\(name) is no JSON report of trailseal: \(error)")
        }
    }
}
