import Foundation
import TestSupport
import Testing
import TrailSeal

/// What a program that imports TrailSeal gets.
@Suite struct VerifierTests {
    @Test func clean() throws {
        let vector = try Vector.named("clean")
        let report = try vector.verifier().verify([vector.tree.path])
        #expect(report.verdict == .verified && report.findings.allSatisfy { $0.verdict == .note })
        #expect(report.summary.digests.verified == 3 && report.summary.logs.verified == 6)
        let chain = try #require(report.chains.first)
        #expect(report.chains.count == 1 && chain.id.description == "111122223333/us-east-1/management")
        #expect(chain.covered == [try Self.day(0, 3)])
    }

    @Test func editedLog() throws {
        let vector = try Vector.named("log-edited")
        let report = try vector.verifier().verify([vector.tree.path])
        #expect(report.verdict == .invalid)
        let finding = try #require(report.findings.first { $0.verdict == .invalid })
        #expect(finding.code == .logHashMismatch && finding.path?.hasPrefix(vector.tree.path) == true)
        #expect(finding.expected?.count == 64 && finding.actual?.count == 64 && finding.expected != finding.actual)
        #expect(!finding.code.title.isEmpty && !finding.code.meaning.isEmpty && !finding.code.nextStep.isEmpty)
        #expect("\(finding)".hasPrefix("log-hash-mismatch: \(vector.tree.path)"))
    }

    /// Every case with the exit status and findings of the program.
    @Test(arguments: Vector.all) func vectors(_ vector: Vector) throws {
        let report = try vector.verifier().verify([vector.tree.path])
        #expect(report.verdict.rawValue == vector.one.verdict)
        let found = Set(report.findings.map(\.code.rawValue))
        let expected = Set(vector.one.findings.map(\.code))
        #expect(found.isSuperset(of: expected))
        #expect(found.subtracting(expected).isSubset(of: vector.one.tolerated ?? []))
    }

    @Test func thereAreVectors() { #expect(Vector.all.count > 100) }

    @Test func scope() throws {
        let vector = try Vector.named("log-edited")
        let verifier = try vector.verifier()
        let allowed = Scope(allowances: [.init(.coverageGap, region: "us-east-1")])
        #expect(try verifier.verify([vector.tree.path], scope: allowed).verdict == .invalid)
        let other = try verifier.verify([vector.tree.path], scope: Scope(accounts: ["999999999999"]))
        #expect(other.verdict == .unverified && other.findings.map(\.code) == [.coverageGap])
        let wrong = [
            Scope(from: try Timestamp("2026-10-02T00:00:00Z"), to: try Timestamp("2026-10-01T00:00:00Z")),
            Scope(accounts: ["1"]),
            Scope(trails: ["arn:aws:s3:::bucket"]), Scope(allowances: [.init(.logHashMismatch)]),
        ]
        for scope in wrong {
            let error = #expect(throws: TrailSealError.self) { try verifier.verify([vector.tree.path], scope: scope) }
            guard case .invalidScope = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
    }

    @Test func inputsThatCannotBeRead() throws {
        let vector = try Vector.named("clean")
        let folder = try TemporaryFolder()
        try folder.write("{}", to: "keys.json")
        try folder.write("no listing", to: "heads")
        #expect(throws: TrailSealError.unreadable(path: folder.path("none"), reason: "No such file or directory")) {
            try PublicKeys(contentsOf: folder.path("none"))
        }
        #expect(throws: TrailSealError.self) { try PublicKeys(contentsOf: folder.path("keys.json")) }
        #expect(throws: TrailSealError.self) { try PublicKeys(json: "[".utf8) }
        let verifier = try vector.verifier()
        #expect(throws: TrailSealError.self) { try verifier.verify([folder.path("none")]) }
        #expect(throws: TrailSealError.nothingToJudge) { try verifier.verify([folder.path]) }
        var other = verifier
        other.signatures = .saved(at: folder.path("heads"))
        #expect(throws: TrailSealError.malformed(path: folder.path("heads"), reason: "it isn't a listing of answers")) {
            try other.verify([vector.tree.path])
        }
    }

    @Test func severalFolders() throws {
        let vector = try Vector.named("clean")
        let empty = try TemporaryFolder()
        let verifier = try vector.verifier()
        let error = TrailSealError.unreadable(
            path: empty.path, reason: "it holds no CloudTrail digest file and no log file")
        #expect(throws: error) { try verifier.verify([vector.tree.path, empty.path]) }
        #expect(throws: TrailSealError.nothingToJudge) { try verifier.verify([]) }
        #expect(try verifier.verify([vector.tree.path, vector.tree.path]).verdict == .verified)
    }

