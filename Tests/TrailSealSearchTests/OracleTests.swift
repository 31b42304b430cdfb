import Testing
import TrailSealSearchAdapter
import VirtualTrail

@testable import TrailSealSearch

private typealias Tampering = TrailSealSearch.Tampering

/// Runs without a window and filters, whatever the options were.
private struct ForgetfulVerifier: Verifier {
    func answer(_ run: Run) throws -> Answer? {
        var run = run
        (run.options.from, run.options.to, run.options.accounts, run.options.regions) = (nil, nil, [], [])
        return try RunVerifier().answer(run)
    }
}

/// The oracle itself: it excuses only what the contract excuses, and detects a verifier that misses something.
@Suite struct OracleTests {
    private let world: TrueWorld
    private let main: [Digest]

    init() {
        world = .shared(.accounts)
        main = world.chains[0].digests
    }

    private var usual: Trial { Trial(RunVerifier(), Oracle(world)) }

    private func violations(_ trial: Trial, _ tamperings: [Tampering]) throws -> [String] {
        try trial.run(tamperings.map { $0.change(world) }).violations.map(\.detail)
    }

    private func digests(_ chain: String) -> [Digest] { world.chain(chain)?.digests ?? [] }

    private var digest: Path { Path(main[3].key) }
    private var log: Path { Path(main[3].logs[0].key) }
    private var newest: Path { Path(main[5].key) }

    /// An archive for each silence. It really ends with 0, so every silence is needed.
    @Test(arguments: Silence.allCases) func silence(_ silence: Silence) throws {
        let file = Plants.forgedLog
        let tampering: Tampering =
            switch silence {
            case .identicalCopy: .copy(digest, to: "backup/" + digest)
            case .anotherMapping: .rename(digest, to: "backup/" + digest)
            case .hiddenName: .plant(log.splitAtLastSlash.folder + "/.hidden.json.gz", file)
            case .folderMarker: .plant(log.splitAtLastSlash.folder + "/folder", StoredFile([]))
            case .noDigestName: .plant(digest.splitAtLastSlash.folder + "/notes.txt", file)
            case .outOfScope: .plant(Path(Log(Trail(), at: TrueWorld.to + 5 * 86_400, records: 1, seed: 7).key), file)
            case .backfillEnd: .remove(objects(of: digests("backfill").suffix(1)), what: "the newest backfill")
            case .invisible: .remove(objects(of: main + digests("backfill")), what: "main and backfill")
            case .overwrittenVersion: Tamperings(world: world).replayOfOverwritten
            case .undecided: .plant("elsewhere/CloudTrail-Digest/us-east-1/x.json.txt", file)
            }
        var trial = usual
        // Without the filters that name it, and without its saved signatures.
        var changes = [tampering.change(world)]
        if silence == .invisible { trial.options.accounts = [] }
        if silence == .invisible || silence == .backfillEnd {
            changes += unsigned(silence == .invisible ? main + digests("backfill") : digests("backfill").suffix(1))
        }
        let outcome = try trial.run(changes)
        #expect(outcome.violations.isEmpty)
        #expect(outcome.passes)
        #expect(outcome.difference.silences.contains(silence))
        #expect(outcome.difference.reasons.isEmpty)
    }

    /// Removes saved signatures of absent digests, because they would reveal them (TIME-24).
    private func unsigned(_ digests: [Digest]) -> [Archive.Change] {
        digests.map { Tampering.sign(Path($0.key), .delete).change(world) }
    }

    private func objects(of digests: [Digest]) -> [Path] {
        (digests.map(\.key) + digests.flatMap(\.logs).map(\.key)).map { Path($0) }
    }

    /// A verifier that knows the true bytes, whatever the files hold.
    @Test func blindToContent() throws {
        var trial = usual
        let truth = world.archive.files
        trial.serving = { truth[$0] ?? $1 }
        for path in [digest, log, newest] {
            #expect(try violations(trial, [.change(path, .flipContent(eighths: 4))]).count >= 2, "\(path)")
            #expect(try !violations(trial, [.change(path, .empty)]).isEmpty)
        }
        #expect(try !violations(trial, [.swap(digest, newest)]).isEmpty)
        #expect(try violations(trial, [.change(log, .recompress(9))]).isEmpty)
    }

