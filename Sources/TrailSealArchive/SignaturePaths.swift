package import TrailSealFileTree
internal import TrailSealFormat
package import TrailSealLibCrypto
package import TrailSealPrimitives

/// A path given with `--signatures` that can't be used.
package enum SignaturePathError: Error, Sendable {
    /// The path can't be read.
    case unreadable(FileTreeError)
    /// The file has none of the shapes of a listing.
    case noListing(path: ByteString)
    /// The file is larger than the limit (in bytes).
    case tooLarge(path: ByteString, limit: Int)
    /// libcrypto failed.
    case library(LibCryptoError)
}

extension SignatureStore {
    /// How many levels of folders below a path given with `--signatures` are read.
    private static let depthLimit = 64

    /// Reads the paths given with `--signatures`: folders laid out like the keys, and listings.
    ///
    /// `keys` are the keys that may have signed answers that don't name their object. Throws `SignaturePathError`.
    package static func load(
        _ paths: [ByteString], keys: [RSAPublicKey] = []
    ) throws(SignaturePathError) -> SignatureStore {
        var given: [SignatureStore.Given] = []
        var folders = FolderAnswers()
        var listed = ListedAnswers(keys: keys)
        var warnings: [String] = []
        for (number, path) in paths.enumerated() {
            let directory = try? Directory(root: path)
            if let directory {
                for (folder, name) in try walk(directory, &warnings)
                where !folders.add(name, in: folder, below: path, of: number) && mayBeListing(name) {
                    // Other files may lie in the folder. They are ignored.
                    _ = try? read(directory, folder, name, of: number, into: &listed)
                }
            } else {
                try read(path, of: number, into: &listed)
            }
            given.append(SignatureStore.Given(path: path, folder: directory))
        }
        if let failure = listed.failure { throw .library(failure) }
        return SignatureStore(given: given, folders: folders, listed: listed, warnings: warnings.sorted())
    }

    /// Whether a file in a folder may be a listing, judging by its name: not an object of CloudTrail, not compressed,
    /// not hidden. An answer may also be saved under its digest's own name.
    private static func mayBeListing(_ name: ByteString) -> Bool {
        name.bytes.first != UInt8(ascii: ".")
            && (DigestName(whole: name) != nil || !RecognizedName.isObject(name) && !name.hasSuffix(".gz"))
    }

    private static func read(
        _ directory: Directory, _ folder: ByteString, _ name: ByteString, of given: Int,
        into listed: inout ListedAnswers
    ) throws {
        let shown = directory.path.appending(component: folder).appending(component: name)
        let shape = try read(try directory.directory(folder).file(name), shown, of: given, into: &listed)
        // It may be a bare signature or the headers of one answer.
        guard shape == .other,
            let content = try directory.directory(folder).file(name).contents(limit: SignatureMetadataParser.sizeLimit)
        else { return }
        let metadata = SignatureMetadataParser.metadata(in: content)
        if metadata.signature != nil {
            listed.add(SignatureListing.Entry(metadata), from: shown, of: given)
        }
    }

    private static func read(
        _ path: ByteString, of given: Int, into listed: inout ListedAnswers
    ) throws(SignaturePathError) {
        let shape: Shape
        do throws(FileTreeError) {
            shape = try read(try OpenFile(userPath: path), path, of: given, into: &listed)
        } catch {
            throw .unreadable(error)
        }
        switch shape {
        case .listing: return
        case .compressed, .other: throw .noListing(path: path)
        case .tooLarge: throw .tooLarge(path: path, limit: SignatureListing.sizeLimit)
        }
    }

    /// What a file is that may be a listing.
    private enum Shape { case listing, compressed, other, tooLarge }

    private static func read(
        _ file: borrowing OpenFile, _ path: ByteString, of given: Int, into listed: inout ListedAnswers
    ) throws(FileTreeError) -> Shape {
        var reader = SignatureListingReader()
        var byteCount = 0
        var isListing = true
        var isCompressed = false
        _ = try file.forEachChunk { chunk in
            if byteCount == 0 { isCompressed = chunk.starts(with: [0x1F, 0x8B]) }
            byteCount += chunk.count
            guard byteCount <= SignatureListing.sizeLimit, !isCompressed else { return false }
            isListing = reader.take(chunk) { listed.add($0, from: path, of: given) }
            return isListing
        }
        guard byteCount <= SignatureListing.sizeLimit else { return .tooLarge }
        if isCompressed { return .compressed }
        return isListing && reader.end { listed.add($0, from: path, of: given) } ? .listing : .other
    }

    /// Returns all regular files below a folder, in the order of their paths. Doesn't follow links. Warns of everything
    /// it skips.
    private static func walk(
        _ root: Directory, _ warnings: inout [String]
    ) throws(SignaturePathError) -> [(folder: ByteString, name: ByteString)] {
        /// A file, or a folder that must still be listed.
        typealias Found = (folder: ByteString, name: ByteString, isFolder: Bool, depth: Int)
        var files: [(folder: ByteString, name: ByteString)] = []
        // The last one is next. An empty name is the folder itself.
        var pending: [Found] = [(ByteString(), ByteString(), true, 0)]
        func passOver(_ path: ByteString, _ reason: String) {
            warnings.append("\(root.path.appending(component: path)): \(reason); a signature saved there is not used")
        }
        while let (folder, name, isFolder, depth) = pending.popLast() {
            guard isFolder else {
                files.append((folder, name))
                continue
            }
            let path = folder.appending(component: name)
            let entries: [Directory.Entry]
            do throws(FileTreeError) { entries = try root.directory(path).entries() } catch {
                // A failure of the machine must not look like a missing signature.
                if error.isExhaustion || error.isDeviceFailure { throw .unreadable(error) }
                passOver(path, error.reason)
                continue
            }
            var found: [Found] = []
            for entry in entries {
                let name = ByteString(entry.name)
                switch entry.kind {
                case .regular: found.append((path, name, false, depth))
                case .directory where depth < depthLimit: found.append((path, name, true, depth + 1))
                case .directory: passOver(path.appending(component: name), "deeper than \(depthLimit) levels")
                default: passOver(path.appending(component: name), "a \(entry.kind.rawValue)")
                }
            }
            // Nothing lies between the files of a folder without folders.
            if !found.contains(where: \.isFolder) {
                files += found.map(\.name).sorted().map { (path, $0) }
                continue
            }
            // A slash follows the name of a folder in the paths below it.
            pending += found.sorted {
                ($1.isFolder ? $1.name + "/" : $1.name) < ($0.isFolder ? $0.name + "/" : $0.name)
            }
        }
        return files
    }
}
