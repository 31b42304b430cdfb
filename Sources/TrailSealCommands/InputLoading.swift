internal import Glibc
internal import TrailSealArchive
internal import TrailSealFileTree
internal import TrailSealFormat
internal import TrailSealLibCrypto
internal import TrailSealPrimitives
internal import TrailSealReporting
internal import TrailSealVerification

/// Reads the inputs that the user named. An error says in one line what is wrong with an input.
enum InputLoading {
    /// Opens the folders of the archive. A folder inside another one is left out. Errors: `OperationalError` if one can't be
    /// listed.
    static func archives(_ paths: [String]) throws(OperationalError) -> [Directory] {
        var found: [(directory: Directory, real: ByteString)] = []
        for path in paths {
            let path = RawArguments.bytes(of: path)
            do throws(FileTreeError) {
                let directory = try Directory(root: path)
                _ = try directory.entries()
                found.append((directory, RealPath.of(path)))
            } catch {
                throw WrongArchive.error(path, error)
            }
        }
        return found.indices.filter { index in
            !found.indices.contains { other in
                other != index
                    && (found[index].real == found[other].real
                        ? other < index : isBelow(found[index].real, found[other].real))
            }
        }.map { found[$0].directory }
    }

    private static func isBelow(_ path: ByteString, _ folder: ByteString) -> Bool {
        folder == "/"
            || (path.hasPrefix(folder) && path.count > folder.count && path.bytes[folder.count] == ByteString.slash)
    }

    /// Returns the first of `paths` that is a folder.
    static func firstFolder(_ paths: [String]) -> ByteString? {
        paths.lazy.map { RawArguments.bytes(of: $0) }.first { (try? Directory(root: $0)) != nil }
    }

    /// Returns the `paths` that aren't folders.
    static func files(_ paths: [String]) -> [ByteString] {
        paths.map { RawArguments.bytes(of: $0) }.filter { (try? Directory(root: $0)) == nil }
    }

    /// The public keys of a run.
    struct Keys {
        /// The keys for lookup.
        let store: KeyStore
        /// Every record, with the file that holds it.
        let records: [(path: ByteString, record: PublicKeyRecord)]
        /// The files with their hashes, as reports show them.
        let files: [ReportHead.Input]
        /// The paths of the files.
        let paths: [ByteString]
    }

    /// Reads files with `list-public-keys` answers, and every `*.json` that lies directly in a folder and isn't hidden. Errors:
    /// `OperationalError` if one can't be read or isn't such an answer, `LibCryptoError`.
    static func keys(_ paths: [String]) throws -> Keys {
        var records: [(path: ByteString, record: PublicKeyRecord)] = []
        var files: [ReportHead.Input] = []
        let keyPaths = try paths.flatMap { try keyFiles($0) }
        for path in keyPaths {
            let content: [UInt8]?
            do throws(FileTreeError) {
                content = try OpenFile(userPath: path).contents(limit: PublicKeyList.sizeLimit)
            } catch {
                throw OperationalError(reading: error, "the key file \(path) can't be read: \(error.reason)")
            }
            guard let content else {
                throw OperationalError(
                    .malformedInput, "the key file \(path) is larger than \(PublicKeyList.sizeLimit) bytes")
            }
            let found: [PublicKeyRecord]
            do throws(PublicKeyListError) {
                found = try PublicKeyList.decode(content)
            } catch {
                // For a key listing with a fault, the guess would add nothing to the error.
                let look = FileLook(content).flatMap { $0.kind == .keys ? nil : $0 }
                let advice = look.map { "; " + $0.advice(command: FileLook.keyCommand) } ?? ""
                throw OperationalError(
                    .malformedInput,
                    "the key file \(path) isn't list-public-keys output: \(error)\(advice)")
            }
            if found.isEmpty {
                Console.printError(
                    "warning: the key file \(path) holds no key: check the Region and the times of list-public-keys")
            }
            records += found.map { (path, $0) }
            files.append(
                ReportHead.Input(
                    path: path.description, sha256: try SHA256Hasher.hash(content).hex, keys: found.count))
        }
        return Keys(store: try KeyStore(records.map(\.record)), records: records, files: files, paths: keyPaths)
    }

