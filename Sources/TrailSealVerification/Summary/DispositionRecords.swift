internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// Lists the records of single files from their dispositions.
struct DispositionRecords: FileRecords {
    let dispositions: Dispositions

    func forEachDigest(_ body: (VerificationResult.DigestRecord) -> Void) {
        let records = DigestCounting(dispositions: dispositions).records().sorted { left, right in
            let (one, other) = (left.interval?.to, right.interval?.to)
            if one != other { return one ?? UnixTime(seconds: 0) < other ?? UnixTime(seconds: 0) }
            return (left.key ?? "", left.position) < (right.key ?? "", right.position)
        }
        for record in records {
            let file = dispositions.proved.files[record.position]
            let statement = file.statement
            var hash = statement?.hash
            switch file.content {
            case .malformed(_, let known): hash = known
            case .overLimit(let known): hash = known
            default: break
            }
            body(
                VerificationResult.DigestRecord(
                    bucket: record.bucket, key: record.key, path: dispositions.listing.userPath(of: file.file),
                    chain: record.chain, start: record.interval?.from,
                    end: record.interval?.to ?? record.key.flatMap { DigestObjectKey($0) }?.endTime, hash: hash,
                    verdict: record.verdict, proof: record.proof.map(\.reported),
                    logFileCount: record.interval == nil ? nil : statement?.document.logFiles.count))
        }
    }

    func forEachLog(_ body: (VerificationResult.LogRecord) -> Void) {
        let listing = dispositions.listing
        for log in dispositions.candidates.listed.logs {
            guard let standing = dispositions.logs[log.number]?.standing,
                standing != .verified || dispositions.scope.includes(log, dispositions.proved.proved)
            else { continue }
            let chain = dispositions.owner(of: log)?.chain
            let files = dispositions.candidates.files(of: log.number)
            let own = dispositions.standings(ofFilesOf: log)
            func record(_ file: FileNumber?, _ standing: LogStanding) {
                body(
                    VerificationResult.LogRecord(
                        standing: standing, bucket: log.location.bucket, key: log.location.key,
                        path: file.map { listing.userPath(of: $0) }, chain: chain))
            }
            if files.isEmpty { record(nil, standing) }
            for (index, file) in files.enumerated() { record(file, index < own.count ? own[index] : standing) }
        }
        var seen: Set<FileNumber> = []
        for claim in dispositions.claims {
            let chain = dispositions.proved.files[claim.position].statement?.chain
            for (file, _) in dispositions.logs(of: claim) where seen.insert(file).inserted {
                record(file, .unverified, chain, body)
            }
        }
        for (index, bin) in dispositions.bins.enumerated() {
            if case .unreferencedLog? = bin { record(FileNumber(index), nil, nil, body) }
        }
    }

    private func record(
        _ file: FileNumber, _ standing: LogStanding?, _ chain: ChainID?, _ body: (VerificationResult.LogRecord) -> Void
    ) {
        let listing = dispositions.listing
        let object = dispositions.object(of: file)
        body(
            VerificationResult.LogRecord(
                standing: standing, bucket: object.bucket, key: object.key, path: listing.userPath(of: file),
                chain: chain))
    }

    /// Returns the path where the copy would hold an object, as the user would give it. Nil if no digest of the
    /// object's account shows it.
    func place(of location: S3Location) -> ByteString? {
        let (folder, name) = location.key.splitAtLastSlash
        // The name doesn't matter: only the folders of a key tell its account.
        guard let account = FolderFacts(location.key.appending(component: "x/x")).account,
            let place = dispositions.locator.ownPlaces(
                of: S3Location(bucket: location.bucket, key: folder), account: account
            ).first
        else { return nil }
        return dispositions.listing.userPath(root: place.root, path: place.path.appending(component: name))
    }
}
