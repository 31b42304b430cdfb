internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// The unproved digests that the user allows. Logs that such a digest lists far from its hour count as not listed
/// (ALLOW-8). The accounting decides the same with code of its own.
struct AllowedHeads {
    /// How long before and after its hour, in seconds, an allowed digest accounts for logs. Both ends are included, and an
    /// interval excludes its end.
    private static let before: Int64 = 65 * 60
    private static let behind: Int64 = 20 * 60 + 1

    /// The time around its hour for each allowed digest, by position of its file.
    private var around: [Int: Interval] = [:]

    init(_ policy: VerificationPolicy, _ proved: ProvedDigests, _ listing: ArchiveListing, _ placing: FolderPlacing) {
        let allowances = policy.allowances.compactMap(\.kernel).filter(\.code.isAboutProof)
        guard !allowances.isEmpty else { return }
        var newest: [ChainID: UnixTime] = [:]
        for (number, folder) in listing.folders.enumerated() {
            let owner = placing.facts(ofFolder: number).account
            for index in folder.names.indices {
                // In another account's folder the name is of no chain.
                guard let name = DigestName(folder.names[index]),
                    owner.map({ $0 == name.chain.accountID }) ?? true
                else { continue }
                newest[name.chain] = max(newest[name.chain] ?? name.endTime, name.endTime)
            }
        }
        for (position, statement) in proved.unproved {
            let key = statement.key
            let hour = Interval(from: key.endTime - UnixTime.hour, to: key.endTime)
            guard case .unproved(let doubt)? = proved.standings[position], let code = Excuse.Code(doubt),
                newest[key.chain.withoutOrganization] == key.endTime,
                let previous = statement.predecessorOfChain,
                proved.isProved(previous, of: key.chain.withoutOrganization),
                allowances.contains(where: { allowance in
                    allowance.code == code && (allowance.account ?? key.chain.accountID) == key.chain.accountID
                        && (allowance.region ?? key.chain.region) == key.chain.region
                        && (allowance.trail ?? key.chain.trail) == key.chain.trail
                        && (allowance.interval?.contains(hour) ?? true)
                })
            else { continue }
            around[position] = Interval(from: hour.from - Self.before, to: hour.to + Self.behind)
        }
    }

    /// Whether the digest file at `position` may account for a log file with these facts. If the digest is only
    /// allowed, the stamp and the day folder must both lie near its hour.
    func mayClaim(_ facts: PathFacts, _ position: Int) -> Bool {
        guard let around = around[position] else { return true }
        guard let stamp = facts.stamp, around.contains(stamp) else { return false }
        return facts.day.map { around.meets(Interval(from: $0, to: $0 + UnixTime.day)) } ?? true
    }
}

extension DigestStatement {
    /// The predecessor, if it is of the same chain. One of another organization isn't, as long as no verified digest says so
    /// (CHAIN-3).
    var predecessorOfChain: S3Location? {
        guard let previous = document.previous?.location, previous.digestKey?.chain == chain else { return nil }
        return previous
    }
}