    private static func keyFiles(_ path: String) throws -> [ByteString] {
        let given = RawArguments.bytes(of: path)
        let directory: Directory
        do throws(FileTreeError) {
            directory = try Directory(root: given)
        } catch {
            if error.isWrongKind { return [given] }
            if let address = WrongArchive.address(given, "the key path", copying: "cp", to: "keys --recursive") {
                throw address
            }
            let near = error.isAbsent ? WrongArchive.nearestName(given, [.directory, .regular]) : nil
            throw OperationalError(
                reading: error,
                "the key path \(given) can't be read: \(error.reason)\(near.map { "; did you mean \($0)?" } ?? "")")
        }
        let names = try directory.entries().filter { $0.kind != .directory }.map { ByteString($0.name) }
            .filter { $0.lowercasedASCII.hasSuffix(".json") && $0.bytes.first != UInt8(ascii: ".") }.sorted()
        guard !names.isEmpty else {
            throw OperationalError(
                .noInput, "the key folder \(given) holds no .json file; \(FolderLook.adviceForKeys(directory))")
        }
        return names.map { given.appending(component: $0) }
    }

    /// Returns the signature paths for a report, with their hashes. The hash of a folder is that of the text that `sha256sum`
    /// prints for its files, run in the folder and sorted by path.
    static func signatureInputs(
        _ uses: [SignatureUse], hashingFolders: Bool, isShard: Bool
    ) throws -> [ReportHead.Input] {
        try uses.map { use in
            let folder = try? Directory(root: use.path)
            let hash =
                try folder.map { hashingFolders ? try FileManifest.summary([$0], isBelow: true).sha256 : nil }
                ?? hash(ofFile: use.path)?.hex
            return ReportHead.Input(
                path: use.path.description, sha256: hash, read: use.read, used: use.used,
                usedByAll: isShard ? use.usedByAll : nil)
        }
    }

    /// Returns the hash of a file's content, or nil if it can't be read. A folder can't.
    private static func hash(ofFile path: ByteString) throws -> SHA256Digest? {
        let hasher = try SHA256Hasher()
        var failure: LibCryptoError?
        let isRead = try? OpenFile(userPath: path).forEachChunk { chunk in
            chunk.withUnsafeBytes { bytes in
                do throws(LibCryptoError) { try hasher.update(bytes) } catch { failure = error }
            }
            return failure == nil
        }
        if let failure { throw failure }
        return isRead == true ? try hasher.finish() : nil
    }

    /// Reads the saved signatures. Errors: `OperationalError` if a path can't be read or isn't a listing, `LibCryptoError`.
    static func signatures(_ paths: [String], keys: KeyStore) throws -> SignatureStore {
        do throws(SignaturePathError) {
            return try SignatureStore.load(paths.map { RawArguments.bytes(of: $0) }, keys: keys.publicKeys)
        } catch {
            switch error {
            case .library(let failure): throw failure
            case .unreadable(let cause):
                if let address = WrongArchive.address(
                    cause.path, "the signature path", copying: "cp", to: "heads --recursive")
                {
                    throw address
                }
                let near = cause.isAbsent ? WrongArchive.nearestName(cause.path, [.directory, .regular]) : nil
                throw OperationalError(
                    reading: cause,
                    "the signatures \(cause.path) can't be read: \(cause.reason)"
                        + (near.map { "; did you mean \($0)?" } ?? ""))
            case .noListing(let path):
                let look = FileLook(ofFile: path).flatMap { $0.kind == .savedAnswers ? nil : $0 }
                let advice = look?.advice(command: FileLook.headCommand)
                throw OperationalError(
                    .malformedInput,
                    "the signature file \(path) isn't a listing: "
                        + (advice
                            ?? "give a folder of head-object answers, JSON Lines, a JSON array, answers in a row, or CSV "
                            + "with the columns key and signature"))
            case .tooLarge(let path, let limit):
                throw OperationalError(
                    .malformedInput,
                    "the signature file \(path) is larger than \(limit) bytes; split it, and give --signatures for each part"
                )
            }
        }
    }
}
