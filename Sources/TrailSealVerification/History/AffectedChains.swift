internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// The chains that findings without an allowance, or items that don't balance, concern. A finding that names no chain
/// concerns every chain of its account and Region. If it names neither, it concerns all chains.
struct AffectedChains {
    private let line: (ChainID) -> ChainID
    private var chains: Set<ChainID> = []
    private var places: Set<AccountRegion> = []
    private var isEverything = false

    /// `line` gives the key of a chain's line.
    init(_ findings: [Finding], _ imbalances: [Imbalance], line: @escaping (ChainID) -> ChainID) {
        self.line = line
        for finding in findings where finding.verdict != .note {
            if let chain = finding.chain {
                chains.insert(line(chain))
            } else {
                add(finding.subject.accountID, finding.subject.region)
            }
        }
        for imbalance in imbalances {
            switch imbalance {
            case .chain(let one): add(one.account, one.region)
            case .time(let chain, _): chains.insert(line(chain))
            case .log(let location): add(path: location.key)
            case .file(let path): add(path: ByteString(path.bytes.drop { $0 != ByteString.slash }.dropFirst()))
            case .fileCount, .excuse: isEverything = true
            }
        }
    }

    private mutating func add(path: ByteString) {
        let facts = PathFacts(path)
        add(facts.account, facts.region)
    }

    private mutating func add(_ account: ByteString?, _ region: ByteString?) {
        if account == nil, region == nil {
            isEverything = true
        } else {
            places.insert(AccountRegion(account: account, region: region))
        }
    }

    /// Whether something concerns `chain`.
    func includes(_ chain: ChainID) -> Bool {
        if isEverything || chains.contains(line(chain)) { return true }
        let (account, region) = (chain.accountID, chain.region)
        return places.contains(AccountRegion(account: account, region: region))
            || places.contains(AccountRegion(account: account, region: nil))
            || places.contains(AccountRegion(account: nil, region: region))
    }
}
