internal import CloudTrailFormat
internal import LibCrypto
internal import Primitives
internal import WorkerPool

/// Reads the digest files of a listing, spread over the workers.
struct DigestReading<Source: ArtifactSource> {
    let source: Source
    let plan: HistoryPlan
    let pool: WorkerPool
    let isCancelled: @Sendable () -> Bool
    let makeIntake: @Sendable () throws -> DigestIntake

    /// What came of all digest files.
    struct Outcome {
        /// In the order of their files.
        var digests: [[UnauthenticatedDigest]] = []
        var rejected: [RejectedDigest] = []
        var warnings: [String] = []
        var compressedByteCount: UInt64 = 0
        var inflatedByteCount: UInt64 = 0
    }

    func outcome() throws -> Outcome {
        let batches = Self.batches(source.listing, plan)
        let harvests = Slots<DigestIntake.Harvest>(count: batches.count)
        try pool.forEach(count: batches.count, batch: 2, isCancelled: isCancelled) {
            try makeIntake()
        } body: { (intake: inout DigestIntake, index) throws in
            _ = intake.takeHarvest(expecting: batches[index].count)
            for file in batches[index] where !isCancelled() { try intake.read(file) }
            harvests.set(index, intake.takeHarvest(expecting: 0))
        }
        var outcome = Outcome()
        outcome.digests.reserveCapacity(batches.count)
        for harvest in harvests.take() {
            guard let harvest else { continue }
            outcome.digests.append(harvest.digests)
            outcome.rejected += harvest.rejected
            outcome.warnings += harvest.warnings
            outcome.compressedByteCount &+= harvest.compressedByteCount
            outcome.inflatedByteCount &+= harvest.inflatedByteCount
        }
        return outcome
    }

    /// Most digest files that one worker takes at once.
    private static var batchLimit: FileNumber { 64 }

    /// The digest files: neighbours in one folder, which has to be opened by one worker only.
    private static func batches(_ listing: ArchiveListing, _ plan: HistoryPlan) -> [Range<FileNumber>] {
        var batches: [Range<FileNumber>] = []
        for folder in listing.folders where folder.zone == .digests {
            var run = folder.firstFile..<folder.firstFile
            for file in folder.files {
                let isTaken =
                    !plan.leavesOut(file)
                    && (!folder.mayHoldSidecars
                        || SignatureSidecar.isDigestFile(folder.names[Int(file - folder.firstFile)]))
                if isTaken, run.upperBound == file, run.count < batchLimit {
                    run = run.lowerBound..<(file + 1)
                    continue
                }
                if !run.isEmpty { batches.append(run) }
                run = isTaken ? file..<(file + 1) : (file + 1)..<(file + 1)
            }
            if !run.isEmpty { batches.append(run) }
        }
        return batches
    }
}
