internal import TrailSealFileTree
internal import TrailSealLibCrypto
internal import TrailSealPrimitives
internal import TrailSealState

/// Locks, reads and replaces a state file.
enum StateAccess {
    /// The content of a state file.
    struct Content {
        /// The decoded file.
        let file: StateFile
        /// The SHA-256 of its bytes in hexadecimal.
        let sha256: String
    }

    /// Takes the lock of the state at `path`. A state has one lock, whatever name is used for it. Errors: see `RunLock`.
    static func lock(_ path: ByteString) throws(OperationalError) -> RunLock {
        try RunLock(RealPath.of(path) + ".lock", of: "the state")
    }

    /// Returns nil if there is no file. Errors: `OperationalError` with 65 if the file isn't one that this version can use,
    /// 66 if it can't be read, 74 if the device failed.
    static func read(_ path: ByteString) throws -> Content? {
        guard let bytes = try bytes(path) else { return nil }
        let file: StateFile
        do throws(StateFileError) { file = try StateFile.decode(bytes) } catch {
            throw OperationalError(
                .malformedInput,
                "the state file \(path) can't be used: \(error); it is unchanged; give --state another file to start over"
            )
        }
        return Content(file: file, sha256: try SHA256Hasher.hash(bytes).hex)
    }

    private static func bytes(_ path: ByteString) throws(OperationalError) -> [UInt8]? {
        let content: [UInt8]?
        do throws(FileTreeError) { content = try OpenFile(userPath: path).contents(limit: StateLimits.fileSize) } catch
        {
            if error.isAbsent { return nil }
            if error.isWrongKind {
                throw OperationalError(.malformedInput, "the state file \(path) isn't a regular file")
            }
            throw OperationalError(reading: error, "the state file \(path) can't be read: \(error.reason)")
        }
        guard let content else {
            throw OperationalError(
                .malformedInput, "the state file \(path) is larger than \(StateLimits.fileSize) bytes; it is unchanged"
            )
        }
        return content
    }

    /// Replaces the file as a whole. The caller holds the lock. Errors: `OperationalError` with 73 if it can't be replaced;
    /// then the old one is still there.
    static func write(_ file: StateFile, to path: ByteString) throws {
        func failure(_ reason: String) -> OperationalError {
            OperationalError(.cannotCreate, "the state file \(path) can't be written: \(reason)")
        }
        let content: [UInt8]
        do { content = try file.encoded() } catch let error as StateFileError { throw failure("\(error)") }
        do throws(FileTreeError) {
            let writer = try AtomicFileWriter(path: path, uniqueSuffix: "state", replacesLeftover: true)
            writer.write(content)
            try writer.commit()
        } catch { throw failure(error.reason) }
    }
}
