internal import CloudTrailVerification
internal import Primitives
internal import Reporting
internal import VerificationState

/// The state file that the user named: read before the run, replaced after it, and locked in between.
///
/// The file is replaced as a whole, so that a run that is killed leaves the old state or the new one. It is replaced only
/// if the run had something to add, so that a file which is at odds with the archive stays as it is.
struct StateStore {
    private let path: ByteString
    /// Kept until the process ends.
    private let lock: RunLock
    /// Real paths of the archive, for the record.
    private let archives: [String]
    /// Nil if there was no file.
    private let loaded: StateFile?
    /// The file as a report names it.
    let input: ReportHead.Input

    /// Errors: `OperationalError` with 75 if another run holds the state, 65 if the file isn't one that this version can
    /// use, 66 if it can't be read, 73 if nothing can be made beside it.
    init(_ text: String, archives: [String]) throws {
        path = RawArguments.bytes(of: text)
        // Beside a file that is no state, no lock is made.
        _ = try StateAccess.read(path)
        lock = try StateAccess.lock(path)
        self.archives = archives.map { InputLoading.realPath(RawArguments.bytes(of: $0)).description }
        let content = try StateAccess.read(path)
        loaded = content?.file
        input = ReportHead.Input(path: path.description, sha256: content?.sha256)
    }

    /// Whether there was no file: the run begins one.
    var isNew: Bool { loaded == nil }

    /// What the file was made to forget since the last full run: all that it keeps, if no full run is known (STATE-10).
    var forgottenSinceFullRun: [ForgottenChain] {
        guard let known = loaded?.known else { return [] }
        guard let fullRunAt = known.fullRunAt else { return known.forgotten }
        return known.forgotten.filter { $0.at >= fullRunAt }
    }

    /// What earlier runs verified, chain by chain.
    var knownChains: [KnownChain] { loaded?.known.chains ?? [] }

    /// Errors: `OperationalError` with 65 if the archive lies elsewhere and holds no chain that the state knows. It is then
    /// another one, and all that the state knows would seem to be gone.
    func expectSameArchive(_ result: VerificationResult) throws(OperationalError) {
        guard let loaded, !loaded.known.chains.isEmpty, result.isComplete, !result.holdsKnownChain,
            loaded.archives != archives
        else { return }
        throw OperationalError(
            .malformedInput,
            "the state file \(path) is of another archive, \(loaded.archives.joined(separator: ", ")); "
                + "give each archive a state file of its own")
    }

    /// Keeps what a complete run added. A file of an older version is written anew after a verified run. `fullRunAt` is
    /// when the run began, if it is verified and read everything. Returns whether the file was written. Errors:
    /// `OperationalError` with 73 if the file can't be replaced; then the old one is still there.
    func save(chains: [KnownChain], isVerified: Bool, fullRunAt: UnixTime?) throws -> Bool {
        let before = loaded?.known ?? KnownArchive()
        let known = KnownArchive(
            chains: chains, forgotten: before.forgotten, fullRunAt: fullRunAt ?? before.fullRunAt)
        guard let loaded else {
            // A file without a chain would say nothing.
            if known.chains.isEmpty { return false }
            try write(known)
            return true
        }
        guard known != before || (isVerified && loaded.version < StateFile.newestVersion) else { return false }
        try write(known)
        return true
    }

    /// Says that the file was not written, and why (STATE-11).
    func sayNotWritten(because reason: String) {
        Console.printError("the state file \(path) was not written: \(reason)")
    }

    private func write(_ known: KnownArchive) throws {
        try StateAccess.write(StateFile(archives: archives, known: known), to: path)
    }
}
