internal import TrailSealFileTree
internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealReporting

/// Refuses a report that would replace an input of the run: evidence is never overwritten (INPUT-11).
enum ReplacedInput {
    /// A file that the run reads, with its purpose as messages name it.
    typealias Input = (what: String, path: ByteString)

    /// Errors: `OperationalError` with 64 if a report is one of `inputs` under any name, or would replace a file that looks like
    /// a CloudTrail object: a gzip file, or a file with an object's name. An earlier report may be replaced.
    static func refuse(_ targets: [ReportTarget], _ inputs: () -> [Input]) throws(OperationalError) {
        // Built once, and only if a report exists already, because a folder of signatures may hold many files.
        var identified: [FileIdentity: Input]?
        for target in targets where !target.isStandardOutput {
            let path = RawArguments.bytes(of: target.path)
            guard let (identity, isGzip) = look(path) else { continue }
            let known = identified ?? Self.identified(inputs())
            identified = known
            if let input = known[identity] {
                throw error(target, path, "\(input.what) \(input.path)")
            }
            let name = RealPath.of(path).splitAtLastSlash.name
            if isGzip || RecognizedName.isObject(name) {
                throw error(target, path, "a file that CloudTrail may have written")
            }
        }
    }

    private static func identified(_ inputs: [Input]) -> [FileIdentity: Input] {
        Dictionary(inputs.compactMap { input in look(input.path).map { ($0.identity, input) } }) { first, _ in first }
    }

    private static func error(_ target: ReportTarget, _ path: ByteString, _ what: String) -> OperationalError {
        OperationalError(
            .usage,
            "--report \(target.format.rawValue)=\(path) would replace \(what); give the report another path")
    }

    /// Returns the identity of the file and whether it is gzip, or nil if it isn't a regular file.
    private static func look(_ path: ByteString) -> (identity: FileIdentity, isGzip: Bool)? {
        var start: [UInt8] = []
        do {
            let file = try OpenFile(userPath: path)
            _ = try? file.forEachChunk { chunk in
                start += chunk.prefix(2 - start.count)
                return start.count < 2
            }
            return (file.status.identity, start == [0x1F, 0x8B])
        } catch { return nil }
    }
}
