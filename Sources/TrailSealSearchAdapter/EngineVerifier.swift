internal import CloudTrailFormat
internal import CloudTrailVerification
internal import Primitives
package import TrailSealSearch
internal import VirtualTrail

/// The product, as the search sees it. The only file of the search that knows the product.
package struct EngineVerifier: Verifier {
    package init() {}

    package func answer(_ run: Run) throws -> Answer? {
        let options = run.options
        let keys = try options.keys.map(\.name) == Self.usual.names ? Self.usual.keys.get() : Self.keys(options.keys)
        let policy = try Self.policy(run)
        let result: VerificationResult
        if options.division == .whole {
            let archive = MemoryArchive(run, MemoryWalk(run).everything())
            if run.roots.count > 1, options.shard == nil,
                run.roots.indices.contains(where: { !archive.listing.holdsAnything(root: $0) })
            {
                return Answer(status: 66)
            }
            result = try VerificationEngine(source: archive, keys: keys, policy: policy, jobs: options.jobs).run()
            if result.crossing != nil, options.shard != nil, run.state == nil {
                var all = run
                all.options.shard = nil
                return try answer(all)
            }
        } else {
            guard let division = MemoryDivision(run, isByRegion: options.division == .regions),
                let divided = try DividedVerification(
                    division: division, keys: keys, policy: policy, jobs: options.jobs
                ).run()
            else { return nil }
            result = divided
        }
        return Self.answer(result, isShard: options.shard != nil)
    }

    // MARK: Questions

    /// Keys take long to read.
    private static let usual = (
        names: [SigningKey.first.name, SigningKey.second.name], keys: Result { try keys([.first, .second]) }
    )

    private static func keys(_ keys: [SigningKey]) throws -> KeyStore { try KeyStore(keys.map(record)) }

    /// A key as AWS lists it.
    private static func record(_ key: SigningKey) -> PublicKeyRecord {
        PublicKeyRecord(
            fingerprint: Hashes.md5(key.pkcs1), value: key.pkcs1, validFrom: time(.hour(-240)),
            validUntil: time(.hour(240)))
    }

    private static func time(_ moment: Moment) -> UnixTime { UnixTime(seconds: Int64(moment.seconds)) }

    private static func policy(_ run: Run) throws -> VerificationPolicy {
        let options = run.options
        var policy = try VerificationPolicy(
            from: options.from.map(time), to: options.to.map(time), accounts: options.accounts.map(\.byteString),
            regions: options.regions.map(\.byteString), trails: options.trails.map(\.byteString),
            allowances: allowances(options.allowance))
        policy.shard = options.shard.flatMap { AccountShard(index: $0.index, count: $0.count) }
        policy.history = run.state.map { History($0.content as? [Checkpoint] ?? [], isReread: options.isFull) }
        return policy
    }

    private static func allowances(_ allowance: Allowance) -> [VerificationPolicy.Allowance] {
        switch allowance {
        case .none: []
        case .coverageGap: [.init(code: .coverageGap)]
        case .firstHour:
            [.init(code: .coverageGap, selector: .interval(from: time(.hour(21)), to: time(.hour(22))))]
        case .signatureUnavailable: [.init(code: .digestSignatureUnavailable)]
        case .fileUnreadable: [.init(code: .fileUnreadable)]
        case .referenceOutside: [.init(code: .referenceOutsideArchive)]
        }
    }

    // MARK: Answers

    /// As `verify` ends, without a trail description.
    private static func status(_ result: VerificationResult, isShard: Bool) -> Int {
        guard result.holdsArtifacts, result.isAnythingInScope else { return 66 }
        return switch result.verdict {
        case .verified: 0
        case .invalid: 1
        case .unverified: 2
        }
    }

    private static func answer(_ result: VerificationResult, isShard: Bool) -> Answer {
        var answer = Answer(status: status(result, isShard: isShard))
        result.forEachDigest { record in
            let standing: Answer.Standing =
                switch record.verdict {
                case .verified: .verified
                case .unverified: .unverified
                case .invalid: .invalid
                }
            answer.digests.append(
                .init(
                    bucket: record.bucket.map(\.path), key: record.key.map(\.path), path: record.path.path,
                    hash: record.hash?.bytes, standing: standing))
        }
        result.forEachLog { record in
            let standing: Answer.Standing =
                switch record.standing {
                case nil: .unreferenced
                case .verified: .verified
                case .unverified: .unverified
                case .missing: .missing
                case .invalid: .invalid
                }
            answer.logs.append(
                .init(
                    bucket: record.bucket.map(\.path), key: record.key.map(\.path), path: record.path.map(\.path),
                    hash: nil, standing: standing))
        }
        answer.findings = result.findings.map { finding in
            Answer.Finding(
                code: finding.code.rawValue, verdict: finding.verdict.rawValue, key: finding.key.map(\.path),
                path: finding.path.map(\.path),
                isGeneral: finding.chain == nil && finding.path == nil && finding.key == nil)
        }
        let (findings, chains, summary) = (result.findings, result.chains, result.summary)
        answer.findingWords = { findings.map(words) }
        answer.words = { [words(summary)] + chains.map(words) }
        let (digests, logs) = (result.summary.digests, result.summary.logs)
        if result.holdsRecords {
            answer.counts = [
                digests.verified, digests.unverified, digests.invalid, logs.unreferenced, logs.verified,
                logs.unverified, logs.missing, logs.invalid,
            ]
        }
        answer.state = State(
            content: result.checkpoints, keys: Set(result.checkpoints.map(\.location.key.path)))
        return answer
    }

    // Without the descriptions of structures, which take long.

    private static func words(_ finding: Finding) -> String {
        let object = [finding.bucket, finding.key, finding.path].map { $0?.description ?? "-" }
        let times = [finding.from, finding.to].map { $0?.iso8601 ?? "-" }
        let head = [finding.code.rawValue, finding.verdict.rawValue]
        let tail = [String(finding.count ?? 0), finding.chain.map(words) ?? "-", "\(finding.detail)"]
        return (head + object + times + tail).joined(separator: " ")
    }

    private static func words(_ chain: ChainID) -> String {
        [chain.organizationID ?? "-", chain.accountID, chain.region, chain.trail, chain.homeRegion]
            .map(\.description).joined(separator: "/") + "/" + chain.kind.rawValue
    }

    private static func words(_ chain: ChainResult) -> String {
        let spans = { (spans: [TimeSpan]) in
            spans.map { "\($0.from.iso8601) to \($0.to.iso8601)" }.joined(separator: ", ")
        }
        let newest = chain.newest.map { "\($0.location.key) \($0.end.iso8601)" } ?? "-"
        return [
            words(chain.id), chain.verdict.rawValue, words(chain.digests), words(chain.logs), spans(chain.covered),
            spans(chain.gaps), String(chain.isBeginningProven), String(chain.isEndProven),
            String(chain.digestSpans.count), newest,
        ].joined(separator: " ")
    }

    private static func words(_ counts: VerificationSummary.DigestCounts) -> String {
        "digests \(counts.verified) \(counts.unverified) \(counts.invalid) \(counts.missing)"
    }

    private static func words(_ counts: VerificationSummary.LogCounts) -> String {
        "logs \(counts.verified) \(counts.unverified) \(counts.invalid) \(counts.missing) \(counts.unreferenced)"
    }

    private static func words(_ summary: VerificationSummary) -> String {
        "\(words(summary.digests)) \(words(summary.logs)), \(summary.notJudged) not judged, "
            + "\(summary.compressedByteCount) of \(summary.inflatedByteCount) bytes"
    }
}

