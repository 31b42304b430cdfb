internal import CloudTrailVerification
internal import FileTree
internal import LibCrypto
internal import Primitives
internal import Reporting
internal import VerificationState

/// The state file that the user named: read before the run, replaced after it, and locked in between.
///
/// The file is replaced as a whole, so that a run that is killed leaves the old state or the new one; and only where
/// the run had something to add, so that a file which is at odds with the archive stays as it is.
struct StateStore {
    private let path: ByteString
    /// Kept until the process ends.
    private let lock: RunLock
    /// Real paths of the archive, for the record.
    private let archives: [String]
    /// Nil where there was no file.
    private let loaded: StateFile?
    /// The file as a report names it.
    let input: ReportHead.Input

    /// Errors: `OperationalError` with 75 where another run holds the state, 65 where the file is none that this version
    /// can use, 66 where it cannot be read, 73 where nothing can be made beside it.
    init(_ text: String, archives: [String]) throws {
        path = RawArguments.bytes(of: text)
        // Under every name it is one state, with one lock.
        lock = try RunLock(InputLoading.realPath(path) + ".lock", of: "the state")
        self.archives = archives.map { InputLoading.realPath(RawArguments.bytes(of: $0)).description }
        guard let content = try Self.content(path) else {
            loaded = nil
            input = ReportHead.Input(path: path.description)
            return
        }
        do throws(StateFileError) { loaded = try StateFile.decode(content) } catch {
            throw OperationalError(
                .malformedInput,
                "the state file \(path) cannot be used: \(error); name another file to begin anew, this one is left alone"
            )
        }
        input = ReportHead.Input(path: path.description, sha256: try SHA256Hasher.hash(content).hex)
    }

    /// Nil where there is no file.
    private static func content(_ path: ByteString) throws(OperationalError) -> [UInt8]? {
        let content: [UInt8]?
        do throws(FileTreeError) { content = try OpenFile(userPath: path).contents(limit: StateFile.sizeLimit) } catch {
            if error.isAbsent { return nil }
            if error.isWrongKind {
                throw OperationalError(.malformedInput, "the state file \(path) is no regular file")
            }
            throw OperationalError(reading: error, "the state file \(path) cannot be read: \(error.reason)")
        }
        guard let content else {
            throw OperationalError(
                .malformedInput, "the state file \(path) is larger than \(StateFile.sizeLimit) bytes; it is left alone")
        }
        return content
    }

    /// What earlier runs verified.
    func history(isReread: Bool) -> History { History(loaded?.checkpoints ?? [], isReread: isReread) }

    /// Errors: `OperationalError` with 65 where the archive lies elsewhere and holds no chain that the state knows: then
    /// it is another one, and all that the state knows would seem to be gone.
    func expectSameArchive(_ result: VerificationResult) throws(OperationalError) {
        guard let loaded, !loaded.checkpoints.isEmpty, result.isComplete, !result.holdsKnownChain,
            loaded.archives != archives
        else { return }
        throw OperationalError(
            .malformedInput,
            "the state file \(path) is of another archive, \(loaded.archives.joined(separator: ", ")); "
                + "give each archive a state file of its own")
    }

    /// Errors: `OperationalError` with 73 where the file cannot be replaced; then the old one is still there.
    func save(_ checkpoints: [Checkpoint]) throws {
        guard checkpoints != loaded?.checkpoints ?? [] else { return }
        let content = try StateFile(archives: archives, checkpoints: checkpoints).encoded()
        do throws(FileTreeError) {
            let writer = try AtomicFileWriter(path: path, uniqueSuffix: "state", replacesLeftover: true)
            writer.write(content)
            try writer.commit()
        } catch {
            throw OperationalError(.cannotCreate, "the state file \(path) cannot be written: \(error.reason)")
        }
    }
}