    /// A verifier that reads the first gzip member and ignores what follows.
    @Test func blindToTrailingBytes() throws {
        var trial = usual
        trial.serving = { $1.isWhole ? $1 : StoredFile(content: $1.content) }
        for path in [digest, log] {
            let found = try violations(trial, [.change(path, .secondMember(FileChange.forgedRecords))])
            #expect(found.contains { $0.hasPrefix("exit 0 although") })
            #expect(found.contains { $0.hasPrefix("verified, but not what was delivered") })
        }
    }

    /// A verifier that sees only the files that belong there.
    @Test func blindToExtraFiles() throws {
        var trial = usual
        let truth = world.archive.files
        trial.serving = { truth[$0] == nil ? nil : $1 }
        let planted = Path(Log(Trail(), at: main[3].start + 1_800, records: 1, seed: 7).key)
        #expect(try !violations(trial, [.plant(planted, StoredFile(content: FileChange.forgedRecords))]).isEmpty)
        #expect(try !violations(trial, [.plant(digest.dropLast(3), StoredFile(Array("{}".utf8)))]).isEmpty)
    }

    /// A verifier that takes the forger's key for one of AWS's.
    @Test func believesTheForger() throws {
        var trial = usual
        trial.options.keys = [.first, .second, .forger]
        let forgery = Forgery(chain: 0, position: 5, edit: .fingerprintOfForger, cover: .signed)
        let found = try violations(trial, [.forge(forgery)])
        #expect(found.contains { $0.hasPrefix("exit 0 although") })
        #expect(found.contains { $0.hasPrefix("verified, but not what was delivered") })
        #expect(try violations(usual, [.forge(forgery)]).isEmpty)
    }

    /// A verifier that proves nothing reports too little about changed and unchanged files.
    @Test func provesNothing() throws {
        var trial = usual
        trial.options.keys = []
        for path in [digest, log] {
            let found = try violations(trial, [.change(path, .flipContent(eighths: 4))])
            #expect(found.contains { $0.hasPrefix("exit 2 although \(path) differs") })
        }
        #expect(try violations(trial, []).contains { $0.hasPrefix("exit 2 although nothing was tampered with") })
    }

    /// A verifier that doesn't know the expected chains.
    @Test func doesNotKnowTheWindow() throws {
        var trial = usual
        trial.verifier = ForgetfulVerifier()
        for removed in [Array(main.prefix(1)), digests("region") + digests("quiet")] {
            let tamperings =
                [.remove(objects(of: removed), what: "")] + removed.map { Tampering.sign(Path($0.key), .delete) }
            #expect(try !violations(trial, tamperings).isEmpty)
            #expect(try violations(usual, tamperings).isEmpty)
        }
    }

    /// A verifier that corrupts what it reads calls untouched files invalid.
    @Test func accusesTheUntouched() throws {
        for path in [digest, log] {
            var trial = usual
            trial.serving = { $0 == path ? FileChange.flipContent(eighths: 4).applied(to: $1) : $1 }
            let found = try violations(trial, [])
            #expect(found.contains { $0.hasPrefix("untouched, but ") }, "\(path)")
            #expect(found.contains { $0.hasPrefix("exit 1 although nothing was tampered with") })
        }
        var trial = usual
        let gone = log
        trial.serving = { $0 == gone ? nil : $1 }
        #expect(try violations(trial, []).contains { $0.hasPrefix("untouched, but missing") })
    }

    /// If the oracle is wrong about one byte, it disagrees with the verifier.
    @Test func errsAboutOneByte() throws {
        for path in [digest, log, newest] {
            let file = try #require(world.archive.files[path])
            let wrong = Oracle(world).believing(FileChange.flipContent(eighths: 4).applied(to: file), under: path)
            let found = try violations(Trial(RunVerifier(), wrong), [])
            #expect(found.contains { $0.hasPrefix("exit 0 although \(path) differs") })
            #expect(found.contains { $0.hasPrefix("verified, but not what was delivered: \(path)") })
        }
    }
}
