internal import Synchronization
internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealVerification

/// What the worker threads of one export record together.
final class ExportLedger: Sendable {
    private struct State {
        var counts = ExportCounts()
        var failure: ExportFailure?
        var names = OutputNames()
        var exported: Set<ByteString> = []
        var spoolNumber = 0
    }

    private let state = Mutex(State())

    var counts: ExportCounts { state.withLock { $0.counts } }
    var failure: ExportFailure? { state.withLock { $0.failure } }

    /// Records why something couldn't be written. The first one counts.
    func fail(_ failure: ExportFailure) {
        state.withLock { $0.failure = $0.failure ?? failure }
    }

    /// Changes the counts.
    func count(_ change: (inout ExportCounts) -> Void) {
        state.withLock { change(&$0.counts) }
    }

    /// Returns a number for a temporary file. Each is returned once.
    func nextSpoolNumber() -> Int {
        state.withLock { state in
            state.spoolNumber += 1
            return state.spoolNumber
        }
    }

    /// Takes the path of an output file, below the output folder, for a log. Throws if another log needs it.
    func take(_ path: ByteString, for location: S3Location) throws(ExportFailure) {
        let failure = state.withLock { state in
            do throws(ExportFailure) { try state.names.take(path, for: "s3://" + location.joined) } catch {
                return ExportFailure?.some(error)
            }
            return nil
        }
        if let failure { throw failure }
    }

    /// Whether no file that stands for this object was exported before. Several files may stand for one.
    func isFirst(_ location: S3Location) -> Bool {
        state.withLock { $0.exported.insert(location.joined).inserted }
    }
}