extension Path {
    fileprivate var byteString: ByteString { ByteString(bytes) }
}

extension ByteString {
    fileprivate var path: Path { Path(bytes) }
}

// MARK: - The walk

/// What `ArchiveIndexer` would list of files in memory.
private struct MemoryWalk {
    enum Context {
        case neutral, account, accountBelowLogs
        case zone(ArchiveZone, isFirm: Bool)
    }

    struct Folder {
        var files: [ByteString] = []
        var folders: Set<ByteString> = []
        var others: [(name: ByteString, reason: String)] = []
        var isClosed = false
    }

    /// A folder that was met, with what is known of it.
    struct Pending {
        let root: Int
        let path: ByteString
        let depth: Int
        let context: Context
        let share: ArchiveShare
    }

    struct Listing {
        var folders: [ArchiveListing.Folder] = []
        var obstacles: [ArchiveListing.Obstacle] = []
        /// Where parts begin.
        var ends: [Pending] = []
    }

    private let roots: [[ByteString: Folder]]
    private let shard: AccountShard?

    init(_ run: Run) {
        shard = run.options.shard.flatMap { AccountShard(index: $0.index, count: $0.count) }
        roots = run.roots.map { archive in
            var tree: [ByteString: Folder] = [ByteString(): Folder()]
            func place(_ path: Path) -> (folder: ByteString, name: ByteString) {
                let (folder, name) = path.byteString.splitAtLastSlash
                var below = folder
                while !below.isEmpty {
                    let (above, name) = below.splitAtLastSlash
                    if tree[below] == nil { tree[below] = Folder() }
                    let isNew = tree[above, default: Folder()].folders.insert(name).inserted
                    if !isNew { break }
                    below = above
                }
                return (folder, name)
            }
            for path in archive.files.keys {
                let (folder, name) = place(path)
                tree[folder, default: Folder()].files.append(name)
            }
            for (path, obstacle) in archive.obstacles {
                let (folder, name) = place(path)
                if obstacle == .closedFolder {
                    tree[folder, default: Folder()].folders.insert(name)
                    tree[path.byteString, default: Folder()].isClosed = true
                } else {
                    let reason = obstacle == .link ? "symbolic link" : "FIFO"
                    tree[folder, default: Folder()].others.append((name, reason))
                }
            }
            return tree
        }
    }

