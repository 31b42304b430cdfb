import CloudTrailArchive
import CloudTrailVerification
import Foundation
import Primitives
import Reporting
import Synchronization
import TestSupport
import Testing
import VirtualTrail

@testable import TrailSealCommands

/// An archive that is judged account by account gets the report that it gets as a whole.
@Suite struct DividedTests {
    private static let neighbour = "999988887777"

    /// How an archive is divided. The product chooses by the number of jobs: accounts are work enough for none, and
    /// three jobs need the regions.
    fileprivate enum Division: Int, CaseIterable {
        case byAccount = 0
        case byRegion = 3

        var jobs: Int { rawValue }
    }

    /// Puts a healthy account beside each that a case holds, so that there are several.
    private static func addNeighbour(_ tree: String) throws {
        var trail = Trail()
        trail.account = neighbour
        let digests = World.hourly(trail, 0..<3, logs: 1, records: 1)
        var world = World()
        world.publish(digests)
        let names = FileManager.default.enumerator(atPath: tree)?.compactMap { $0 as? String } ?? []
        var places = Set(names.filter { $0.hasSuffix("/AWSLogs") || $0 == "AWSLogs" }.map { String($0.dropLast(7)) })
        var dropped = 0
        if places.isEmpty {
            dropped = "AWSLogs/".utf8.count
            places = Set(
                names.filter { ($0.split(separator: "/").last ?? "").allSatisfy(\.isNumber) && $0.hasSuffix("33") }.map
                {
                    $0.split(separator: "/").dropLast().map { $0 + "/" }.joined()
                })
        }
        for place in places {
            for (path, bytes) in world.tree {
                let file = URL(filePath: "\(tree)/\(place)\(path.dropFirst(dropped))")
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(bytes).write(to: file)
            }
        }
    }

    /// Every case that can be judged apart, alone and with a neighbour, is said the same of.
    @Test func cases() throws {
        var counts = [false: 0, true: 0]
        for one in ConformanceCase.judgeable where one.verdict != nil && one.exitStatus != 73 {
            for hasNeighbour in [false, true] {
                let folder = try one.prepared()
                if hasNeighbour { try Self.addNeighbour(folder.path("case/tree")) }
                let comparison = try Comparison(one.arguments, in: folder.path("case"))
                if try comparison.isDivided(one.name, hasNeighbour ? .byAccount : .byRegion) {
                    counts[hasNeighbour, default: 0] += 1
                }
            }
        }
        // Most cases have one account and one Region. With a neighbour, all but those that mix accounts, or begin below
        // the account's folder, are divided.
        #expect(counts[false, default: 0] > 8 && counts[true, default: 0] > 190, "\(counts)")
    }

    /// A log that no digest lists, and that lies under two accounts by one inode, is one file.
    @Test(arguments: [false, true]) func oneFileUnderTwoAccounts(_ isOne: Bool) throws {
        let folder = try TemporaryFolder()
        var world = World()
        world.listKeys([World.KeyRecord(.first)])
        var logs: [String] = []
        for (number, root) in ["tree/", "more/"].enumerated() {
            var trail = Trail()
            trail.account = "11112222333\(number)"
            let digests = World.hourly(trail, 0..<2, logs: 1, records: 1)
            world.publish(digests, below: root)
            world.saveHead(digests.last)
            logs.append(folder.path(root + digests[0].logs[0].key + ".new.json.gz"))
        }
        try world.write(to: folder, tree: "")
        try Data([1]).write(to: URL(filePath: logs[0]))
        if isOne {
            try FileManager.default.linkItem(atPath: logs[0], toPath: logs[1])
        } else {
            try Data([1]).write(to: URL(filePath: logs[1]))
        }
        let arguments = ["tree", "more", "--keys", "keys", "--signatures", "signatures"]
        let comparison = try Comparison(arguments, in: folder.path)
        #expect(try comparison.isDivided("hard link", .byRegion) == !isOne)
        let found = try comparison.evidence.verify(comparison.policy, keepsRecords: false).result.findings
        #expect(found.count { $0.code == .logUnreferenced } == (isOne ? 1 : 2))
    }

