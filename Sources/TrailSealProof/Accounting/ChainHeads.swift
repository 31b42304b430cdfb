internal import TrailSealFormat
internal import TrailSealPrimitives

/// The newest digest file of each chain (by the end time in its name), if it is unproved and its predecessor verified.
/// An allowance for lack of proof applies to these files only (ALLOW-6).
struct ChainHeads {
    struct Head {
        let path: UniquePath
        let name: DigestName
        let previous: S3Location
    }

    /// Collects the names first, because only all files together show which digest is the newest.
    struct Names {
        private var newest: [(end: UnixTime, head: [Head])] = []
        private var numbers: [ChainID: Int] = [:]
        /// The chain of the last name. Adjacent files mostly belong to one chain.
        private var last: (chain: ChainID, number: Int)?
        mutating func note(_ file: WalkedFile, _ bin: FileBin, _ name: DigestName) {
            var head: [Head] = []
            // The file that it copies decides.
            if case .identicalCopy = bin { return }
            if case .unverifiedDigest(_, let previous?) = bin {
                head = [Head(path: file.path, name: name, previous: previous)]
            }
            if last?.chain != name.chain { last = (name.chain, numbers.value(of: name.chain, or: newest.count)) }
            guard let number = last?.number, number < newest.count else { return newest.append((name.endTime, head)) }
            // If two files have the same end time, neither is the newest.
            let end = newest[number].end
            if end <= name.endTime { newest[number] = (name.endTime, end == name.endTime ? [] : head) }
        }

        func heads(_ proved: [ProvedDigest]) -> [ChainID: Head] {
            let heads = numbers.compactMapValues { newest[$0].head.first }
            let digests = heads.isEmpty ? [] : proved
            let verified = Dictionary(digests.map { ($0.location, $0.chain.withoutOrganization) }) { first, _ in first }
            return heads.filter { verified[$0.value.previous] == $0.key }
        }
    }

    private let heads: [ChainID: Head]
    private let hours: [UniquePath: Interval]
    private let accounts: [ByteString: [Head]]
    init(_ names: Names, _ proved: [ProvedDigest]) {
        heads = names.heads(proved)
        hours = Dictionary(heads.values.map { ($0.path, $0.name.hour) }) { first, _ in first }
        accounts = Dictionary(grouping: heads.values, by: \.name.chain.accountID)
    }

    func heads(of account: ByteString?) -> [Head] { account.flatMap { accounts[$0] } ?? [] }
    /// The head whose predecessor is a verified digest of exactly this chain.
    func head(of chain: ChainID) -> Head? {
        heads[chain.withoutOrganization].flatMap { $0.previous.digestKey?.chain == chain ? $0 : nil }
    }

    /// The hour that the digest file at `path` accounts for if it is allowed. Nil if it can't be.
    func allowableHour(_ path: UniquePath) -> Interval? { hours[path] }
}
