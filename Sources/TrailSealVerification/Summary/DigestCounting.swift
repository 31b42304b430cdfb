internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// Counts the digest files in scope. Each object counts once, by the worst of its files (REPORT-8).
struct DigestCounting {
    let dispositions: Dispositions

    /// A digest file in scope.
    struct Record: Sendable {
        /// The file's position in `ProvedDigests.files`.
        let position: Int
        private let kept: Kept

        /// Most files are verified, so the record of such a file is one reference.
        private enum Kept: Sendable {
            case verified(ProvedDigest)
            case other(Other)
        }

        /// A file that isn't verified.
        private final class Other: Sendable {
            let verdict: Verdict
            let statement: DigestStatement?
            let placed: Place?

            init(_ verdict: Verdict, _ statement: DigestStatement?, _ placed: Place?) {
                (self.verdict, self.statement, self.placed) = (verdict, statement, placed)
            }
        }

        /// The object that a file's place says.
        struct Place: Sendable {
            let chain: ChainID?
            let bucket: ByteString?
            let key: ByteString?
        }

        /// Creates the record of a verified file.
        init(_ position: Int, _ digest: ProvedDigest) { (self.position, kept) = (position, .verified(digest)) }

        /// Creates the record of any other file. Either `statement` or `placed` is nil.
        init(_ position: Int, _ verdict: Verdict, _ statement: DigestStatement?, at placed: Place?) {
            (self.position, kept) = (position, .other(Other(verdict, statement, placed)))
        }

        var verdict: Verdict {
            switch kept {
            case .verified: .verified
            case .other(let other): other.verdict
            }
        }

        var proof: ProvedDigest.Proof? {
            if case .verified(let digest) = kept { digest.proof } else { nil }
        }

        /// The declared interval. Nil if the file can't be read, or lies elsewhere than it declares.
        var interval: Interval? {
            switch kept {
            case .verified(let digest): digest.interval
            case .other(let other):
                other.statement.map { Interval(from: $0.document.startTime, to: $0.document.endTime) }
            }
        }

        /// The chain that the file counts for. Nil if neither its name nor its content shows one.
        var chain: ChainID? {
            switch kept {
            case .verified(let digest): digest.chain
            case .other(let other): other.placed.map(\.chain) ?? other.statement?.chain
            }
        }

        /// What the file says about itself. Nil if it isn't what it declares to be.
        var statement: DigestStatement? {
            switch kept {
            case .verified(let digest): digest.statement
            case .other(let other): other.statement
            }
        }

        /// The object that the file's place says, if the file isn't what it declares to be.
        private var placed: Place? {
            if case .other(let other) = kept { other.placed } else { nil }
        }

        var bucket: ByteString? { placed.map(\.bucket) ?? location?.bucket }
        var key: ByteString? { placed.map(\.key) ?? location?.key }
        /// The declared object. Nil if the file isn't that object.
        var location: S3Location? { statement?.document.location }
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
            return Record(position, proved)
        case .unverifiedDigest?: verdict = .unverified
        case .invalidDigest?: verdict = .invalid
        default: return nil
        }
        let statement = isRelocated(position) ? nil : file.statement
        return Record(position, verdict, statement, at: statement == nil ? place(of: file) : nil)
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