    /// A run that is stopped says what it found so far, and nothing of what it did not see.
    @Test func stopped() throws {
        let folder = try TemporaryFolder()
        var world = World()
        world.listKeys([World.KeyRecord(.first)])
        for region in ["eu-west-1", "us-east-1", "us-west-2"] {
            var trail = Trail()
            trail.region = region
            let digests = World.hourly(trail, 0..<4, logs: 2, records: 1)
            world.publish(digests)
            // The digest before the one that is gone has no successor to prove it.
            for digest in [digests[1], digests[3]] { world.saveHead(digest) }
            // One log is gone, one changed, one forged, and a digest is gone.
            world.tree[digests[1].logs[0].key] = nil
            world.tree[digests[0].logs[1].key] = Array("{}".utf8)
            world.tree[digests[0].logs[0].key + ".new.json.gz"] = [1]
            world.tree[digests[2].key] = nil
        }
        try world.write(to: folder)
        let run = try LibraryRun(
            ["tree", "--keys", "keys", "--signatures", "signatures", "--jobs", "1"], in: folder.path)
        let whole = try run.evidence.verify(run.policy).result
        let absences: Set<FindingCode> = [.logMissing, .logUnreferenced, .digestMissing]
        #expect(absences.isSubset(of: Set(whole.findings.map(\.code))))
        var found = Set<FindingCode>()
        var partial = 0
        var isEverComplete = false
        for limit in stride(from: 0, to: 2_000, by: 3) {
            let asked = Atomic<Int>(0)
            let result = try run.evidence.verify(run.policy, keepsRecords: false) {
                asked.add(1, ordering: .relaxed).newValue > limit
            }.result
            if result.isComplete {
                #expect(result.findings.count == whole.findings.count)
                isEverComplete = true
                break
            }
            #expect(result.verdict != .verified && result.holdsArtifacts && result.isAnythingInScope)
            #expect(absences.isDisjoint(with: result.findings.map(\.code)), "stopped at \(limit)")
            #expect(!result.findings.contains { $0.code == .coverageGap || $0.code == .historyBegins })
            #expect(result.summary.logs.missing + result.summary.logs.unreferenced == 0)
            #expect(result.summary.digests.missing == 0 && result.chains.allSatisfy { $0.gaps.isEmpty })
            #expect(result.chains.allSatisfy { $0.verdict != .verified })
            found.formUnion(result.findings.map(\.code))
            if !result.chains.isEmpty { partial += 1 }
        }
        // What a run has seen by then it says.
        #expect(found.contains(.logMalformed) || found.contains(.logHashMismatch))
        #expect(partial > 3 && isEverComplete)
    }

    /// One region of an account shows how places correspond to keys: the next one where the first has no digest. Where a
    /// later one is of another bucket, the archive is judged as a whole.
    @Test(arguments: [false, true]) func sampledRegions(_ isOneOfAnotherBucket: Bool) throws {
        let folder = try TemporaryFolder()
        var world = World()
        world.listKeys([World.KeyRecord(.first)])
        for region in ["eu-west-1", "us-east-1", "us-west-2"] {
            var trail = Trail()
            trail.region = region
            if isOneOfAnotherBucket, region == "us-west-2" { trail.bucket = "another-bucket" }
            let digests = World.hourly(trail, 0..<4, logs: 1, records: 1)
            world.publish(digests)
            world.saveHead(digests.last)
            if region == "eu-west-1" { for digest in digests { world.tree[digest.key] = nil } }
        }
        try world.write(to: folder)
        let comparison = try Comparison(["tree", "--keys", "keys", "--signatures", "signatures"], in: folder.path)
        #expect(try comparison.isDivided("sample", .byRegion) != isOneOfAnotherBucket)
        let found = try comparison.evidence.verify(comparison.policy, keepsRecords: false).result
        #expect(found.summary.digests.verified == 8 && found.summary.logs.verified == 8)
        #expect(found.findings.count { $0.code == .logUnreferenced } == 4)
    }

