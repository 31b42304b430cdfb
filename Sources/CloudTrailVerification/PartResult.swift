internal import CloudTrailFormat
internal import Primitives

/// What is said of the files of one listing: of a whole archive, or of one part of it.
struct PartResult: Sendable {
    /// False where the run was stopped before everything was judged.
    var isComplete = true
    /// Whether the run was stopped before anything could be judged.
    var isUnjudged = false
    /// In canonical order.
    var findings: [Finding] = []
    var chains: [ChainResult] = []
    var digests = VerificationSummary.DigestCounts()
    var logs = VerificationSummary.LogCounts()
    var unknownMembers = 0
    var notJudged = 0
    var compressedByteCount: UInt64 = 0
    var inflatedByteCount: UInt64 = 0
    /// What reading digest files gives cause to warn of.
    var warnings: [String] = []
    /// Chains of which something is there, in scope or not.
    var presentChains: [ChainID] = []
    /// Buckets of which a digest file is there; empty where nobody asks.
    var buckets: Set<ByteString> = []
    var holdsArtifacts = false
    /// Numbers of the roots in which nothing was found.
    var emptyRoots: Set<Int> = []
    /// Where the next run may continue, as far as findings of this part allow.
    var checkpoints: [Checkpoint] = []
    /// Whether a digest of a chain is there that the history knows.
    var holdsKnownChain = false
    /// Kept for the records of single files.
    var records: JudgedRecords?

    /// What ties the accounts of this shard to those of others: nil where nothing does, or there are no shards.
    var crossing: ByteString?

    // What tells whether parts could be judged apart.
    var seenMappings = MappingTally()
    var unreferencedIdentities: Set<ArtifactIdentity> = []
    /// Path of a log that no digest lists and that has another name, where that matters.
    var linkedFile: ByteString?
    /// The part's folders in which a file is listed.
    var filledFolders: [RootedFolder] = []
    /// The ends of its chains, which those of other regions are compared with.
    var reaches: [ChainReach] = []
    /// The same of verified digests alone.
    var verifiedReaches: [VerifiedReach] = []
}
