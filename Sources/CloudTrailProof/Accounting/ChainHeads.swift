internal import CloudTrailFormat
internal import Primitives

/// The newest digest file of each chain, by the end time in its name, if nothing proves it and its predecessor is
/// verified: the only one whose lack of proof may be allowed (ALLOW-6).
struct ChainHeads {
    struct Head {
        let path: ByteString
        let account: ByteString?
        let region: ByteString?
        /// The hour before the end time in the name.
        let hour: Interval
    }

    private let heads: [ChainID: Head]
    private let hours: [ByteString: Interval]
    private let places: [AccountRegion: [Head]]

    init(_ files: [(file: WalkedFile, bin: FileBin)], _ proved: [ProvedDigest]) {
        var newest: [ChainID: (end: UnixTime, head: Head?)] = [:]
        let verified = Dictionary(proved.map { ($0.location, $0.chain.withoutOrganization) }) { first, _ in first }
        for (file, bin) in files {
            let facts = PathFacts(file.placed)
            guard let name = FileAudit.digestName(facts) else { continue }
            let chain = name.chain
            var head: Head?
            if case .unverifiedDigest(_, let previous?) = bin, verified[previous] == chain {
                let hour = Interval(from: name.endTime - UnixTime.hour, to: name.endTime)
                head = Head(path: file.path, account: facts.account, region: facts.region, hour: hour)
            }
            guard newest[chain].map({ $0.end < name.endTime }) ?? true else {
                // Two files of one end time: neither is the one.
                if newest[chain]?.end == name.endTime, newest[chain]?.head?.path != file.path {
                    newest[chain]?.head = nil
                }
                continue
            }
            newest[chain] = (name.endTime, head)
        }
        heads = newest.compactMapValues(\.head)
        hours = Dictionary(heads.values.map { ($0.path, $0.hour) }) { first, _ in first }
        places = Dictionary(grouping: heads.values) { AccountRegion(account: $0.account, region: $0.region) }
    }

    func heads(of place: AccountRegion) -> [Head] { places[place] ?? [] }

    func head(of chain: ChainID) -> Head? { heads[chain.withoutOrganization] }

    /// The hour for which the digest file at `path` may account, if it may be allowed.
    func allowableHour(_ path: ByteString) -> Interval? { hours[path] }
}
