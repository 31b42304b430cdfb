internal import TrailSealFormat
package import TrailSealPrimitives

/// The files in the user's folders that are saved answers for digests by their names, in the order in which they were
/// added.
package struct FolderAnswers: Sendable {
    /// A folder with answers.
    package struct Folder: Sendable {
        /// Index of the user's path.
        let given: Int
        /// The user's path.
        package let top: ByteString
        /// Its path below the user's path.
        package let path: ByteString
        /// The folder as the user would name it.
        package var userPath: ByteString { top.appending(component: path) }
        /// What its path says of the organization.
        let organization: ShownOrganization
        /// The numbers of its files.
        fileprivate(set) var files: Range<Int>
    }

    /// A file with an answer.
    struct File: Sendable {
        /// Index in `folders`.
        let folder: Int
        let name: ByteString
        /// How the digest's name differs from the file's.
        let suffix: Suffix
        /// What the digest's name says.
        let digest: DigestName
        /// Whether the folders above it are those of its digest's key: kind, Region and day.
        let isLaidOut: Bool
    }

    /// How the name of an answer ends: what it adds to its digest's name, and the end of that name that it lacks.
    struct Suffix: Sendable {
        fileprivate let length: Int
        fileprivate let missing: ByteString

        /// The digest's name.
        func object(_ name: ByteString) -> ByteString {
            let base = name.dropLast(length)
            return missing.isEmpty ? base : base + missing
        }
    }

    /// The folders that hold answers. A folder occurs again if others come between its files.
    package private(set) var folders: [Folder] = []
    private(set) var files: [File] = []
    /// The first file for each digest, and for each file the next one for its digest, or -1.
    private var first: [DigestName: Int32] = [:]
    private var next: [Int32] = []
    /// The folders at the end of the keys of one day's digests. Adjacent files mostly share them.
    private var day: (digest: DigestName, path: ByteString)?

    /// No answers.
    package init() {}

    /// Adds a file in `folder` below the user's path, which has the number `given`. Returns false if its name isn't that
    /// of an answer.
    mutating func add(_ name: ByteString, in folder: ByteString, below path: ByteString, of given: Int) -> Bool {
        guard let (suffix, digest) = neighbour(named: name) ?? Self.digest(of: name, like: files.last?.digest.chain)
        else {
            return false
        }
        if folders.last?.given != given || folders.last?.path != folder {
            folders.append(
                Folder(
                    given: given, top: path, path: folder, organization: ShownOrganization(folder),
                    files: files.count..<files.count))
        }
        files.append(
            File(
                folder: folders.count - 1, name: name, suffix: suffix, digest: digest,
                isLaidOut: isLaidOut(folder, for: digest)))
        folders[folders.count - 1].files = folders[folders.count - 1].files.lowerBound..<files.count
        return true
    }

    /// Reads a name that differs from that of the last file only in its stamp, as most do. Nil for any other name.
    private func neighbour(named name: ByteString) -> (suffix: Suffix, digest: DigestName)? {
        guard let last = files.last else { return nil }
        let count = last.name.count - last.suffix.length + last.suffix.missing.count
        return last.digest.sibling(
            name.bytes.span, like: last.name.bytes.span, stampAt: last.digest.stampStart(inNameOf: count)
        ).map { (last.suffix, $0) }
    }

    /// Returns the digest for which a file was saved: its name without a suffix (FILE-17). Nil for any other name.
    private static func digest(of name: ByteString, like known: ChainID?) -> (suffix: Suffix, digest: DigestName)? {
        for suffix in SignatureSidecar.suffixes where name.bytes.suffix(suffix.utf8.count).elementsEqual(suffix.utf8) {
            // `X.json` may have been saved for `X.json.gz`.
            for missing in ["", ".gz", ".json.gz"] as [ByteString] {
                let suffix = Suffix(length: suffix.utf8.count, missing: missing)
                if let digest = DigestName(whole: suffix.object(name), like: known) { return (suffix, digest) }
            }
        }
        return nil
    }

    private mutating func isLaidOut(_ folder: ByteString, for digest: DigestName) -> Bool {
        let known = day.flatMap { $0.digest.isOfChainAndDay(of: digest) ? $0.path : nil }
        let path = known ?? digest.dayFolder
        if known == nil { day = (digest, path) }
        let above = folder.count - path.count
        guard above >= 0, folder.bytes.span.holds(path.bytes.span, at: above) else { return false }
        return above == 0 || folder.bytes[above - 1] == ByteString.slash
    }

    /// Makes the files findable. Call it after the last `add`.
    mutating func index() {
        first.reserveCapacity(files.count)
        next = Array(repeating: -1, count: files.count)
        for number in files.indices.reversed() {
            let position = Int32(truncatingIfNeeded: number)
            if let later = first.updateValue(position, forKey: files[number].digest) { next[number] = later }
        }
    }

    /// Returns the numbers of the answers for an object: first those that are laid out like a key, then the others, each
    /// in order.
    func answers(for location: S3Location) -> [Int] {
        guard let name = DigestName(location), let start = first[name] else { return [] }
        let all = sequence(first: Int(start)) { [next] in next[$0] >= 0 ? Int(next[$0]) : nil }
        return all.filter { files[$0].isLaidOut } + all.filter { !files[$0].isLaidOut }
    }

    /// The path of a file below the user's path, with the digest's name.
    func objectPath(of file: File) -> ByteString {
        folders[file.folder].path.appending(component: file.suffix.object(file.name))
    }

    /// Whether a file lies in the place of an object.
    func isPlaced(_ file: File, like location: S3Location) -> Bool {
        file.isLaidOut && PathMapping(root: 0, path: objectPath(of: file), declared: location.joined) != nil
    }

    /// Whether a file's path says that it was saved for a digest of the same base name in another organization's folder.
    func isOfOther(_ file: File, than location: S3Location) -> Bool {
        let organization = folders[file.folder].organization
        return organization != .unknown && organization.contradicts(location.digestKey?.chain.organizationID)
    }

    /// The path of a file as the user would name it.
    func userPath(of file: File) -> ByteString { folders[file.folder].userPath.appending(component: file.name) }

    /// The paths of all files as the user would name them.
    package var userPaths: [ByteString] { files.map(userPath) }

    /// The names of the files in a folder.
    package func names(in folder: Folder) -> [ByteString] { files[folder.files].map(\.name) }
}
