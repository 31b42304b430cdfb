internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// Counts the digest files in scope. Each object counts once, by the worst of its files (REPORT-8).
struct DigestCounting {
    let dispositions: Dispositions

    /// A digest file in scope.
    struct Record: Sendable {
        let file: DigestFile
        /// The file's position in `ProvedDigests.files`.
        let position: Int
        let verdict: Verdict
        let proof: ProvedDigest.Proof?
        /// The declared interval. Nil if the file can't be read, or lies elsewhere than it declares.
        let interval: Interval?
        /// The object that the file's place says, if the file isn't what it declares to be.
        let placed: Place?

        /// The object that a file's place says.
        final class Place: Sendable {
            let chain: ChainID?
            let bucket: ByteString?
            let key: ByteString?

            init(chain: ChainID?, bucket: ByteString?, key: ByteString?) {
                (self.chain, self.bucket, self.key) = (chain, bucket, key)
            }
        }

        /// The chain that the file counts for. Nil if neither its name nor its content shows one.
        let chain: ChainID?
        var bucket: ByteString? { placed.map(\.bucket) ?? location?.bucket }
        var key: ByteString? { placed.map(\.key) ?? location?.key }
        /// The declared object. Nil if the file isn't that object.
        var location: S3Location? { placed == nil ? file.statement?.document.location : nil }
        /// The object, as declared or by its place. Nil if neither is known.
        var object: S3Location? {
            location ?? placed?.key.map { S3Location(bucket: placed?.bucket ?? ByteString(), key: $0) }
        }
    }

    func records() -> [Record] {
        var records: [Record] = []
        records.reserveCapacity(dispositions.proved.files.count)
        for position in dispositions.proved.files.indices {
            if let record = record(position) { records.append(record) }
        }
        return records
    }

    private func record(_ position: Int) -> Record? {
        let file = dispositions.proved.files[position]
        let verdict: Verdict
        switch dispositions.bins[Int(file.file)] {
        case .verifiedDigest(let proved)?:
            guard dispositions.scope.includes(proved.chain, proved.interval) else { return nil }
            return Record(
                file: file, position: position, verdict: .verified, proof: proved.proof, interval: proved.interval,
                placed: nil, chain: proved.chain)
        case .unverifiedDigest?: verdict = .unverified
        case .invalidDigest?: verdict = .invalid
        default: return nil
        }
        let statement = isRelocated(position) ? nil : file.statement
        let placed = statement == nil ? place(of: file) : nil
        return Record(
            file: file, position: position, verdict: verdict, proof: nil,
            interval: statement.map { Interval(from: $0.document.startTime, to: $0.document.endTime) },
            placed: placed, chain: placed.map(\.chain) ?? statement?.chain)
    }

    private func place(of file: DigestFile) -> Record.Place {
        let listing = dispositions.listing
        let folder = listing.folders[file.folder]
        let object = dispositions.locator.object(
            root: folder.root, folder.path.appending(component: listing.objectName(of: file.file)))
        let chain = dispositions.chain(
            of: object.key.flatMap { DigestObjectKey($0) }, in: dispositions.placing.folderFacts(of: file))
        return Record.Place(chain: chain, bucket: object.bucket, key: object.key)
    }

    private func isRelocated(_ position: Int) -> Bool {
        if case .contradicted(let list)? = dispositions.proved.standings[position] {
            list.contains(.relocated)
        } else {
            false
        }
    }

    /// The positions of records by chain, in order.
    static func byChain(_ records: [Record]) -> [ChainID?: [Int]] {
        var groups: [ChainID?: [Int]] = [:]
        var start = 0
        // Adjacent records mostly belong to one chain.
        while start < records.count {
            let chain = records[start].chain
            var end = start + 1
            while end < records.count, records[end].chain == chain { end += 1 }
            groups[chain, default: []] += start..<end
            start = end
        }
        return groups
    }

    /// Returns the counts of all records and of each chain. `groups` are the positions of the records by chain.
    func counts(_ records: [Record], _ groups: [ChainID?: [Int]]) -> (
        all: VerificationSummary.DigestCounts, chains: [ChainID: VerificationSummary.DigestCounts]
    ) {
        var all = VerificationSummary.DigestCounts()
        var chains: [ChainID: VerificationSummary.DigestCounts] = [:]
        // If every file is verified and declares an object of its own, as in most archives, no two need to be compared.
        let areVerified = records.indices.allSatisfy { records[$0].verdict == .verified }
        if areVerified, dispositions.proved.isEachNameDeclaredOnce {
            all.verified = records.count
            for case (let chain?, let positions) in groups {
                chains[chain, default: VerificationSummary.DigestCounts()].verified = positions.count
            }
            return (all, chains)
        }
        var worst: [S3Location: (chain: ChainID?, verdict: Verdict)] = [:]
        for record in records {
            guard let object = record.object else {
                all.count(record.verdict)
                continue
            }
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
