public import TrailSealFormat
public import TrailSealPrimitives

/// The chains that must have a verified digest, according to everything that shows one (ACCOUNT-0).
public struct ExpectedChains: Sendable {
    /// Something that shows a chain, or an account and Region that must have one.
    public enum Sign: Hashable, Sendable {
        /// A chain in the name of a walked digest file, in a saved signature, or in a digest's content.
        case chain(ChainID)
        /// The name of a log file in scope.
        case log(account: ByteString, region: ByteString)
    }

    private var signs: Set<Sign> = []
    /// Creates an empty collection.
    public init() {}
    /// Adds a sign.
    public mutating func note(_ sign: Sign) { signs.insert(sign) }
    /// Returns what has no verified digest, in order. `present` are the chains that have one, with their oldest start.
    func lacking(_ question: Question, _ joins: ChainJoins, present: [ChainID: UnixTime]) -> [Combination] {
        var lacking: Set<Combination> = []
        if !question.isPart { lacking.formUnion(question.unmatched(Set(present.keys))) }
        let known = Dictionary(present.map { (joins.line(of: $0), $1) }, uniquingKeysWith: min)
        let places = Set(present.keys.map { AccountRegion(account: $0.accountID, region: $0.region) })
        // What the state knows of backfill digests may have expired if all hourly digests of the chain are newer (STATE-5).
        let old = question.known.filter { known[joins.line(of: $0.standard)] ?? $1 - 1 < $1 }
        for sign in signs.union(old.keys.map(Sign.chain)) {
            switch sign {
            case .chain(let chain):
                guard question.includes(chain), known[joins.line(of: chain)] == nil else { continue }
                lacking.insert(Combination(account: chain.accountID, region: chain.region, trail: chain.trail))
            case .log(let account, let region):
                let place = AccountRegion(account: account, region: region)
                guard question.includes(account: account, region: region), !places.contains(place) else { continue }
                lacking.insert(Combination(account: account, region: region, trail: nil))
            }
        }
        return lacking.sorted {
            ($0.account ?? "", $0.region ?? "", $0.trail ?? "") < ($1.account ?? "", $1.region ?? "", $1.trail ?? "")
        }
    }
}

extension Question {
    /// The filter combinations for which no chain has a verified digest (TIME-20).
    public func unmatched(_ present: Set<ChainID>) -> [Combination] {
        combinations.filter { combination in !present.contains(where: combination.matches) }
    }

    private var combinations: [Combination] {
        func values(_ list: [ByteString]) -> [ByteString?] { list.isEmpty ? [nil] : list }
        guard !(accounts.isEmpty && regions.isEmpty && trails.isEmpty) else { return [] }
        return values(accounts).flatMap { account in
            values(regions).flatMap { region in
                values(trails).compactMap { trail in
                    let isOwn = account.map { shard?.includes($0) ?? true } ?? true
                    return isOwn ? Combination(account: account, region: region, trail: trail) : nil
                }
            }
        }
    }
}