    var tops: [Pending] {
        roots.indices.map { Pending(root: $0, path: ByteString(), depth: 0, context: .neutral, share: .common) }
    }

    func everything() -> Listing { walk(tops) { _ in false } }

    func walk(_ start: [Pending], until isEnd: (Pending) -> Bool) -> Listing {
        var listing = Listing()
        var waiting = start
        while let pending = waiting.popLast() {
            for folder in visit(pending, &listing) {
                if isEnd(folder) { listing.ends.append(folder) } else { waiting.append(folder) }
            }
        }
        return listing
    }

    /// `ArchiveIndexer.visit`.
    private func visit(_ pending: Pending, _ listing: inout Listing) -> [Pending] {
        guard let folder = roots[pending.root][pending.path] else { return [] }
        func obstacle(_ path: ByteString, _ reason: String, hides: Bool, _ share: ArchiveShare) {
            listing.obstacles.append(
                .init(root: pending.root, path: path, reason: reason, hidesFiles: hides, share: share))
        }
        if folder.isClosed {
            obstacle(pending.path, "folder: Permission denied", hides: true, pending.share)
            return []
        }
        let zone = Self.zone(of: pending.context)
        var names = NameList()
        for name in folder.files {
            guard let zone, zone == .digests || name.bytes.first != UInt8(ascii: ".") else { continue }
            names.append(name.bytes.span)
        }
        for (name, reason) in folder.others {
            if case .neutral = pending.context { continue }
            obstacle(pending.path.appending(component: name), reason, hides: false, pending.share)
        }
        if let zone, names.count > 0 {
            listing.folders.append(
                .init(
                    root: pending.root, path: pending.path, zone: zone, names: PackedNames(names),
                    share: pending.share))
        }
        var subfolders: [Pending] = []
        let taken = pending.share == .foreign ? folder.folders.max().map { [$0] } ?? [] : folder.folders.sorted()
        for name in taken {
            let context = context(of: name, in: pending, folder)
            let share = share(context, in: pending)
            if share == .foreign, Self.zone(of: context) != .digests { continue }
            let path = pending.path.appending(component: name)
            if pending.depth + 1 < 64 {
                subfolders.append(
                    Pending(
                        root: pending.root, path: path, depth: pending.depth + 1, context: context, share: share))
            } else {
                obstacle(path, "folder deeper than 64 levels", hides: true, share)
            }
        }
        return subfolders
    }

