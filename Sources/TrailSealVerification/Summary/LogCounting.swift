internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// Counts the logs in scope. Each object counts once (REPORT-8).
struct LogCounting: Sendable {
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
            // A verified log out of scope was read only because its file's day folder is in scope.
            if standing == .verified, !dispositions.scope.includes(log, dispositions.proved.proved) { continue }
            all.count(standing)
            chains[chain, default: VerificationSummary.LogCounts()].count(standing)
        }
        var counted = CountedObjects(dispositions)
        for claim in dispositions.claims {
            guard let chain = dispositions.proved.files[claim.position].statement?.chain else { continue }
            for (file, _) in dispositions.logs(of: claim) where counted.isNew(file) {
                all.count(.unverified)
                chains[chain, default: VerificationSummary.LogCounts()].count(.unverified)
            }
        }
        for (index, bin) in dispositions.bins.enumerated() {
            switch bin {
            case .unreferencedLog?: if counted.isNew(FileNumber(index)) { all.unreferenced += 1 }
            case .notJudged?:
                let facts = dispositions.placing.facts(of: FileNumber(index))
                if !dispositions.scope.leavesOut(facts) { notJudged += 1 }
            default: break
            }
        }
    }
}

/// Tells the objects of files that stand for no listed log apart, by their places, so that each counts once (REPORT-8).
private struct CountedObjects {
    /// An object by its bucket and its key or path.
    private struct Object: Hashable {
        let bucket: ByteString?
        /// The key, or the file's unique path if the key isn't known.
        let name: ByteString
    }

    private let dispositions: Dispositions
    private var seen: Set<Object> = []

    init(_ dispositions: Dispositions) { self.dispositions = dispositions }

    /// Whether the object wasn't counted before, and doesn't count as a listed log either.
    mutating func isNew(_ file: FileNumber) -> Bool {
        let object = dispositions.object(of: file)
        if let bucket = object.bucket, let key = object.key,
            let log = dispositions.candidates.listed.logs(at: S3Location(bucket: bucket, key: key)).first,
            dispositions.logs[log.number]?.standing != nil
        {
            return false
        }
        let name = object.key ?? dispositions.listing.uniquePath(of: file)
        return seen.insert(Object(bucket: object.bucket, name: name)).inserted
    }
}

extension LogDisposition {
    /// The count that a listed log belongs to. Nil if it isn't counted.
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
