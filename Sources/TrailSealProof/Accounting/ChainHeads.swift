internal import TrailSealFormat
internal import TrailSealPrimitives

/// The newest digest file of each chain (by the end time in its name), if it is unproved and its predecessor verified.
/// An allowance for lack of proof applies to these files only (ALLOW-6).
struct ChainHeads {
    struct Head {
        let path: UniquePath
        let place: AccountRegion
        /// The hour before the end time in its name.
        let hour: Interval
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
            // The file with the same content decides.
            if case .identicalCopy = bin { return }
            if case .unverifiedDigest(_, let previous?) = bin {
                head = [Head(path: file.path, place: file.facts.place, hour: name.hour, previous: previous)]
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
    private let places: [AccountRegion: [Head]]
    init(_ names: Names, _ proved: [ProvedDigest]) {
        heads = names.heads(proved)
        hours = Dictionary(heads.values.map { ($0.path, $0.hour) }) { first, _ in first }
        places = Dictionary(grouping: heads.values, by: \.place)
    }

    func heads(of place: AccountRegion) -> [Head] { places[place] ?? [] }
    func head(of chain: ChainID) -> Head? { heads[chain.withoutOrganization] }

    /// The hour that the digest file at `path` accounts for if it is allowed. Nil if it can't be.
    func allowableHour(_ path: UniquePath) -> Interval? { hours[path] }
}
