internal import CloudTrailFormat
internal import Primitives

/// The chains that a finding speaks of, which is not allowed. One that names no chain concerns every chain of its
/// account and region, or all.
struct ConcernedChains {
    private var chains: Set<ChainID> = []
    private var places: Set<CoverageExaminer.AccountRegion> = []
    private var accounts: Set<ByteString> = []
    private var regions: Set<ByteString> = []
    private var isEverything = false

    /// `graph` is that of the digests of which the findings speak.
    init(_ findings: [Finding], _ graph: DigestGraph? = nil) {
        for finding in findings where finding.verdict != .note {
            // Where a digest lies may be another chain's place than its own.
            if let graph, let node = finding.node { chains.insert(graph.digests[node].chain) }
            if let chain = finding.chain {
                chains.insert(chain)
                continue
            }
            switch (finding.subject.accountID, finding.subject.region) {
            case (let account?, let region?): places.insert(.init(account: account, region: region))
            case (let account?, nil): accounts.insert(account)
            case (nil, let region?): regions.insert(region)
            case (nil, nil): isEverything = true
            }
        }
    }

    func includes(_ chain: ChainID) -> Bool {
        isEverything || chains.contains(chain) || accounts.contains(chain.accountID)
            || regions.contains(chain.region)
            || places.contains(.init(account: chain.accountID, region: chain.region))
    }
}
