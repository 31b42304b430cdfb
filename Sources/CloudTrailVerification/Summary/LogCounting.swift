internal import CloudTrailFormat
internal import CloudTrailProof
internal import Primitives

/// What is counted of the log files in scope: each listed object once.
struct LogCounting {
    let dispositions: Dispositions

    private(set) var all = VerificationSummary.LogCounts()
    private(set) var chains: [ChainID: VerificationSummary.LogCounts] = [:]
    private(set) var notJudged = 0

    init(_ dispositions: Dispositions) {
        self.dispositions = dispositions
        for log in dispositions.candidates.listed.logs {
            guard let standing = dispositions.logs[log.number]?.standing, let chain = dispositions.owner(of: log)?.chain
            else {
                continue
            }
            // One that is whole and out of scope is only read because of its day folder.
            if standing == .verified, !dispositions.scope.includes(log, dispositions.proved.proved) { continue }
            all.count(standing)
            chains[chain, default: VerificationSummary.LogCounts()].count(standing)
        }
        var counted: Set<FileNumber> = []
        for claim in dispositions.claims {
            guard let chain = dispositions.proved.files[claim.position].statement?.key.chain else { continue }
            for (file, _) in claim.files {
                guard case .unverifiedLog? = dispositions.bins[Int(file)], counted.insert(file).inserted else {
                    continue
                }
                all.count(.unverified)
                chains[chain, default: VerificationSummary.LogCounts()].count(.unverified)
            }
        }
        for (index, bin) in dispositions.bins.enumerated() {
            switch bin {
            case .unreferencedLog?: all.unreferenced += 1
            case .notJudged?:
                let facts = dispositions.placing.facts(of: FileNumber(index))
                if !dispositions.scope.leavesOut(facts) { notJudged += 1 }
            default: break
            }
        }
    }
}

extension LogDisposition {
    /// How a listed object counts; nil if it is not counted.
    var standing: LogStanding? {
        switch self {
        case .verified: .verified
        case .invalid: .invalid
        case .missing: .missing
        case .unverified, .outsideCopy: .unverified
        case .notAskedFor, .verifiedEarlier: nil
        }
    }
}