    private static func zone(of context: Context) -> ArchiveZone? {
        switch context {
        case .zone(let zone, _): zone
        case .accountBelowLogs: .logs
        case .neutral, .account: nil
        }
    }

    private func share(_ context: Context, in parent: Pending) -> ArchiveShare {
        guard let shard, parent.share == .common, case .zone(_, isFirm: true) = context,
            Self.isBelowAccounts(parent.path)
        else { return parent.share }
        return shard.includes(parent.path.splitAtLastSlash.name) ? .own : .foreign
    }

    private func context(of name: ByteString, in parent: Pending, _ folder: Folder) -> Context {
        switch parent.context {
        case .zone(_, isFirm: true): return parent.context
        case .zone(let zone, isFirm: false):
            guard name == "AWSLogs" as StaticString else { return parent.context }
            return zone == .logs ? .accountBelowLogs : .account
        case .neutral, .account, .accountBelowLogs: break
        }
        if name == "AWSLogs" as StaticString || AWSIdentifier.isAccountID(name.bytes[...]) {
            if case .accountBelowLogs = parent.context { return .accountBelowLogs }
            return .account
        }
        let isPlaced = Self.isBelowAccounts(parent.path)
        let isBesideDigests = folder.folders.contains("CloudTrail-Digest")
        if name == "CloudTrail-Digest" as StaticString {
            return .zone(.digests, isFirm: isPlaced || folder.folders.contains("CloudTrail"))
        }
        let isAccountFolder = AWSIdentifier.isAccountID(parent.path.splitAtLastSlash.name.bytes[...])
        guard isAccountFolder || isBesideDigests || parent.depth == 0 else { return parent.context }
        if name == "CloudTrail" as StaticString { return .zone(.logs, isFirm: isPlaced || isBesideDigests) }
        if name.hasPrefix("CloudTrail-") { return .zone(.unjudged, isFirm: isPlaced || isBesideDigests) }
        return parent.context
    }

    private static func isBelowAccounts(_ path: ByteString) -> Bool {
        let parts = path.components
        guard let account = parts.last, AWSIdentifier.isAccountID(account), parts.count >= 2 else { return false }
        let above = ByteString(parts[parts.count - 2])
        if above == "AWSLogs" as StaticString { return true }
        return parts.count >= 3 && AWSIdentifier.isOrganizationID(above.bytes[...])
            && ByteString(parts[parts.count - 3]) == "AWSLogs" as StaticString
    }

    // MARK: Parts

    static func isAccountEnd(_ folder: Pending) -> Bool {
        if case .account = folder.context { return isAccountFolder(folder.path) }
        return false
    }

    static func isRegionEnd(_ folder: Pending) -> Bool {
        guard case .zone(_, isFirm: true) = folder.context else { return false }
        let (above, region) = folder.path.splitAtLastSlash
        return AWSIdentifier.isRegion(region.bytes[...]) && isAccountFolder(above.splitAtLastSlash.folder)
    }

    private static func isAccountFolder(_ path: ByteString) -> Bool {
        if isBelowAccounts(path) { return true }
        let parts = path.components
        guard let account = parts.last, AWSIdentifier.isAccountID(account) else { return false }
        return parts.count == 1 || (parts.count == 2 && AWSIdentifier.isOrganizationID(parts[0]))
    }
}

// MARK: - The seam

/// An archive as the verifier sees it.
private final class MemoryArchive: ArtifactSource {
    let listing: ArchiveListing
    private let files: [(file: StoredFile, number: Int, hasOtherNames: Bool)]
    private let signatures: [Path: [UInt8]?]

    init(_ run: Run, _ walk: MemoryWalk.Listing) {
        let listing = ArchiveListing(
            roots: run.roots.indices.map { Run.name(ofRoot: $0).byteString }, folders: walk.folders,
            obstacles: walk.obstacles)
        self.listing = listing
        files = listing.folders.flatMap { folder in
            folder.names.indices.compactMap { index in
                let path = folder.path.appending(component: folder.names[index]).path
                let archive = run.roots[folder.root]
                let number = run.identities[Run.name(ofRoot: folder.root).appending(component: path)] ?? 0
                let isLinked = archive.hardLinks[path] != nil || archive.hardLinks.values.contains(path)
                return archive.files[path].map { ($0, number, isLinked) }
            }
        }
        signatures = run.roots.first?.signatures ?? [:]
    }

