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
    private let outside: OutsideFiles
    /// The listed folders in which objects of a folder may lie, as far as unproved digests asked for them.
    private var known: [Group: [Int]] = [:]

    /// Greatest number of folders that are remembered.
    private static let knownLimit = 1 << 14

    init(_ listing: ArchiveListing, _ locator: ObjectLocator, _ placing: FolderPlacing) {
        self.listing = listing
        self.locator = locator
        self.placing = placing
        outside = OutsideFiles(listing, locator, placing)
    }

    /// Listed logs in one folder of one bucket, from digests of one account.
    private struct Group: Hashable, Sendable {
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

    /// The files that an unproved digest lists, each once, with the recorded hash (FILE-6). The digest's own mapping
    /// counts for it alone.
    mutating func claims(of digest: DigestStatement, root: Int) -> [(file: FileNumber, hash: SHA256Digest?)] {
        let account = digest.chain.accountID
        let own = FolderMapping(digest, root: root).map { [$0] } ?? []
        var folders: [S3Location: ClaimedFolder] = [:]
        var last: ClaimedFolder?
        var asked = AskedNames()
        var seen: Set<FileNumber> = []
        var found: [(file: FileNumber, hash: SHA256Digest?)] = []
        for entry in digest.document.logFiles {
            let key = entry.location.key.bytes
            let slash = key.lastIndex(of: ByteString.slash)
            // Adjacent entries mostly lie in one folder.
            let folder: ClaimedFolder
            if let last, last.location.bucket == entry.location.bucket,
                key[..<(slash ?? 0)].elementsEqual(last.location.key.bytes)
            {
                folder = last
            } else {
                let location = S3Location(bucket: entry.location.bucket, key: ByteString(key[..<(slash ?? 0)]))
                folder = folders[location] ?? claimedFolder(location, account, own)
                (folders[location], last) = (folder, folder)
            }
            guard folder.isOfAccount else { continue }
            let name = slash.map { key[($0 + 1)...] } ?? key[...]
            for index in folder.indices {
                guard let file = listing.file(named: name.span, inFolder: index), seen.insert(file).inserted else {
                    continue
                }
                found.append((file, entry.hash))
            }
            guard folder.indices.isEmpty, !outside.isEmpty, outside.holds(name),
                let says = asked.saying(folder.says, ofName: ByteString(name))
            else { continue }
            for file in outside.files(named: ByteString(name), of: account, saying: says)
            where seen.insert(file).inserted {
                found.append((file, entry.hash))
            }
        }
        return found
    }

    /// What the entries of an unproved digest in one folder have in common.
    private struct ClaimedFolder {
        let location: S3Location
        let says: FolderFacts
        /// An entry of another account is ignored (DIGEST-24).
        let isOfAccount: Bool
        /// The listed folders that the entries' folder may be.
        let indices: [Int]
    }

    private mutating func claimedFolder(
        _ location: S3Location, _ account: ByteString, _ own: [FolderMapping]
    ) -> ClaimedFolder {
        let says = FolderFacts(location.key)
        guard says.account ?? account == account else {
            return ClaimedFolder(location: location, says: says, isOfAccount: false, indices: [])
        }
        let places = own.flatMap { mapping in
            [mapping.path(of: location), mapping.sharedPath(of: location)].compactMap(\.self)
                .map { RootedFolder(root: mapping.root, path: $0) }
        }
        let indices = Set(knownFolders(location, account) + listed(places))
        return ClaimedFolder(location: location, says: says, isOfAccount: true, indices: indices.sorted())
    }

    /// The listed folders that mappings of verified digests give.
    private mutating func knownFolders(_ location: S3Location, _ account: ByteString) -> [Int] {
        let group = Group(folder: location, account: account)
        if let known = known[group] { return known }
        if known.count == Self.knownLimit { known = [:] }
        let folders = listed(locator.places(of: location, account: account))
        known[group] = folders
        return folders
    }

    private func listed(_ places: [RootedFolder]) -> [Int] {
        places.compactMap { listing.folder(root: $0.root, path: $0.path) }
    }
}

/// The names that one unproved digest lists outside all mappings, with what the folders of their keys say. It keeps the
/// cost down if an attacker lists one name in many folders: the files of a name are searched once for each thing that
/// its keys say.
private struct AskedNames {
    /// What the folder of a key says.
    private struct Say: Hashable {
        let account: ByteString?
        let kind: ByteString?
        let region: ByteString?
        let day: UnixTime?
    }

    /// Greatest number of different things that the keys of one name may say. A genuine name determines Region and day,
    /// so its keys all say the same. A digest that says more about one name claims all files of that name.
    private static let limit = 16
    private static let anything = FolderFacts(ByteString())

