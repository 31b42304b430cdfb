internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// Finds digests that exceed a cap, so that the prover's result doesn't count for them (LIMIT-8, LIMIT-9, LIMIT-10).
struct DigestCaps {
    private let files: [DigestFile]
    private let listing: ArchiveListing

    init(_ files: [DigestFile], _ listing: ArchiveListing) {
        self.files = files
        self.listing = listing
    }

    /// Returns the caps that digests exceed, by position. `standings` are the prover's results.
    func exceeded(_ standings: [DigestStanding?]) -> [Int: FindingDetail.DigestLimit] {
        var exceeded: [Int: FindingDetail.DigestLimit] = [:]
        var mappings = Mappings()
        for position in files.indices {
            guard let statement = files[position].statement else { continue }
            if statement.saved.count > DigestProver.savedLimit, standings[position].map(Self.isUndecided) ?? false {
                exceeded[position] = .savedAnswers(DigestProver.savedLimit)
            } else if case .proved? = standings[position] {
                let root = listing.folders[files[position].folder].root
                if !mappings.admits(statement, root) { exceeded[position] = .mappings(ObjectLocator.mappingLimit) }
            }
        }
        return exceeded
    }

    /// Whether saved answers that weren't tried could change the result. They couldn't if one that was tried proves the
    /// digest, or if a verified digest contradicts it.
    private static func isUndecided(_ standing: DigestStanding) -> Bool {
        switch standing {
        case .unproved: true
        case .contradicted(let contradictions): contradictions == [.signatureInvalid]
        case .proved(let digest):
            switch digest.proof {
            case .savedSignature(let saved): saved.source == .checkpoint
            case .successorSignature, .link: true
            }
        }
    }

    /// Counts the mappings that verified digests show.
    private struct Mappings {
        private var known: Set<FolderMapping> = []
        private var counts: [RootedFolder: Int] = [:]
        private var last: (digest: DigestStatement, root: Int)?

        /// Returns false if the digest shows one mapping more than its root and account may have.
        mutating func admits(_ digest: DigestStatement, _ root: Int) -> Bool {
            // Adjacent digests mostly show the same mapping.
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
