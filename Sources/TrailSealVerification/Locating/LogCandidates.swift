internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// The files that may stand for each listed log.
struct LogCandidates: Sendable {
    let listed: ListedLogs
    /// A file that may stand for a listed log, by its number.
    typealias Pair = (log: Int, file: FileNumber)

    private var pairs: [Pair] = []
    private var found: [FileNumber] = []
    private var starts: [Int] = []

    init(_ listed: ListedLogs) { self.listed = listed }

    /// The account of a listed log. A digest lists logs of its own account only (DIGEST-24), so all digests that list
    /// it agree.
    func account(of log: Int) -> ByteString? {
        listed.logs[log].digests.first.map { listed.proved[$0].chain.accountID }
    }

    mutating func add(_ file: FileNumber, to log: Int) { pairs.append((log, file)) }
    mutating func add(_ found: [Pair]) { pairs += found }

    /// Sorts the files. Must be called after files were added.
    mutating func sort() {
        pairs.sort { $0.log != $1.log ? $0.log < $1.log : $0.file < $1.file }
        found = []
        starts = Array(repeating: 0, count: listed.logs.count + 1)
        for (index, pair) in pairs.enumerated() {
            if index > 0, pairs[index - 1] == pair { continue }
            found.append(pair.file)
            starts[pair.log + 1] += 1
        }
        for index in starts.indices.dropFirst() { starts[index] += starts[index - 1] }
    }

    /// The files of a listed log, in order, each once.
    func files(of log: Int) -> ArraySlice<FileNumber> { found[starts[log]..<starts[log + 1]] }
}
