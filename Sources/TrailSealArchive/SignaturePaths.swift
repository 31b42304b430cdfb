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
        var files: [(folder: Int, path: ByteString, objectPath: ByteString)] = []
        var listed = ListedAnswers(keys: keys)
        var warnings: [String] = []
        for (number, path) in paths.enumerated() {
            let directory = try? Directory(root: path)
            if let directory {
                for file in try walk(directory, &warnings) {
                    if let objectPath = objectPath(of: file) {
                        files.append((number, file, objectPath))
                    } else if mayBeListing(file.splitAtLastSlash.name) {
                        // Other files may lie in the folder. They are ignored.
                        _ = try? read(directory, file, of: number, into: &listed)
                    }
                }
            } else {
                try read(path, of: number, into: &listed)
            }
            given.append(SignatureStore.Given(path: path, folder: directory))
        }
        if let failure = listed.failure { throw .library(failure) }
        return SignatureStore(given: given, folderFiles: files, listed: listed, warnings: warnings.sorted())
    }

    /// Whether a file in a folder may be a listing, judging by its name: not an object of CloudTrail, not compressed,
    /// not hidden.
    private static func mayBeListing(_ name: ByteString) -> Bool {
        !RecognizedName.isObject(name) && !name.hasSuffix(".gz") && name.bytes.first != UInt8(ascii: ".")
    }

    private static func read(
        _ directory: Directory, _ path: ByteString, of given: Int, into listed: inout ListedAnswers
    ) throws {
        let (folder, name) = path.splitAtLastSlash
        let shown = directory.path.appending(component: path)
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
        case .other: throw .noListing(path: path)
        case .tooLarge: throw .tooLarge(path: path, limit: SignatureListing.sizeLimit)
        }
    }

    /// What a file is that may be a listing.
    private enum Shape { case listing, other, tooLarge }

    private static func read(
        _ file: borrowing OpenFile, _ path: ByteString, of given: Int, into listed: inout ListedAnswers
    ) throws(FileTreeError) -> Shape {
        var reader = SignatureListingReader()
        var byteCount = 0
        var isListing = true
        _ = try file.forEachChunk { chunk in
            byteCount += chunk.count
            guard byteCount <= SignatureListing.sizeLimit else { return false }
            isListing = reader.take(chunk) { listed.add($0, from: path, of: given) }
            return isListing
        }
        guard byteCount <= SignatureListing.sizeLimit else { return .tooLarge }
        return isListing && reader.end { listed.add($0, from: path, of: given) } ? .listing : .other
    }

    /// Returns the paths of all regular files below a folder, sorted. Doesn't follow links. Warns of everything it
    /// skips.
    private static func walk(
        _ root: Directory, _ warnings: inout [String]
    ) throws(SignaturePathError) -> [ByteString] {
        var files: [ByteString] = []
        var pending: [(path: ByteString, depth: Int)] = [(ByteString(), 0)]
        func passOver(_ path: ByteString, _ reason: String) {
            warnings.append("\(root.path.appending(component: path)): \(reason); a signature saved there is not used")
        }
        while let (path, depth) = pending.popLast() {
            let entries: [Directory.Entry]
            do throws(FileTreeError) { entries = try root.directory(path).entries() } catch {
                // A failure of the machine must not look like a missing signature.
                if error.isExhaustion || error.isDeviceFailure { throw .unreadable(error) }
                passOver(path, error.reason)
                continue
            }
            for entry in entries {
                let child = path.appending(component: ByteString(entry.name))
                switch entry.kind {
                case .regular: files.append(child)
                case .directory where depth < depthLimit: pending.append((child, depth + 1))
                case .directory: passOver(child, "deeper than \(depthLimit) levels")
                default: passOver(child, "a \(entry.kind.rawValue)")
                }
            }
        }
        return files.sorted()
    }
}
