internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof
internal import TrailSealWorkerPool

/// Stage 4, Locate: finds the files that may stand for each log that verified digests list. Only mappings of verified
/// digests of the log's account say where to look (PLACE-6 to PLACE-9). No file is opened here.
///
/// Next: `ReadLogs`.
struct LocateLogs: Sendable {
    let listing: ArchiveListing
    let locator: ObjectLocator
    let placing: FolderPlacing
    let outside: OutsideFiles

    init(_ listing: ArchiveListing, _ locator: ObjectLocator, _ placing: FolderPlacing) {
        self.listing = listing
        self.locator = locator
        self.placing = placing
        outside = OutsideFiles(listing, locator, placing)
    }

    /// Listed logs in one folder of one bucket, from digests of one account.
    struct Group: Hashable, Sendable {
        let folder: S3Location
        let account: ByteString
    }

    /// Returns the files that may stand for each listed log. Leaves out logs of other accounts and unsafe keys, because
    /// nothing may stand for them (DIGEST-24, LOG-6).
    func output(_ listed: ListedLogs, _ pool: WorkerPool) -> LogCandidates {
        let proved = listed.proved
        var numbers: [Group: Int] = [:]
        var groups: [(group: Group, logs: [Int])] = []
        var last = 0
        var folder: FolderFacts?
        for log in listed.logs where !log.isForeign && !log.key.isUnsafe {
            // A digest lists logs of its own account only (DIGEST-24), so all digests that list it agree.
            guard let account = log.digests.first.map({ proved[$0].chain.accountID }) else { continue }
            let bucket = log.location.bucket
            // Adjacent logs mostly lie in one folder.
            if log.key.folder === folder, groups[last].group.folder.bucket == bucket,
                groups[last].group.account == account
            {
                groups[last].logs.append(log.number)
                continue
            }
            folder = log.key.folder
            let group = Group(folder: S3Location(bucket: bucket, key: log.key.folder.path), account: account)
            last = numbers[group] ?? groups.count
            numbers[group] = last
            if last == groups.count { groups.append((group, [])) }
            groups[last].logs.append(log.number)
        }
        let all = groups
        let found = IndexedResults<[LogCandidates.Pair]>(count: all.count)
        pool.forEach(count: all.count, batch: 16) {
        } body: {
            found.set($1, files(of: all[$1].logs, in: all[$1].group, listed))
        }
        var candidates = LogCandidates(listed)
        for pairs in found.takeSet() { candidates.add(pairs) }
        candidates.sort()
        if addAboveMappings(&candidates) { candidates.sort() }
        return candidates
    }

    /// The files that may stand for the listed logs of one folder.
    private func files(of logs: [Int], in group: Group, _ listed: ListedLogs) -> [LogCandidates.Pair] {
        var found: [LogCandidates.Pair] = []
        var names: [ByteString: Int]?
        for place in locator.places(of: group.folder, account: group.account) {
            guard let index = listing.folder(root: place.root, path: place.path) else { continue }
            addFiles(ofFolder: index, to: logs, listed, &names, &found)
        }
        guard !outside.isEmpty else { return found }
        let says = FolderFacts(group.folder.key)
        for log in logs {
            for file in outside.files(named: listed.logs[log].key.name, of: group.account, saying: says) {
                found.append((log, file))
            }
        }
        return found
    }

