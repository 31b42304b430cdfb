internal import Synchronization
internal import TrailSealFormat
package import TrailSealPrimitives
package import TrailSealVerification
internal import TrailSealWorkerPool

/// Collects the control changes in verified log files, while the files are read.
///
/// Nothing of a file counts before its hash is known to be the one that a verified digest records (CHANGE-1).
package final class ChangeCollector: LogConsumer {
    private struct State {
        var connected = CandidatePool.ofRun
        var unconnected = CandidatePool.ofRun
        var unreadable = 0
        /// The places and times of records that couldn't be looked at.
        var lacking: [ObservedTime.Place: [Interval]] = [:]
        /// The buckets of verified digests and of the logs that they list.
        var buckets: Set<ByteString> = []
    }

    private let described: TrailSubjects
    private let state = Mutex(State())
    /// The memory in which the content of files waits.
    private let buffers: Stock<[UInt8]>

    /// Creates a collector. `described` are the buckets, keys and log groups that a trail description names.
    ///
    /// `threads` is the number of threads that compute. Many more may read when the storage is slow. The memory in which content
    /// waits follows the processors: two files for each of these threads.
    package init(described: TrailSubjects = TrailSubjects(), threads: Int) {
        self.described = described
        buffers = Stock(Array(repeating: [], count: 2 * max(1, threads)))
    }

    /// Opens a sink for a log.
    package func open(_ log: OfferedLog) -> (any LogSink)? {
        // The digest is verified already, whatever becomes of the log.
        let bucket = log.digest.bucket
        state.withLock { if !$0.buckets.contains(bucket) { $0.buckets.insert(bucket) } }
        return ChangeSink(log, for: self)
    }

    /// Returns a reader for the content of a log. Waits while too many files are being read.
    fileprivate func reader(of log: OfferedLog) -> LogContentReader {
        var near = described
        near.buckets.insert(log.location.bucket.description)
        near.buckets.insert(log.digest.bucket.description)
        return LogContentReader(buffer: buffers.take()) { [near] in near.concern($0) }
    }

    /// Ends the reading of a log. Its changes count if it was released.
    fileprivate func end(_ reader: LogContentReader?, of log: OfferedLog, isReleased: Bool) {
        if isReleased { take(reader?.read() ?? LogContentReader.Found(), of: log) }
        if let reader { buffers.giveBack(reader.takeBuffer()) }
    }

    private func take(_ found: LogContentReader.Found, of log: OfferedLog) {
        if !found.isWhole {
            let place = ObservedTime.Place(log.chain)
            state.withLock { $0.lacking[place, default: []].append(log.interval) }
        }
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

    /// Returns the time for which every record of the chains was looked at, once the run has ended.
    package func observed(_ chains: [ChainResult]) -> ObservedTime {
        ObservedTime(chains, lacking: state.withLock { $0.lacking })
    }

    /// Returns the changes, once the run has ended. `buckets` are further buckets of verified digests.
    package func list(buckets: some Sequence<ByteString>, in observed: ObservedTime) -> ChangeList {
        state.withLock { state in
            state.connected.settle()
            state.unconnected.settle()
            var subjects = described
            subjects.buckets.formUnion(state.buckets.map(\.description))
            subjects.buckets.formUnion(buckets.map(\.description))
            var list = ChangeResolver.list(state.connected.items + state.unconnected.items, subjects, observed)
            list.omitted += state.connected.omitted
            list.isCut = list.isCut || state.connected.isCut || state.unconnected.isCut
            list.unconnectedOmitted = state.unconnected.omitted
            list.unreadable = state.unreadable
            return list
        }
    }
}

/// Passes the content of one file on, and says how it ended.
private final class ChangeSink: LogSink {
    private let log: OfferedLog
    private let collector: ChangeCollector
    /// Made for the first piece. Until a file is open, the storage may keep it waiting, and it needs no memory here.
    private var reader: LogContentReader?

    init(_ log: OfferedLog, for collector: ChangeCollector) {
        self.log = log
        self.collector = collector
    }

    func take(_ chunk: UnsafeRawBufferPointer) {
        let reader = reader ?? collector.reader(of: log)
        self.reader = reader
        reader.take(chunk)
    }

    func release() { collector.end(reader, of: log, isReleased: true) }
    func discard() { collector.end(reader, of: log, isReleased: false) }
}
