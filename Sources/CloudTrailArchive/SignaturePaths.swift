internal import CloudTrailFormat
public import FileTree
public import LibCrypto
public import Primitives

/// A path given with `--signatures` that cannot be used.
public enum SignaturePathError: Error, Sendable {
    case unreadable(FileTreeError)
    /// The file is none of the shapes.
    case noListing(path: ByteString)
    /// The file is larger than the limit, in bytes.
    case tooLarge(path: ByteString, limit: Int)
    /// libcrypto failed.
    case library(LibCryptoError)
}

extension SignatureStore {
    /// Folders deeper than this below a path given with `--signatures` are not looked into.
    private static let depthLimit = 64

    /// Reads what the user named: folders laid out like the keys, and listings. `keys` are all that may have signed what
    /// the answers without an object's name hold.
    public static func load(
        _ paths: [ByteString], keys: [RSAPublicKey] = []
    ) throws(SignaturePathError) -> SignatureStore {
        var folders: [Directory] = []
        var files: [(folder: Int, path: ByteString)] = []
        var listed = ListedAnswers(keys: keys)
        var warnings: [String] = []
        for path in paths {
            if let directory = try? Directory(root: path) {
                for file in try walk(directory, &warnings) { files.append((folders.count, file)) }
                folders.append(directory)
            } else {
                try read(path, into: &listed)
            }
        }
        if let failure = listed.failure { throw .library(failure) }
        return SignatureStore(folders: folders, folderFiles: files, listed: listed, warnings: warnings.sorted())
    }

    private static func read(_ path: ByteString, into listed: inout ListedAnswers) throws(SignaturePathError) {
        var reader = SignatureListingReader()
        var byteCount = 0
        var isListing = true
        do throws(FileTreeError) {
            _ = try OpenFile(userPath: path).forEachChunk { chunk in
                byteCount += chunk.count
                guard byteCount <= SignatureListing.sizeLimit else { return false }
                isListing = reader.take(chunk) { listed.add($0, from: path) }
                return isListing
            }
        } catch {
            throw .unreadable(error)
        }
        guard byteCount <= SignatureListing.sizeLimit else {
            throw .tooLarge(path: path, limit: SignatureListing.sizeLimit)
        }
        guard isListing, reader.end({ listed.add($0, from: path) }) else { throw .noListing(path: path) }
    }

    /// Paths of all regular files below a folder, sorted. Links are not followed; what is passed over is warned of.
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
                // What the machine did not let us see is not passed over.
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