    /// Lets base names decide in two more kinds of folders, for logs that have no file yet. Returns whether any file
    /// was found.
    ///
    /// The first kind is folders that a mapping covers, if their path agrees with the key up to a point above the
    /// mapping's beginning. A mapping says nothing about what begins above it. So a digest that somebody puts deep into
    /// a folder of log files can't take these files from their logs.
    ///
    /// The second kind is folders of no account, unless a digest that lies nowhere else shows how the root is laid out
    /// and none lies there by its base name (PLACE-8, FILE-13).
    private func addAboveMappings(_ candidates: inout LogCandidates) -> Bool {
        var lacking: [ByteString: [Int]] = [:]
        for log in candidates.listed.logs where !log.isForeign && !log.key.isUnsafe {
            guard candidates.files(of: log.number).isEmpty else { continue }
            lacking[log.key.name, default: []].append(log.number)
        }
        guard !lacking.isEmpty else { return false }
        let mapped = mappedRoots(candidates.listed.proved)
        var isAnyFound = false
        for (index, folder) in listing.folders.enumerated() {
            // Most folders name their account and lie below a mapping that begins at the root.
            guard folder.facts.account == nil || locator.isBelowInnerTop(root: folder.root, folder.path) else {
                continue
            }
            let facts = placing.facts(ofFolder: index)
            for file in folder.files {
                let name = folder.names[Int(file - folder.firstFile)]
                for log in lacking[name] ?? lacking[listing.objectName(of: file)] ?? [] {
                    guard let account = candidates.account(of: log),
                        let top = locator.top(root: folder.root, folder.path, of: account)
                    else { continue }
                    let isPlain =
                        folder.facts.account == nil && !mapped.contains(RootedFolder(root: folder.root, path: account))
                    let location = candidates.listed.logs[log].location
                    let common = Self.agreement(folder.path, location.joined.splitAtLastSlash.folder)
                    let says = FolderFacts(location.key.splitAtLastSlash.folder)
                    let begins = folder.path.components.count - common
                    guard isPlain || begins < top.components.count, !facts.contradicts(says) else { continue }
                    candidates.add(file, to: log)
                    isAnyFound = true
                }
            }
        }
        return isAnyFound
    }

    /// The roots and accounts with a digest that lies nowhere else, and with no digest that lies there by its base name
    /// alone.
    private func mappedRoots(_ proved: [ProvedDigest]) -> Set<RootedFolder> {
        var single: [S3Location: RootedFolder?] = [:]
        var flat: Set<RootedFolder> = []
        for digest in proved {
            guard case .inPlace(_, let place) = digest.statement.place,
                let root = digest.statement.file.root
            else { continue }
            let owner = RootedFolder(root: root, path: digest.chain.accountID)
            if place == digest.location.joined.splitAtLastSlash.folder { flat.insert(owner) }
            // If a digest lies twice, nobody knows which is the copy.
            single[digest.location] = .some(single[digest.location] == nil ? owner : nil)
        }
        return Set(single.values.compactMap(\.self)).subtracting(flat)
    }

    /// The number of components that two paths share at the end.
    private static func agreement(_ path: ByteString, _ other: ByteString) -> Int {
        zip(path.components.reversed(), other.components.reversed()).prefix { $0.elementsEqual($1) }.count
    }

    /// Adds the files of a folder to those of `logs` that have their names, or only the shorter form of them (FILE-4).
    /// Loops over the smaller of both, so the cost is that of the smaller. `known` are the names of the logs, once a folder
    /// has needed them.
    private func addFiles(
        ofFolder index: Int, to logs: [Int], _ listed: ListedLogs, _ known: inout [ByteString: Int]?,
        _ found: inout [LogCandidates.Pair]
    ) {
        let all = listed.logs
        let folder = listing.folders[index]
        guard logs.count > folder.names.count else {
            for log in logs {
                if let file = listing.file(named: all[log].key.name, inFolder: index) { found.append((log, file)) }
            }
            return
        }
        let names = known ?? Dictionary(logs.map { (all[$0].key.name, $0) }) { first, _ in first }
        known = names
        for file in folder.files {
            let name = folder.names[Int(file - folder.firstFile)]
            if let log = names[name] {
                found.append((log, file))
            } else if name.hasSuffix(".json"), let log = names[name + ".gz"],
                folder.names.index(of: (name + ".gz").bytes[...]) == nil
            {
                found.append((log, file))
            }
        }
    }
}
