internal import TrailSealFileTree
internal import TrailSealPrimitives
internal import TrailSealReporting
internal import TrailSealState
internal import TrailSealVerification

/// The state file that the user named: read before the run, replaced after it, and locked in between.
///
/// The file is replaced as a whole, so that a killed run leaves either the old state or the new one. It is replaced only if
/// the run has something to add, so that a file that contradicts the archive stays unchanged.
struct StateStore {
    private let path: ByteString
    /// The lock. It is held until the process ends.
    private let lock: RunLock
    /// The real paths of the archive folders, as the file records them.
    private let archives: [String]
    /// The file as it was read, or nil if there was none.
    private let loaded: StateFile?
    /// The file as a report names it.
    let input: ReportHead.Input

    /// Takes the lock and reads the file. Errors: `OperationalError` with 75 if another run holds the state, 65 if the file isn't one that this version can
    /// use, 66 if it can't be read, 73 if no lock file can be created beside it.
    init(_ text: String, archives: [String]) throws {
        path = RawArguments.bytes(of: text)
        // A file that isn't a state file gets no lock file.
        _ = try StateAccess.read(path)
        lock = try StateAccess.lock(path)
        self.archives = archives.map { RealPath.of(RawArguments.bytes(of: $0)).description }
        let content = try StateAccess.read(path)
        loaded = content?.file
        input = ReportHead.Input(path: path.description, sha256: content?.sha256)
    }

    /// Whether there was no file, so that the run begins one.
    var isNew: Bool { loaded == nil }

    /// The chains that the user made the file forget since the last full run. If no full run is known, all of them (STATE-10).
    var forgottenSinceFullRun: [ForgottenChain] {
        guard let known = loaded?.known else { return [] }
        guard let fullRunAt = known.fullRunAt else { return known.forgotten }
        return known.forgotten.filter { $0.at >= fullRunAt }
    }

    /// The chains that earlier runs verified.
    var knownChains: [KnownChain] { loaded?.known.chains ?? [] }

    /// Errors: `OperationalError` with 65 if the archive has another path and holds no chain of the state. It is then another
    /// archive, and everything in the state would seem to be gone.
    func expectSameArchive(_ result: VerificationResult) throws(OperationalError) {
        guard let loaded, !loaded.known.chains.isEmpty, result.isComplete, !result.holdsKnownChain,
            loaded.archives != archives
        else { return }
        throw OperationalError(
            .malformedInput,
            "the state file \(path) is of another archive, \(loaded.archives.joined(separator: ", ")); "
                + "give each archive its own --state file")
    }

    /// Saves what a complete run added. After a verified run, a file of an older version is written in the newest one.
    /// `fullRunAt` is when the run began, if it is verified and read everything. Returns whether the file was written. Errors:
    /// `OperationalError` with 73 if the file can't be replaced; then the old one is still there.
    func save(chains: [KnownChain], isVerified: Bool, fullRunAt: UnixTime?) throws -> Bool {
        let before = loaded?.known ?? KnownArchive()
        let known = KnownArchive(
            chains: chains, forgotten: before.forgotten, fullRunAt: fullRunAt ?? before.fullRunAt)
        guard let loaded else {
            // A file without chains would be of no use.
            if known.chains.isEmpty { return false }
            try write(known)
            return true
        }
        guard known != before || (isVerified && loaded.version < StateFile.newestVersion) else { return false }
        try write(known)
        return true
    }

    /// Prints that the file wasn't written, and why (STATE-11).
    func sayNotWritten(because reason: String) {
        Console.printError("the state file \(path) was not written: \(reason)")
    }

    private func write(_ known: KnownArchive) throws {
        try StateAccess.write(StateFile(archives: archives, known: known), to: path)
    }
}