    func makeReader() -> Reader { Reader(archive: self) }

    func status(of file: FileNumber) -> ArtifactStatus? {
        let (stored, number, hasOtherNames) = files[Int(file)]
        return ArtifactStatus(
            size: UInt64(stored.bytes.count), identity: ArtifactIdentity(device: 0, inode: UInt64(number)),
            hasOtherNames: hasOtherNames)
    }

    struct Reader: ArtifactReader {
        let archive: MemoryArchive

        func read(_ file: FileNumber, limit: UInt64, sink: (UnsafeRawBufferPointer) -> Void) -> ArtifactReading {
            let stored = archive.files[Int(file)].file
            stored.content.withUnsafeBytes { if !$0.isEmpty { sink($0) } }
            let outcome: ArtifactReading.Outcome =
                switch stored.outcome {
                case .whole: .whole
                case .damaged(let reason): .damaged(reason: reason)
                case .trailingBytes(let count): .trailingBytes(UInt64(count))
                }
            return ArtifactReading(
                outcome: outcome, compressedByteCount: UInt64(stored.bytes.count),
                inflatedByteCount: UInt64(stored.content.count), isStoredInflated: stored.isStoredInflated)
        }

        func savedSignatures(for location: S3Location, at file: FileNumber) -> [SavedSignature] {
            guard let signature = archive.signatures[location.key.path] else { return [] }
            return [SavedSignature(source: .userPath(location.key), signature: signature)]
        }

        func mayHoldSignatures(for key: Span<UInt8>, at file: FileNumber) -> Bool {
            archive.signatures[ByteString(key).path] != nil
        }
    }
}

/// An archive in memory, account by account or region by region.
private struct MemoryDivision: ArchiveDivision {
    let parts: [ArchivePart]
    private let run: Run
    private let memory: MemoryWalk
    private let ends: [[MemoryWalk.Pending]]

    var roots: [ByteString] { run.roots.indices.map { Run.name(ofRoot: $0).byteString } }
    var warnings: [String] { [] }

    /// Nil if something lies outside the folders of parts, or there is but one.
    init?(_ run: Run, isByRegion: Bool) {
        struct Name: Hashable {
            let account: ByteString
            let region: ByteString
        }
        let memory = MemoryWalk(run)
        let walk = memory.walk(memory.tops, until: isByRegion ? MemoryWalk.isRegionEnd : MemoryWalk.isAccountEnd)
        guard walk.folders.isEmpty, walk.obstacles.isEmpty else { return nil }
        let byName = Dictionary(grouping: walk.ends) { end in
            guard isByRegion else { return Name(account: end.path.splitAtLastSlash.name, region: "") }
            let (above, region) = end.path.splitAtLastSlash
            return Name(account: above.splitAtLastSlash.folder.splitAtLastSlash.name, region: region)
        }
        guard byName.count > 1 else { return nil }
        let names = byName.keys.sorted { $0.account != $1.account ? $0.account < $1.account : $0.region < $1.region }
        let ends = names.map { name in
            (byName[name] ?? []).sorted { $0.root != $1.root ? $0.root < $1.root : $0.path < $1.path }
        }
        parts = zip(names, ends).map { name, ends in
            ArchivePart(
                accountID: name.account, region: isByRegion ? name.region : nil,
                folders: ends.map { RootedFolder(root: $0.root, path: $0.path) })
        }
        self.ends = ends
        self.run = run
        self.memory = memory
    }

    func sample(of part: Int, spread: Spread) -> MemoryArchive { source(of: part, spread: spread) }

    func source(of part: Int, spread: Spread) -> MemoryArchive {
        MemoryArchive(run, memory.walk(ends[part]) { _ in false })
    }

    func isDone(with part: Int) {}
}
