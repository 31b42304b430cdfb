internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// Counts the walked files of one part by bin (ACCOUNT-4). In a shard, files of accounts of other shards are left out.
struct FileBinCounting {
    private(set) var all = AccountingSummary.FileCounts()
    /// In a shard: the files without an owner, which each shard judges alike (SHARD-2).
    private(set) var shared = AccountingSummary.FileCounts()
    private(set) var sharedLogs = VerificationSummary.LogCounts()
    private let dispositions: Dispositions
    private let accounted: AccountForAll.Output
    private let shard: AccountShard?

    init(_ dispositions: Dispositions, _ accounted: AccountForAll.Output) {
        self.dispositions = dispositions
        self.accounted = accounted
        shard = dispositions.scope.policy.shard
        // Starts with the walk's own count. A file that is left out is subtracted from it.
        all.walked = dispositions.listing.walkedCount
        countFiles()
        countOthers()
    }

    /// Whether neither the path nor the digest's name says which account owns the file.
    func isOwnerless(_ file: FileNumber) -> Bool {
        Self.owner(dispositions.placing.facts(of: file), dispositions.bins[Int(file)]) == nil
    }

    private mutating func countFiles() {
        let (listing, placing) = (dispositions.listing, dispositions.placing)
        var (verifiedDigests, verifiedLogs) = (0, 0)
        for (index, folder) in listing.folders.enumerated() {
            for (position, file) in zip(folder.names.indices, folder.files) {
                // Most files are verified, and only a shard needs to know their owners.
                switch dispositions.bins[Int(file)] {
                case .verifiedDigest? where shard == nil: verifiedDigests += 1
                case .verifiedLog? where shard == nil: verifiedLogs += 1
                case let bin?:
                    let path = bin.needsExcuse ? listing.uniquePath(of: file) : ByteString()
                    count(
                        self.bin(bin, path), bin,
                        owner: { Self.owner(placing.facts(inFolder: index, folder.names[position]), bin) })
                // A file without a disposition is in no bin, so the counts don't add up.
                case nil: break
                }
            }
        }
        all.verifiedDigests += verifiedDigests
        all.verifiedLogs += verifiedLogs
    }

    /// Counts the files of folders that were only counted, and the obstacles.
    private mutating func countOthers() {
        let listing = dispositions.listing
        for passed in listing.passed {
            let facts = PathFacts(FolderFacts(passed.path), name: "x")
            let isHidden = facts.isHidden
            for _ in 0..<passed.fileCount {
                count(isHidden ? .hidden : .notCloudTrail, nil, owner: { facts.account })
            }
        }
        for obstacle in listing.obstacles {
            let placed = dispositions.locator.placedPath(root: obstacle.root, obstacle.path)
            let facts = PathFacts(placed)
            let item = Excuse.Item.path(listing.uniquePath(root: obstacle.root, obstacle.path))
            let bin: AccountingSummary.FileBin =
                facts.isHidden
                ? .hidden : accounted.excused.contains(item) ? .excused : .obstacles
            // An obstacle's own name says nothing about its owner (ACCOUNT-5).
            count(bin, nil, owner: { facts.account })
        }
    }

    private mutating func count(_ bin: AccountingSummary.FileBin, _ own: FileBin?, owner: () -> ByteString?) {
        if let shard {
            guard let owner = owner() else {
                shared.walked += 1
                shared[bin] += 1
                if case .unreferencedLog? = own { sharedLogs.unreferenced += 1 }
                all[bin] += 1
                return
            }
            guard shard.includes(owner) else {
                all.walked -= 1
                return
            }
        }
        all[bin] += 1
    }

    /// The account that owns a file: that of the digest that it is or that lists it, otherwise what its path says.
    private static func owner(_ facts: PathFacts, _ bin: FileBin?) -> ByteString? {
        switch bin {
        case .verifiedDigest(let digest)?: return digest.chain.accountID
        case .verifiedLog(let log)?: return PathFacts(log.location.key).account ?? facts.account
        case .listed(let location)?: return PathFacts(location.key).account ?? facts.account
        default: return facts.account
        }
    }

    private func bin(_ bin: FileBin, _ path: ByteString) -> AccountingSummary.FileBin {
        switch bin {
        case .verifiedDigest: .verifiedDigests
        case .verifiedLog: .verifiedLogs
        case .identicalCopy: .identicalCopies
        case .savedSignature: .savedSignatures
        case .namedOnCommandLine: .namedOnCommandLine
        case .notCloudTrail: .notCloudTrail
        case .unrecognized: .unrecognized
        case .hidden: .hidden
        case .emptyMarker: .emptyMarkers
        case .notJudged: .notJudged
        case .notDue: .notDue
        case .outOfScope: .outOfScope
        case .listed(let location): self.bin(ofListed: location, path)
        case .unverifiedDigest: isOpen(path) ? .unverifiedDigests : .excused
        case .unverifiedLog: isOpen(path) ? .unverifiedLogs : .excused
        case .unreferencedLog: isOpen(path) ? .unreferencedLogs : .excused
        case .invalidDigest: .invalidDigests
        case .invalidLog: .invalidLogs
        case .obstacle: .obstacles
        }
    }

    private func isOpen(_ path: ByteString) -> Bool { accounted.openFiles.contains(path) }

    /// The bin of a file that stands for a listed log, which depends on the log's disposition.
    private func bin(ofListed location: S3Location, _ path: ByteString) -> AccountingSummary.FileBin {
        let log = dispositions.candidates.listed.logs(at: location).first
        return switch log.flatMap({ dispositions.logs[$0.number] }) {
        case nil: isOpen(path) ? .unverifiedLogs : .outOfScope
        case .verifiedEarlier?: .verifiedEarlier
        case .invalid?: .invalidLogs
        default: isOpen(path) ? .unverifiedLogs : .excused
        }
    }
}
