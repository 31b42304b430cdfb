internal import CloudTrailFormat
internal import CloudTrailProof
internal import Primitives

/// What is counted of the digest files in scope: each object once, by the worst of its files.
struct DigestCounting {
    let dispositions: Dispositions

    /// One digest file in scope.
    final class Record {
        /// All files, which the records share.
        private let files: [DigestFile]
        private let position: Int
        var file: DigestFile { files[position] }
        /// The chain to which it counts; nil if no name or content shows one.
        let chain: ChainID?
        let verdict: Verdict
        /// Nil if it can't be read.
        let interval: Interval?
        let proof: ProvedDigest.Proof?
        /// The object, by what it declares, or by its place if it is not that.
        let bucket: ByteString?
        let key: ByteString?
        /// What it declares to be, if it is that.
        var location: S3Location? { interval == nil ? nil : file.statement?.document.location }

        init(
            _ files: [DigestFile], at position: Int, chain: ChainID?, verdict: Verdict, interval: Interval? = nil,
            proof: ProvedDigest.Proof? = nil, bucket: ByteString?, key: ByteString?
        ) {
            self.files = files
            self.position = position
            self.chain = chain
            self.verdict = verdict
            self.interval = interval
            self.proof = proof
            self.bucket = bucket
            self.key = key
        }
    }

    func records() -> [Record] {
        dispositions.proved.files.indices.compactMap(record)
    }

    private func record(_ position: Int) -> Record? {
        let file = dispositions.proved.files[position]
        let verdict: Verdict
        var proof: ProvedDigest.Proof?
        switch dispositions.bins[Int(file.file)] {
        case .verifiedDigest(let digest)?:
            guard dispositions.scope.includes(digest.statement) else { return nil }
            (verdict, proof) = (.verified, digest.proof)
        case .unverifiedDigest?: verdict = .unverified
        case .invalidDigest?: verdict = .invalid
        default: return nil
        }
        if let statement = file.statement, !isRelocated(position) {
            let document = statement.document
            return Record(
                dispositions.proved.files, at: position, chain: statement.key.chain, verdict: verdict,
                interval: Interval(from: document.startTime, to: document.endTime), proof: proof,
                bucket: document.location.bucket, key: document.location.key)
        }
        let listing = dispositions.listing
        let folder = listing.folders[listing.folder(of: file.file)]
        let object = dispositions.locator.object(
            root: folder.root, folder.path.appending(component: listing.objectName(of: file.file)))
        return Record(
            dispositions.proved.files, at: position,
            chain: dispositions.chain(
                of: object.key.flatMap { DigestObjectKey($0) }, in: dispositions.placing.folderFacts(of: file.file)),
            verdict: verdict,
            bucket: object.bucket, key: object.key)
    }

    private func isRelocated(_ position: Int) -> Bool {
        if case .contradicted(let list)? = dispositions.proved.standings[position] {
            list.contains(.relocated)
        } else {
            false
        }
    }

    /// Counts of all, and of each chain.
    func counts(_ records: [Record]) -> (
        all: VerificationSummary.DigestCounts, chains: [ChainID: VerificationSummary.DigestCounts]
    ) {
        var all = VerificationSummary.DigestCounts()
        var chains: [ChainID: VerificationSummary.DigestCounts] = [:]
        var worst: [S3Location: (chain: ChainID?, verdict: Verdict)] = [:]
        for record in records {
            guard let key = record.key else {
                all.count(record.verdict)
                continue
            }
            let object =
                record.location ?? S3Location(bucket: record.bucket ?? ByteString(), key: key)
            let known = worst[object]
            worst[object] = (known?.chain ?? record.chain, max(known?.verdict ?? record.verdict, record.verdict))
        }
        for (chain, verdict) in worst.values {
            all.count(verdict)
            if let chain { chains[chain, default: VerificationSummary.DigestCounts()].count(verdict) }
        }
        return (all, chains)
    }
}
