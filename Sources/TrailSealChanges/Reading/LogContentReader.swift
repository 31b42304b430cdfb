/// Finds the records of changes in the content of one log file, piece by piece.
///
/// A file of usual size waits whole for a look at the names in it, which is much faster than reading it as JSON. A larger one is
/// read as JSON from its beginning, and only records that may be changes are kept of it.
final class LogContentReader {
    /// The largest content that waits whole, in bytes.
    static let usualLimit = 512 << 10
    /// What a file holds.
    struct Found {
        /// Records of changes.
        var connected = CandidatePool.ofFile
        /// Records about buckets, keys and log groups that may concern no trail.
        var unconnected = CandidatePool.ofFile
        /// Events with the name of a change that can't be read. A file counts as one if it has the name, but no records.
        var unreadable = 0
        /// Whether the file holds nothing that counts.
        var isEmpty = true
        /// Whether each record could be looked at: the file has the form of a log file, and none of its changes is unreadable.
        var isWhole = true
    }

    private let waitingLimit: Int
    private var waiting: [UInt8]
    private var scanner: EventScanner?
    /// The first bytes, and the last one.
    private var beginning: [UInt8] = []
    private var end: UInt8?
    private var found = Found()
    private let isConnected: (EventRecord) -> Bool

    /// Creates a reader of one file. Content waits in the memory of `buffer`. `isConnected` tells whether a record concerns a trail.
    init(
        buffer: consuming [UInt8], waitingLimit: Int = LogContentReader.usualLimit,
        isConnected: @escaping (EventRecord) -> Bool = { _ in true }
    ) {
        self.isConnected = isConnected
        self.waitingLimit = waitingLimit
        // A second reference to the buffer would make the next line allocate another one.
        waiting = consume buffer
        waiting.removeAll(keepingCapacity: true)
        // Exactly this: growing would double it.
        waiting.reserveCapacity(waitingLimit)
    }

    /// Takes the next piece.
    func take(_ piece: UnsafeRawBufferPointer) {
        if beginning.count < Self.form.count { beginning += piece.prefix(Self.form.count - beginning.count) }
        end = piece.last ?? end
        if scanner == nil {
            guard waiting.count + piece.count > waitingLimit else { return waiting.append(contentsOf: piece) }
            scanWaiting()
        }
        scan(piece)
    }

    /// Returns what the file holds, after its last piece.
    func read() -> Found {
        if scanner == nil, waiting.withUnsafeBytes(CandidateFilter.mayHoldChange) { scanWaiting() }
        note(unreadable: scanner?.tooLongCount ?? 0)
        let hasForm = beginning == Self.form && end == UInt8(ascii: "}")
        if !hasForm, found.isEmpty, scanner != nil { note(unreadable: 1) }
        found.isWhole = hasForm && found.unreadable == 0
        found.connected.settle()
        found.unconnected.settle()
        return found
    }

    /// How each log file begins.
    private static let form = Array("{\"Records\":[".utf8)

    /// Returns the memory in which content waited, for the next file.
    func takeBuffer() -> [UInt8] {
        let buffer = waiting
        waiting = []
        return buffer
    }

    private func scanWaiting() {
        scanner = EventScanner { ChangeKind.named[Array($0)] != nil }
        waiting.withUnsafeBytes { scan($0) }
        waiting.removeAll(keepingCapacity: true)
    }

    private func scan(_ piece: UnsafeRawBufferPointer) {
        scanner?.read(piece) { event in
            switch EventRecord.read(event) {
            case .record(let record):
                found.isEmpty = false
                if isConnected(record) {
                    found.connected.add(Candidate(record))
                } else {
                    found.unconnected.add(Candidate(record))
                }
            case .other: break
            // Whether an event counts mustn't depend on the size of its file, so the look at the names decides.
            case .unreadable: note(unreadable: event.withUnsafeBytes(CandidateFilter.mayHoldChange) ? 1 : 0)
            }
        }
    }

    private func note(unreadable count: Int) {
        found.unreadable += count
        if count > 0 { found.isEmpty = false }
    }
}
