internal import CloudTrailFormat
internal import CloudTrailProof
internal import Primitives

/// Which digests exceed a cap, so that the prover's word does not count for them (LIMIT-8, LIMIT-9, LIMIT-10).
struct DigestCaps {
    private let files: [DigestFile]
    private let listing: ArchiveListing

    init(_ files: [DigestFile], _ listing: ArchiveListing) {
        self.files = files
        self.listing = listing
    }

    /// By position, the cap. `standings` are what the prover says.
    func exceeded(_ standings: [DigestStanding?]) -> [Int: FindingDetail.DigestLimit] {
        var exceeded: [Int: FindingDetail.DigestLimit] = [:]
        var mappings = Mappings()
        for position in files.indices {
            guard let statement = files[position].statement, let standing = standings[position] else { continue }
            if statement.saved.count > DigestProver.savedLimit, Self.isUndecided(standing) {
                exceeded[position] = .savedAnswers(DigestProver.savedLimit)
            } else if case .proved = standing {
                let root = listing.folders[files[position].folder].root
                if !mappings.admits(statement, root) { exceeded[position] = .mappings(ObjectLocator.mappingLimit) }
            }
        }
        return exceeded
    }

    /// Whether answers that were not tried might say something else: none that was tried proves the digest, and no verified
    /// digest contradicts it.
    private static func isUndecided(_ standing: DigestStanding) -> Bool {
        switch standing {
        case .unproved: true
        case .contradicted(let contradictions): contradictions == [.signatureInvalid]
        case .proved(let digest, _):
            switch digest.proof {
            case .savedSignature(let source): source == .checkpoint
            case .successorSignature, .link: true
            }
        }
    }

    /// The mappings that verified digests show, in their order.
    private struct Mappings {
        private var known: Set<FolderMapping> = []
        private var counts: [RootedFolder: Int] = [:]
        private var last: (digest: DigestStatement, root: Int)?

        /// False if a digest shows one more than its root and account may have.
        mutating func admits(_ digest: DigestStatement, _ root: Int) -> Bool {
            // Neighbours mostly show the same.
            if let last, last.root == root, last.digest.maps(like: digest) { return true }
            guard let mapping = FolderMapping(digest, root: root) else { return true }
            if !known.contains(mapping) {
                let owner = RootedFolder(root: root, path: mapping.account)
                let count = counts[owner, default: 0]
                guard count < ObjectLocator.mappingLimit else { return false }
                counts[owner] = count + 1
                known.insert(mapping)
            }
            last = (digest, root)
            return true
        }
    }
}
