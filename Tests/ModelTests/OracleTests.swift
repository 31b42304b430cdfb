import CloudTrailVerification
import Primitives
import Testing
import VirtualTrail

/// The oracle itself: what it excuses is what the contract says, and a verifier that is blind to something is caught.
@Suite struct OracleTests {
    private let world: ModelWorld
    private let main: [Digest]

    init() throws {
        world = try ModelWorld.shared.get()
        main = world.chains[ModelWorld.main].digests
    }

    private func violations(_ trial: Trial, _ tamperings: [Tampering]) throws -> [String] {
        try trial.run(tamperings).violations
    }

    private var digest: ByteString { ByteString(main[3].key) }
    private var log: ByteString { ByteString(main[3].logs[0].key) }
    private var newest: ByteString { ByteString(main[5].key) }

    /// An archive for each silence, which really ends in 0: none is excused in vain.
    @Test(arguments: Silence.allCases) func silence(_ silence: Silence) throws {
        let file = StoredFile(content: FileChange.forgedRecords)
        let tampering: Tampering =
            switch silence {
            case .identicalCopy: .copy(digest, to: "backup/" + digest)
            case .anotherMapping: .rename(digest, to: "backup/" + digest)
            case .hiddenLogName: .plant(log.splitAtLastSlash.folder + "/.hidden.json.gz", file)
            case .folderMarker: .plant(log.splitAtLastSlash.folder + "/folder", StoredFile([]))
            case .noDigestName: .plant(digest.splitAtLastSlash.folder + "/notes.txt", file)
            case .outOfScope:
                .plant(ByteString(Log(Trail(), at: ModelWorld.to + 300, records: 1, seed: 7).key), file)
            case .backfillEnd:
                .remove(objects(of: world.chains[ModelWorld.backfill].digests.suffix(1)), what: "the newest backfill")
            case .chainGone:
                .remove(objects(of: main + world.chains[ModelWorld.backfill].digests), what: "main and backfill")
            case .overwrittenVersion: Tamperings(world: world).replayOfOverwritten
            }
        let outcome = try Trial(world).run([tampering])
        #expect(outcome.violations.isEmpty)
        #expect(outcome.passes)
        #expect(outcome.difference.silences.contains(silence))
        #expect(outcome.difference.reasons.isEmpty)
    }

    private func objects(of digests: [Digest]) -> [ByteString] {
        (digests.map(\.key) + digests.flatMap(\.logs).map(\.key)).map { ByteString($0) }
    }

    /// A verifier that sees the true bytes, whatever is there.
    @Test func blindToContent() throws {
        var trial = Trial(world)
        let truth = world.archive.files
        trial.serving = { truth[$0] ?? $1 }
        for path in [digest, log, newest] {
            #expect(try violations(trial, [.change(path, .flipContent(eighths: 4))]).count >= 2, "\(path)")
            #expect(try !violations(trial, [.change(path, .empty)]).isEmpty)
        }
        #expect(try !violations(trial, [.swap(digest, newest)]).isEmpty)
        #expect(try violations(trial, [.change(log, .recompress(9))]).isEmpty)
    }

    /// A verifier that reads the first gzip member and never asks what follows.
    @Test func blindToTrailingBytes() throws {
        var trial = Trial(world)
        trial.serving = { $1.isWhole ? $1 : StoredFile(content: $1.content) }
        for path in [digest, log] {
            let found = try violations(trial, [.change(path, .secondMember(FileChange.forgedRecords))])
            #expect(found.contains { $0.hasPrefix("exit 0 although") })
            #expect(found.contains { $0.hasPrefix("verified, but not what was delivered") })
        }
    }

    /// A verifier that sees only what belongs there.
    @Test func blindToExtraFiles() throws {
        var trial = Trial(world)
        let truth = world.archive.files
        trial.serving = { truth[$0] == nil ? nil : $1 }
        let planted = ByteString(Log(Trail(), at: main[3].start + 1_800, records: 1, seed: 7).key)
        #expect(try !violations(trial, [.plant(planted, StoredFile(content: FileChange.forgedRecords))]).isEmpty)
        #expect(try !violations(trial, [.copyInflated(digest, to: digest.dropLast(3))]).isEmpty)
    }

    /// A verifier that takes the forger's key for one of AWS's.
    @Test func believesTheForger() throws {
        var trial = Trial(world)
        trial.keys = try KeyStore([SigningKey.first, .second, .forger].map(ModelWorld.record))
        let chain = ModelWorld.main
        let forgery = Forgery(chain: chain, position: 5, edit: .fingerprintOfForger, cover: .signed)
        let found = try violations(trial, [.forge(forgery)])
        #expect(found.contains { $0.hasPrefix("exit 0 although") })
        #expect(found.contains { $0.hasPrefix("verified, but not what was delivered") })
        #expect(try violations(Trial(world), [.forge(forgery)]).isEmpty)
    }

    /// A verifier that proves nothing says too little of what was changed, and of what was not.
    @Test func provesNothing() throws {
        var trial = Trial(world)
        trial.keys = try KeyStore([])
        for path in [digest, log] {
            let found = try violations(trial, [.change(path, .flipContent(eighths: 4))])
            #expect(found.contains { $0.hasPrefix("exit 2 although \(path) differs") })
        }
        #expect(try violations(trial, []).contains { $0.hasPrefix("exit 2 although nothing was tampered with") })
    }

    /// A verifier that is not told what to expect.
    @Test func doesNotKnowTheWindow() throws {
        var trial = Trial(world)
        trial.policy = try VerificationPolicy()
        let region = world.chains[ModelWorld.region].digests
        for removed in [objects(of: Array(main.prefix(1))), objects(of: region)] {
            #expect(try !violations(trial, [.remove(removed, what: "")]).isEmpty)
            #expect(try violations(Trial(world), [.remove(removed, what: "")]).isEmpty)
        }
    }

    /// A verifier that spoils what it reads calls untouched files invalid.
    @Test func accusesTheUntouched() throws {
        for path in [digest, log] {
            var trial = Trial(world)
            trial.serving = { $0 == path ? FileChange.flipContent(eighths: 4).applied(to: $1) : $1 }
            let found = try violations(trial, [])
            #expect(found.contains { $0.hasPrefix("untouched, but ") }, "\(path)")
            #expect(found.contains { $0.hasPrefix("exit 1 although nothing was tampered with") })
        }
        var trial = Trial(world)
        let gone = log
        trial.serving = { $0 == gone ? nil : $1 }
        #expect(try violations(trial, []).contains { $0.hasPrefix("untouched, but missing") })
    }

    /// An oracle that errs about one byte does not agree with the verifier.
    @Test func errsAboutOneByte() throws {
        for path in [digest, log, newest] {
            let file = try #require(world.archive.files[path])
            let wrong = Oracle(world).believing(FileChange.flipContent(eighths: 4).applied(to: file), under: path)
            let found = try violations(Trial(world, wrong), [])
            #expect(found.contains { $0.hasPrefix("exit 0 although \(path) differs") })
            #expect(found.contains { $0.hasPrefix("verified, but not what was delivered: \(path)") })
        }
    }
}
