internal import Synchronization
internal import TrailSealFormat
package import TrailSealPrimitives
package import TrailSealVerification

/// Collects the control changes in verified log files, while the files are read.
///
/// Nothing of a file counts before its hash is known to be the one that a verified digest records (CHANGE-1).
package final class ChangeCollector: LogConsumer {
    private struct State {
        var connected = CandidatePool.ofRun
        var unconnected = CandidatePool.ofRun
        var unreadable = 0
        /// The buckets of verified digests and of the logs that they list.
        var buckets: Set<ByteString> = []
        /// Buffers that no file uses now.
        var idle: [[UInt8]] = []
    }

    private let described: TrailSubjects
    private let state = Mutex(State())

    /// Creates a collector. `described` are the buckets, keys and log groups that a trail description names.
    package init(described: TrailSubjects = TrailSubjects()) { self.described = described }

    /// Opens a sink for a log.
    package func open(_ log: OfferedLog) -> (any LogSink)? {
        // The digest is verified already, whatever becomes of the log.
        let bucket = log.digest.bucket
        let buffer = state.withLock { state in
            if !state.buckets.contains(bucket) { state.buckets.insert(bucket) }
            return state.idle.popLast()
        }
        var near = described
        near.buckets.insert(log.location.bucket.description)
        near.buckets.insert(bucket.description)
        let reader = LogContentReader(buffer: buffer ?? []) { [near] in near.concern($0) }
        return ChangeSink(reader) { [self] reader, isReleased in
            if isReleased { take(reader.read(), of: log) }
            let buffer = reader.takeBuffer()
            state.withLock { $0.idle.append(buffer) }
        }
    }

    private func take(_ found: LogContentReader.Found, of log: OfferedLog) {
        if log.location.bucket != log.digest.bucket { state.withLock { _ = $0.buckets.insert(log.location.bucket) } }
        guard !found.isEmpty else { return }
        let proof = Change.Proof(
            bucket: log.location.bucket, logKey: log.location.key, hash: log.hash, digestKey: log.digest.key)
        let (connected, unconnected, unreadable) = (found.connected, found.unconnected, found.unreadable)
        state.withLock { state in
            state.connected.add(connected, provedBy: proof)
            state.unconnected.add(unconnected, provedBy: proof)
            state.unreadable += unreadable
        }
    }

    /// Returns the changes, once the run has ended. `buckets` are further buckets of verified digests.
    package func list(buckets: some Sequence<ByteString>) -> ChangeList {
        state.withLock { state in
            state.connected.settle()
            state.unconnected.settle()
            var subjects = described
            subjects.buckets.formUnion(state.buckets.map(\.description))
            subjects.buckets.formUnion(buckets.map(\.description))
            var list = ChangeResolver.list(state.connected.items + state.unconnected.items, subjects)
            list.omitted += state.connected.omitted
            list.isCut = list.isCut || state.connected.isCut || state.unconnected.isCut
            list.unconnectedOmitted = state.unconnected.omitted
            list.unreadable = state.unreadable
            return list
        }
    }
}

/// Passes the content of one file on, and says how it ended.
private struct ChangeSink: LogSink {
    private let reader: LogContentReader
    private let finish: (LogContentReader, Bool) -> Void

    init(_ reader: LogContentReader, finish: @escaping (LogContentReader, Bool) -> Void) {
        self.reader = reader
        self.finish = finish
    }

    func take(_ chunk: UnsafeRawBufferPointer) { reader.take(chunk) }
    func release() { finish(reader, true) }
    func discard() { finish(reader, false) }
}
