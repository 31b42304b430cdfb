public import CloudTrailFormat
public import Primitives

/// Which chains must have a verified digest, by everything that shows one (ACCOUNT-0).
public struct ExpectedChains: Sendable {
    /// Something that shows a chain, or an account and Region of which there must be one.
    public enum Sign: Hashable, Sendable {
        /// The name of a walked digest file, a saved signature, or a digest's content.
        case chain(ChainID)
        /// The name of a log file in scope.
        case log(account: ByteString, region: ByteString)
    }

    private var signs: Set<Sign> = []

    public init() {}

    public mutating func note(_ sign: Sign) { signs.insert(sign) }

    /// What has no verified digest: combinations, in order. `present` holds the chains that have one.
    func lacking(_ question: Question, present: Set<ChainID>) -> [Combination] {
        var lacking: Set<Combination> = []
        for combination in Self.combinations(question) where !present.contains(where: combination.matches) {
            lacking.insert(combination)
        }
        let known = Set(present.map(\.withoutOrganization))
        let places = Set(present.map { AccountRegion(account: $0.accountID, region: $0.region) })
        for sign in signs.union(question.known.keys.map(Sign.chain)) {
            switch sign {
            case .chain(let chain):
                guard question.includes(chain), !known.contains(chain.withoutOrganization) else { continue }
                lacking.insert(Combination(account: chain.accountID, region: chain.region, trail: chain.trail))
            case .log(let account, let region):
                guard question.includes(account: account, region: region),
                    !places.contains(AccountRegion(account: account, region: region))
                else { continue }
                lacking.insert(Combination(account: account, region: region, trail: nil))
            }
        }
        return lacking.sorted { $0.order.lexicographicallyPrecedes($1.order) }
    }

    /// Every combination of the filter values; a filter that was not given counts as any.
    private static func combinations(_ question: Question) -> [Combination] {
        func values(_ list: [ByteString]) -> [ByteString?] { list.isEmpty ? [nil] : list }
        guard !(question.accounts.isEmpty && question.regions.isEmpty && question.trails.isEmpty) else { return [] }
        return values(question.accounts).flatMap { account in
            values(question.regions).flatMap { region in
                values(question.trails).compactMap { trail in
                    guard question.shard.map({ shard in account.map { shard.includes($0) } ?? true }) ?? true else {
                        return nil
                    }
                    return Combination(account: account, region: region, trail: trail)
                }
            }
        }
    }
}

extension Combination {
    fileprivate var order: [ByteString] { [account ?? ByteString(), region ?? ByteString(), trail ?? ByteString()] }
}