    /// On a night on which nothing is new, healthy regions of one account are judged apart: what a checkpoint settles, no
    /// other region measures.
    @Test func nights() throws {
        let folder = try TemporaryFolder()
        var world = World()
        world.listKeys([World.KeyRecord(.first)])
        for (number, region) in ["eu-west-1", "us-east-1", "us-west-2"].enumerated() {
            var trail = Trail()
            trail.region = region
            // One region was turned on later.
            let digests = World.hourly(trail, (number * 5)..<16, logs: 1, records: 1)
            world.publish(digests)
            world.saveHead(digests.last)
        }
        try world.write(to: folder)
        let arguments = ["tree", "--keys", "keys", "--signatures", "signatures", "--state", "state.json"]
        #expect(try Program.trailseal(["verify"] + arguments).run(in: folder.path).status == 0)
        let comparison = try Comparison(arguments, in: folder.path)
        #expect(try comparison.isDivided("a night", .byRegion))
        #expect(try comparison.evidence.verify(comparison.policy).result.verdict == .verified)
    }

    /// Nights on which nothing is new, and on which a file is gone, are said the same of.
    @Test(arguments: 0..<4) func nightsOfWorlds(_ part: Int) throws {
        var count = 0
        for seed in 0..<15 {
            let seed = 1_000 + part * 15 + seed
            let world = try RandomAccounts(seed: UInt64(seed)).written()
            let arguments = world.arguments + ["--state", "state.json"]
            _ = try Program.trailseal(["verify"] + arguments).run(in: world.folder.path)
            guard FileManager.default.fileExists(atPath: world.folder.path("state.json")) else { continue }
            let files =
                FileManager.default.enumerator(atPath: world.folder.path("tree"))?
                .compactMap { $0 as? String }.filter { $0.hasSuffix(".json.gz") }.sorted() ?? []
            for isAnyGone in [false, true] where !(isAnyGone && files.isEmpty) {
                if isAnyGone {
                    let gone = files[seed % files.count]
                    try FileManager.default.removeItem(atPath: world.folder.path("tree/" + gone))
                }
                let comparison = try Comparison(arguments, in: world.folder.path)
                for division in Division.allCases
                where try comparison.isDivided("seed \(seed), \(isAnyGone)", division) { count += 1 }
            }
        }
        #expect(count > 8)
    }

    @Test(arguments: 0..<8) func worlds(_ part: Int) throws {
        var count = 0
        for seed in 0..<40 {
            let seed = UInt64(part * 40 + seed)
            let world = try RandomAccounts(seed: seed).written()
            let comparison = try Comparison(world.arguments, in: world.folder.path)
            for division in Division.allCases where try comparison.isDivided("seed \(seed)", division) { count += 1 }
        }
        #expect(count > 15)
    }
}

/// What is said of an archive in both ways.
private struct Comparison {
    let run: LibraryRun

    init(_ arguments: [String], in folder: String) throws { run = try LibraryRun(arguments, in: folder) }

    var policy: VerificationPolicy { run.policy }
    var evidence: Evidence { run.evidence }

    /// False where the archive is not divided; fails the test where it is and another thing is said of it.
    func isDivided(_ name: String, _ division: DividedTests.Division) throws -> Bool {
        let name = "\(name), \(division)"
        let indexer = ArchiveIndexer(roots: evidence.roots, jobs: 2, shard: policy.shard)
        guard let divided = try evidence.divided(policy, indexer, division.jobs, nil, { false }),
            divided.crossing == nil
        else { return false }
        let whole: VerificationResult
        do { whole = try evidence.verify(policy).result } catch let error as OperationalError {
            #expect(error.status == .noInput, "\(name)")
            #expect(!divided.holdsArtifacts || !divided.isAnythingInScope, "\(name)")
            return true
        }
        let (expected, found) = (Self.text(whole), Self.text(divided))
        #expect(found == expected, "\(name)")
        #expect(divided.isComplete && !divided.holdsRecords && whole.holdsRecords)
        #expect(divided.holdsArtifacts == whole.holdsArtifacts && divided.emptyRoots == whole.emptyRoots, "\(name)")
        #expect(divided.isAnythingInScope == whole.isAnythingInScope, "\(name)")
        #expect(divided.checkpoints == whole.checkpoints, "\(name)")
        #expect(divided.holdsKnownChain == whole.holdsKnownChain, "\(name)")
        return true
    }

    private static func text(_ result: VerificationResult) -> String {
        var head = RunRecord.head(startedAt: UnixTime(seconds: 0), jobs: 1)
        head.leaveOutRun()
        var text = ""
        ReportFormat.json.write(
            ReportDocument(result, controls: nil, head: head), files: nil, to: ReportOutput(write: { text += $0 }))
        return text
    }
}