    private var names: [ByteString: Set<Say>] = [:]

    /// What a file's folder must not contradict. Nil if that was asked before.
    mutating func saying(_ folder: FolderFacts, ofName name: ByteString) -> FolderFacts? {
        let says = names[name] ?? []
        guard says.count <= Self.limit else { return nil }
        let say = Say(account: folder.account, kind: folder.kind, region: folder.region, day: folder.day)
        guard !says.contains(say) else { return nil }
        names[name, default: []].insert(say)
        return says.count < Self.limit ? folder : Self.anything
    }
}

/// The files outside all mappings of their account, by base name (PLACE-8).
private struct OutsideFiles: Sendable {
    private let listing: ArchiveListing
    private let locator: ObjectLocator
    private let placing: FolderPlacing
    private var byName: [ByteString: [FileNumber]] = [:]

    init(_ listing: ArchiveListing, _ locator: ObjectLocator, _ placing: FolderPlacing) {
        (self.listing, self.locator, self.placing) = (listing, locator, placing)
        for (index, folder) in listing.folders.enumerated() {
            let owner = placing.facts(ofFolder: index).account
            // A folder that names no account may be any account's.
            guard owner.map({ locator.isOutside(root: folder.root, folder.path, of: $0) }) ?? true else { continue }
            for file in folder.files {
                byName[folder.names[Int(file - folder.firstFile)], default: []].append(file)
            }
        }
    }

    var isEmpty: Bool { byName.isEmpty }

    /// Whether a file has this name, or the shorter form of it.
    func holds(_ name: ArraySlice<UInt8>) -> Bool {
        let name = ByteString(name)
        return byName[name] != nil || (name.hasSuffix(".json.gz") && byName[name.dropLast(3)] != nil)
    }

    /// The files with this name whose paths don't contradict the folder of the key. If there are none, those with the
    /// shorter form of the name (FILE-4).
    func files(named name: ByteString, of account: ByteString, saying key: FolderFacts) -> [FileNumber] {
        func mayStand(_ file: FileNumber) -> Bool {
            let folder = listing.folders[listing.folder(of: file)]
            return !placing.folderFacts(of: file).contradicts(key)
                && locator.isOutside(root: folder.root, folder.path, of: account)
        }
        let found = (byName[name] ?? []).filter(mayStand)
        guard found.isEmpty, name.hasSuffix(".json.gz") else { return found }
        return (byName[name.dropLast(3)] ?? []).filter(mayStand)
    }
}

extension FolderFacts {
    /// Whether a path contradicts a key: another owner, kind folder, Region or day.
    func contradicts(_ key: FolderFacts) -> Bool {
        func differ<Value: Equatable>(_ left: Value?, _ right: Value?) -> Bool {
            left != nil && right != nil && left != right
        }
        // A key without an organization says that there is none.
        if let organization, isBelowAccountFolder, key.isBelowAccountFolder, organization != key.organization {
            return true
        }
        return differ(account, key.account) || differ(kind, key.kind) || differ(region, key.region)
            || differ(day, key.day)
    }
}

/// The files that may stand for each listed log.
struct LogCandidates: Sendable {
    let listed: ListedLogs
    /// A file that may stand for a listed log, by its number.
    typealias Pair = (log: Int, file: FileNumber)

    private var pairs: [Pair] = []
    private var found: [FileNumber] = []
    private var starts: [Int] = []

    init(_ listed: ListedLogs) { self.listed = listed }

    /// The account of a listed log. A digest lists logs of its own account only (DIGEST-24), so all digests that list
    /// it agree.
    func account(of log: Int) -> ByteString? {
        listed.logs[log].digests.first.map { listed.proved[$0].chain.accountID }
    }

    mutating func add(_ file: FileNumber, to log: Int) { pairs.append((log, file)) }
    mutating func add(_ found: [Pair]) { pairs += found }

    /// Sorts the files. Must be called after files were added.
    mutating func sort() {
        pairs.sort { $0.log != $1.log ? $0.log < $1.log : $0.file < $1.file }
        found = []
        starts = Array(repeating: 0, count: listed.logs.count + 1)
        for (index, pair) in pairs.enumerated() {
            if index > 0, pairs[index - 1] == pair { continue }
            found.append(pair.file)
            starts[pair.log + 1] += 1
        }
        for index in starts.indices.dropFirst() { starts[index] += starts[index - 1] }
    }

    /// The files of a listed log, in order, each once.
    func files(of log: Int) -> ArraySlice<FileNumber> { found[starts[log]..<starts[log + 1]] }
}
