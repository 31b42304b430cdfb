internal import CloudTrailFormat
internal import Primitives

/// What a run reports and counts. Everything is proved regardless of it (rule SCOPE-3).
struct Scope: Sendable {
    let policy: VerificationPolicy
    let graph: DigestGraph
    private let listing: ArchiveListing
    /// Whether everything is in scope, so that nothing needs to be asked.
    let isEverything: Bool

    init(policy: VerificationPolicy, graph: DigestGraph, listing: ArchiveListing) {
        self.policy = policy
        self.graph = graph
        self.listing = listing
        isEverything =
            policy.from == nil && policy.to == nil && policy.accounts.isEmpty && policy.regions.isEmpty
            && policy.trails.isEmpty && policy.shard == nil
    }

    /// Whether a file is of the accounts of this run. `account` is asked where its path does not say whose it is.
    private func isOwn(_ share: ArchiveShare, _ account: ByteString?) -> Bool {
        guard let shard = policy.shard else { return true }
        switch share {
        case .own: return true
        case .foreign: return false
        case .common: return shard.includes(account)
        }
    }

    private func share(of file: FileNumber) -> ArchiveShare {
        policy.shard == nil ? .common : listing.folders[listing.folder(of: file)].share
    }

    /// Whether filters and shard let a digest in its place through.
    private func lets(_ digest: UnauthenticatedDigest) -> Bool {
        policy.lets(digest.chain) && isOwn(share(of: digest.file), digest.chain.accountID)
    }

    func includes(_ node: DigestGraph.Node) -> Bool {
        isEverything
            || (lets(graph.digests[node])
                && policy.includes(start: graph.digests[node].start, end: graph.digests[node].end))
    }

    /// The same for all shards together: another one says what is to be said of what the digest lists.
    func includesInAnyShard(_ node: DigestGraph.Node) -> Bool {
        guard policy.shard != nil else { return includes(node) }
        let digest = graph.digests[node]
        return policy.lets(digest.chain) && policy.includes(start: digest.start, end: digest.end)
    }

    /// Whether a file that has no digest of its own to speak for it, but a digest key by its place, is in scope.
    func includes(_ key: DigestObjectKey, file: FileNumber) -> Bool { includes(key, share(of: file)) }

    func includes(_ key: DigestObjectKey, _ share: ArchiveShare) -> Bool {
        policy.lets(key.chain) && isOwn(share, key.chain.accountID)
            && policy.includes(start: key.endTime - UnixTime.hour, end: key.endTime)
    }

    /// Whether a log file is in scope that the digests `nodes` list. One that verified digests list, none of which filters
    /// let through, is theirs, whatever else lists it.
    func includes(
        log name: ByteString, listedBy nodes: some Collection<DigestGraph.Node>,
        isVerified: (DigestGraph.Node) -> Bool
    ) -> Bool {
        // Mostly one digest lists it.
        if nodes.count > 1, nodes.contains(where: isVerified),
            !nodes.contains(where: { isVerified($0) && lets(graph.digests[$0]) })
        {
            return false
        }
        var stampIsIn: Bool?
        for node in nodes {
            let digest = graph.digests[node]
            guard lets(digest) else { continue }
            if policy.includes(start: digest.start, end: digest.end) { return true }
            let answer = stampIsIn ?? (LogFileName.stamp(in: name).map { policy.includes($0) } ?? false)
            if answer { return true }
            stampIsIn = answer
        }
        return false
    }

    /// Of the digests that list a log, the one to whose chain it counts: one that filters let through, where there is one, and
    /// of those a verified one.
    func owner(
        of nodes: some Collection<DigestGraph.Node>, isVerified: (DigestGraph.Node) -> Bool
    ) -> DigestGraph.Node? {
        let own = isEverything ? [] : nodes.filter { lets(graph.digests[$0]) }
        return own.first(where: isVerified) ?? own.first ?? nodes.first(where: isVerified) ?? nodes.first
    }

    /// Whether a file is in scope of which nothing but its place tells.
    func includes(file: FileNumber) -> Bool {
        let folder = listing.folders[listing.folder(of: file)]
        let (account, region) = PlacedObject.owner(of: folder.path)
        return policy.includes(account: account, region: region) && isOwn(folder.share, account)
    }

    /// Whether a file is in scope that no digest lists. One without a stamp is: it may be of any time.
    func includes(unlisted file: FileNumber) -> Bool {
        includes(file: file) && includesStamp(of: listing.name(of: file))
    }

    /// Whether something is in scope that is not looked into.
    func includes(_ obstacle: ArchiveListing.Obstacle) -> Bool {
        let (account, region) = PlacedObject.owner(of: obstacle.path)
        return policy.includes(account: account, region: region) && isOwn(obstacle.share, account)
            && includesStamp(of: obstacle.path.splitAtLastSlash.name)
    }

    /// Whether the folders above something that is not looked into leave it in scope, whatever it is called itself.
    func includesFolders(above obstacle: ArchiveListing.Obstacle) -> Bool {
        let (account, region) = PlacedObject.owner(of: obstacle.path.splitAtLastSlash.folder)
        return policy.includes(account: account, region: region) && isOwn(obstacle.share, account)
    }

    private func includesStamp(of name: ByteString) -> Bool {
        LogFileName.stamp(in: name).map { policy.includes($0) } ?? true
    }
}
