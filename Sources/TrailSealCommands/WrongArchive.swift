internal import TrailSealFileTree
internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealReporting
internal import TrailSealVerification

/// Messages for a path that was given as an archive and isn't one: what it is, and the command that helps (INPUT-8).
enum WrongArchive {
    /// The most names of a folder that are looked at.
    private static let nameLimit = 4_096
    /// The most neighbouring folders that are looked into.
    private static let neighbourLimit = 256
    /// The most levels above a folder that are looked at.
    private static let heightLimit = 8

    /// Returns an error if `path` is an address in S3, or nil. `what` names the input. `verb` and `target` complete the command.
    static func address(_ path: ByteString, _ what: String, copying verb: String, to target: String)
        -> OperationalError?
    {
        guard let source = s3Address(path) else { return nil }
        return OperationalError(
            .noInput,
            "\(what) \(path) is in S3, and no network is used; copy it first: aws s3 \(verb) "
                + "\(ShellText.word(source)) \(target)")
    }

    /// Returns the address as `s3://BUCKET/PREFIX`, or nil if `path` isn't an address in S3.
    private static func s3Address(_ path: ByteString) -> ByteString? {
        if let inside = S3Address.path(in: path) { return "s3://" + inside }
        let isWeb =
            (path.hasPrefix("https://") || path.hasPrefix("http://"))
            && path.bytes.firstRange(of: Array(".amazonaws.com".utf8)) != nil
        return isWeb ? "s3://BUCKET/PREFIX" : nil
    }

    /// Returns the error for a path that can't be opened as a folder.
    static func error(_ path: ByteString, _ error: FileTreeError) -> OperationalError {
        if let address = address(path, "the archive", copying: "sync", to: "archive") { return address }
        let problem = "the archive \(path) can't be read: \(error.reason)"
        if error.isWrongKind { return OperationalError(reading: error, "\(problem); \(advice(forFile: path))") }
        let near = error.isAbsent ? nearestName(path).map { "did you mean \($0)?" } : nil
        return OperationalError(reading: error, "\(problem); \(near ?? "check the path")")
    }

    private static func advice(forFile path: ByteString) -> String {
        if let command = unpacking(path) { return "it is an archive file; unpack it and give the folder: \(command)" }
        guard let look = FileLook(ofFile: path) else { return "give a folder" }
        switch look.kind {
        case .keys, .savedAnswers, .trailDescription, .state:
            return look.advice(command: "aws s3 sync") + ", and give a folder as the archive"
        case .digest, .log, .archive: return "it looks like \(look.label); give the folder that holds it"
        default: return "give a folder"
        }
    }

    /// Returns the command that unpacks a file, by its name or its first bytes, or nil if it isn't an archive file.
    static func unpacking(_ path: ByteString) -> String? {
        let name = path.bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        func ends(_ endings: String...) -> Bool {
            endings.contains { name.suffix($0.utf8.count).elementsEqual($0.utf8) }
        }
        let word = ShellText.path(path)
        var start: [UInt8] = []
        _ = try? OpenFile(userPath: path).forEachChunk { chunk in
            start += chunk.prefix(ContentLook.beginningLimit - start.count)
            return start.count < ContentLook.beginningLimit
        }
        var format: ContentLook.Archive?
        if case .archive(let found)? = ContentLook(beginning: start) { format = found }
        if format == .zip || ends(".zip") { return "unzip \(word) -d archive" }
        if format == .sevenZip || ends(".7z") { return "7z x \(word) -oarchive" }
        let isTar =
            format == .tar
            || ends(".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tbz", ".tar.xz", ".txz", ".tar.zst", ".tzst")
        return isTar ? "mkdir -p archive && tar -xf \(word) -C archive" : nil
    }

    /// Returns what a folder without CloudTrail objects holds instead, and what to do with it. Nil if nothing is recognized.
    static func advice(forEmpty folder: Directory) -> String? {
        for name in names(of: folder, .regular) {
            let path = folder.path.appending(component: name)
            if let command = hasArchiveEnding(name) ? unpacking(path) : nil {
                return "but \(name), which isn't unpacked; run \(command)"
            }
        }
        guard let (look, path) = FolderLook.first(in: folder) else { return nil }
        switch look.kind {
        case .keys, .savedAnswers, .trailDescription: return "but \(path); \(look.advice(command: ""))"
        default: return nil
        }
    }

    /// Whether the name is that of an archive file. Only names are checked, so that few files are opened.
    private static func hasArchiveEnding(_ name: ByteString) -> Bool {
        [".tar", ".tgz", ".zip", ".7z", ".tbz2", ".txz", ".tzst"].contains { name.hasSuffix(ending: $0) }
            || [".gz", ".bz2", ".xz", ".zst"].contains { name.hasSuffix(ending: ".tar" + $0) }
    }

    /// Returns a folder above or beside `folder` that holds CloudTrail folders, or nil.
    static func near(_ folder: Directory) -> ByteString? {
        guard var path = folder.realPath(of: ByteString()) else { return nil }
        var isParent = true
        for _ in 0..<heightLimit {
            let (above, _) = path.splitAtLastSlash
            guard !above.isEmpty, let directory = try? Directory(root: above) else { return nil }
            let names = names(of: directory, .directory)
            if names.contains(where: isCloudTrail), holdsObjects(directory) { return above }
            if isParent {
                for name in names.prefix(neighbourLimit) {
                    let beside = above.appending(component: name)
                    guard let directory = try? Directory(root: beside) else { continue }
                    if Self.names(of: directory, .directory).contains(where: isCloudTrail), holdsObjects(directory) {
                        return beside
                    }
                }
            }
            isParent = false
            path = above
        }
        return nil
    }

    /// Whether an object lies below a folder. Saved answers don't count, although they may be laid out like the keys.
    private static func holdsObjects(_ folder: Directory) -> Bool {
        FolderLook.firstFile(in: folder) {
            let name = $0.splitAtLastSlash.name
            return RecognizedName.isObject(name) && RecognizedName.answeredDigest(name) == nil
        } != nil
    }

    private static func isCloudTrail(_ name: ByteString) -> Bool {
        name == "AWSLogs" || name == "CloudTrail" || name == "CloudTrail-Digest"
    }

    /// Returns the names of one kind, sorted. Returns none if the folder has more entries than the limit.
    static func names(of folder: Directory, _ kind: FileKind) -> [ByteString] {
        var names: [ByteString] = []
        var count = 0
        try? folder.forEachEntry { name, found in
            count += 1
            if count <= nameLimit, found == kind { names.append(ByteString(name)) }
        }
        return count > nameLimit ? [] : names.sorted()
    }

    /// Returns the path in the same folder with the most similar name, or nil if no name is similar.
    static func nearestName(_ path: ByteString, _ kinds: [FileKind] = [.directory]) -> ByteString? {
        var bytes = path.bytes[...]
        while bytes.count > 1, bytes.last == ByteString.slash { bytes = bytes.dropLast() }
        let (folder, name) = ByteString(bytes).splitAtLastSlash
        let above: ByteString = folder.isEmpty ? (bytes.first == ByteString.slash ? "/" : ".") : folder
        guard let directory = try? Directory(root: above),
            let near = EditDistance.nearest(kinds.flatMap { names(of: directory, $0) }, to: name)
        else { return nil }
        return folder.isEmpty && bytes.first != ByteString.slash ? near : above.appending(component: near)
    }
}

extension ByteString {
    /// Whether the name ends with `ending`.
    fileprivate func hasSuffix(ending: String) -> Bool { bytes.suffix(ending.utf8.count).elementsEqual(ending.utf8) }
}
