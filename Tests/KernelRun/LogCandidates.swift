import TrailSealFormat
import TrailSealPrimitives
import TrailSealProof

/// Which files stand for a key. This is a slow form of PLACE-6 to PLACE-9.
struct LogCandidates {
    /// A folder of the walk and the key prefix, including the bucket, that it corresponds to.
    struct Mapping: Hashable {
        let account: ByteString
        let folder: ByteString
        let location: ByteString
        let bucket: ByteString
        let prefix: ByteString

        /// Whether digests lie there by their base names. Then the folder doesn't tell where logs are (PLACE-21).
        var isFlat: Bool { PathFacts(location.appending(component: ByteString("x"))).day != nil }

        init?(_ digest: DigestStatement) {
            guard case .inPlace(let folder, let location) = digest.place else { return nil }
            account = digest.key.chain.accountID
            // Each path of the walk begins with the number of the root.
            self.folder = ByteString(digest.file.text.components[0]).appending(component: folder)
            self.location = location
            bucket = digest.document.location.bucket
            prefix = digest.key.prefix
        }

        /// Where a key lies by this mapping.
        func path(_ log: S3Location) -> ByteString? { path(log.joined) }

        /// Where a key lies if its bucket and prefix share the folder with this mapping's (PLACE-7, PLACE-9).
        func sharedPath(_ log: S3Location) -> ByteString? {
            let parts = log.key.components
            guard let anchor = parts.firstIndex(where: { $0.elementsEqual("AWSLogs".utf8) }) else { return nil }
            let below = ByteString(Array(parts[anchor...].joined(separator: [ByteString.slash])))
            return path(S3Location(bucket: bucket, key: prefix.appending(component: below)).joined)
        }

        /// Where a key lies if the folders of all kinds were copied into the one that this mapping shows (PLACE-7).
        func mixedPath(_ log: S3Location) -> ByteString? {
            guard PathFacts(location.appending(component: "x")).kind != nil, let kind = PathFacts(log.key).kind else {
                return nil
            }
            let parts = log.key.components.map { ByteString($0) == kind ? "CloudTrail-Digest" : ByteString($0) }
            let key = ByteString(Array(parts.map(\.bytes).joined(separator: [ByteString.slash])))
            return path(S3Location(bucket: log.bucket, key: key))
        }

        private func path(_ joined: ByteString) -> ByteString? {
            let parts = joined.components
            let beginning = location.isEmpty ? [] : location.components
            guard parts.count > beginning.count, zip(parts, beginning).allSatisfy({ $0.elementsEqual($1) }) else {
                return nil
            }
            return folder.appending(
                component: ByteString(Array(parts.dropFirst(beginning.count).joined(separator: [ByteString.slash]))))
        }
    }

    let walk: KernelWalk
    let mappings: [Mapping]
    private let placed: [ByteString]

    /// `placed` gives the path that tells whose an entry is, by the entry's number.
    init(_ walk: KernelWalk, _ proved: [DigestStatement], placed: [ByteString]) {
        self.walk = walk
        mappings = Array(Set(proved.compactMap(Mapping.init)))
        self.placed = placed
    }

    /// Numbers of the files that may stand for `log`, which the digests in `listing` of `account` list.
    func files(_ log: S3Location, account: ByteString, listing: [DigestStatement]) -> [Int] {
        let own = mappings.filter { $0.account == account }
        let all = own + listing.compactMap(Mapping.init)
        let paths =
            own.compactMap { $0.path(log) }
            + all.flatMap { [$0.sharedPath(log), $0.mixedPath(log)] }.compactMap(\.self)
        var found = Set(paths.compactMap(file))
        let name = log.key.splitAtLastSlash.name
        for (index, entry) in walk.entries.enumerated() where entry.isRegular {
            let isNamed = entry.name == name || (name.hasSuffix(".json.gz") && entry.name == name.dropLast(3))
            guard isNamed, !own.contains(where: { !$0.isFlat && isBelow(entry.path, $0.folder) }),
                !contradicts(index, log.key)
            else { continue }
            found.insert(index)
        }
        return found.sorted()
    }

    /// The file that an unproved digest claims: by its own place, or by base name.
    func claimed(_ log: S3Location, by digest: DigestStatement) -> [Int] {
        let all = files(log, account: digest.key.chain.accountID, listing: [digest])
        guard all.isEmpty, let path = Mapping(digest)?.path(log) else { return all }
        return file(path).map { [$0] } ?? []
    }

    /// `X.json` stands for an absent `X.json.gz` (FILE-4).
    private func file(_ path: ByteString) -> Int? {
        if walk.entry(at: path) != nil { return walk.file(at: path) }
        return path.hasSuffix(".json.gz") ? walk.file(at: path.dropLast(3)) : nil
    }

    private func isBelow(_ path: ByteString, _ folder: ByteString) -> Bool {
        path.hasPrefix(ByteString(folder.bytes + [ByteString.slash]))
    }

    /// Whether the path contradicts the key: another owner, kind folder, Region or day.
    private func contradicts(_ index: Int, _ key: ByteString) -> Bool {
        let (lies, says) = (PathFacts(placed[index]), PathFacts(key))
        func differ<Value: Equatable>(_ left: Value?, _ right: Value?) -> Bool {
            left != nil && right != nil && left != right
        }
        if let organization = lies.folder.organization, lies.isBelowAccountFolder, says.isBelowAccountFolder,
            organization != says.folder.organization
        {
            return true
        }
        return differ(lies.folder.account, says.account) || differ(lies.kind, says.kind)
            || differ(lies.region, says.region)
            || differ(lies.day, says.day)
    }
}