    /// The files of keys and signatures aren't part of the archive in which they lie.
    @Test func inputsInTheArchive() throws {
        let vector = try Vector.named("clean")
        let folder = try TemporaryFolder()
        try folder.copy(vector.tree, to: "archive")
        try folder.copy(vector.folder.appending(path: "keys"), to: "archive/AWSLogs/111122223333/CloudTrail/keys")
        try folder.copy(
            vector.folder.appending(path: "signatures"), to: "archive/AWSLogs/111122223333/CloudTrail/heads")
        let inside = folder.path("archive/AWSLogs/111122223333/CloudTrail")
        let verifier = Verifier(
            keys: try PublicKeys(contentsOf: inside + "/keys"), signatures: .saved(at: inside + "/heads"))
        let report = try verifier.verify([folder.path("archive")])
        let program = try Program.trailseal(
            "verify", "archive", "--keys", inside + "/keys", "--signatures", inside + "/heads"
        ).run(in: folder.path)
        #expect(report.verdict == .verified && program.status == 0, "\(report.findings) \(program.output)")
    }

    @Test func extremeTimes() throws {
        let vector = try Vector.named("clean")
        let verifier = try vector.verifier()
        for (start, end) in [(Int64.min, Int64.max), (Int64.min, 0), (1_800_000_000, Int64.max)] {
            let scope = Scope(
                from: Timestamp(secondsSince1970: start), to: Timestamp(secondsSince1970: end),
                allowances: [
                    .init(
                        .coverageGap,
                        interval: Period(
                            start: Timestamp(secondsSince1970: start), end: Timestamp(secondsSince1970: end)))
                ], copiedLogs: .from(Timestamp(secondsSince1970: end)))
            guard let report = try? verifier.verify([vector.tree.path], scope: scope) else { continue }
            for format in Report.Format.allCases { #expect(!report.rendered(as: format).isEmpty || format != .text) }
        }
        #expect(Timestamp(secondsSince1970: .max).description == "9999-12-31T23:59:59Z")
        #expect(Timestamp(secondsSince1970: .min).description == "0001-01-01T00:00:00Z")
    }

    @Test func inATask() async throws {
        let vector = try Vector.named("clean")
        let (states, progress) = AsyncStream.makeStream(of: TrailSeal.Progress.self)
        let verifier = try vector.verifier()
        let report = try await verifier.verify([vector.tree.path], progress: progress)
        #expect(report.verdict == .verified)
        var last: TrailSeal.Progress?
        for await state in states { last = state }
        #expect(last?.readFiles == 9 && last?.totalFiles == 9 && (last?.readBytes ?? 0) > 0)
    }

    @Test func cancelledTask() async throws {
        let vector = try Vector.named("clean")
        let verifier = try vector.verifier()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await verifier.verify([vector.tree.path])
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test(arguments: Report.Format.allCases) func rendered(_ format: Report.Format) throws {
        let vector = try Vector.named("log-edited")
        let report = try vector.verifier().verify([vector.tree.path])
        let text = report.rendered(as: format)
        #expect(text.contains("log-hash-mismatch") && text == report.rendered(as: format))
        if format == .json {
            let value = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
            #expect(value?["verdict"] as? String == "invalid")
        }
    }

    private static func day(_ from: Int, _ to: Int) throws -> Period {
        Period(start: try Timestamp("2026-10-01T0\(from):00:00Z"), end: try Timestamp("2026-10-01T0\(to):00:00Z"))
    }

    @Test func times() throws {
        let time = try Timestamp("2026-10-01T02:00:00+02:00")
        #expect(time.description == "2026-10-01T00:00:00Z" && time > Timestamp(secondsSince1970: 0))
        #expect(throws: TrailSealError.self) { try Timestamp("yesterday") }
    }

    @Test func controls() throws {
        let now = try Timestamp("2026-11-01T00:00:00Z")
        for one in ControlCase.all where one.arguments == ["description.json"] && one.complaint == nil {
            let path = TestPaths.package.appending(path: "TestVectors/controls/\(one.name)/description.json").path
            let controls = try Controls(descriptionsAt: [path], now: now)
            #expect(
                controls.accounts.count == one.accounts.count && controls.accounts.allSatisfy { $0.controls.count == 7 }
            )
            for (found, expected) in zip(controls.accounts, one.accounts) {
                for (id, control) in expected.controls {
                    #expect(
                        found.controls.first { $0.id == id }?.status.rawValue == control.status, "\(one.name) \(id)")
                }
            }
        }
        #expect(throws: TrailSealError.self) { try Controls(description: "[]x".utf8, now: now) }
    }

    @Test func export() throws {
        let vector = try Vector.named("log-edited")
        let folder = try TemporaryFolder()
        let (report, totals) = try vector.verifier().export([vector.tree.path], to: folder.path("events"))
        #expect(report.verdict == .invalid)
        #expect(totals.logs == report.summary.logs.verified && totals.discarded == 1 && totals.events > 0)
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path("events"))
        #expect(files.count { $0.hasSuffix(".jsonl") } == totals.logs)
        #expect(throws: TrailSealError.unwritable("\(folder.path("events")) isn't empty")) {
            try vector.verifier().export([vector.tree.path], to: folder.path("events"))
        }
    }
}
