import ArgumentParser
import Foundation
import TestSupport
import Testing
import TrailSealFormat
import TrailSealPrimitives
import TrailSealVerification

@testable import TrailSealCommands
@testable import TrailSealReporting

/// What a run counts before it grants its verdict (ACCOUNT-0 to ACCOUNT-6, REPORT-3), for all cases.
@Suite struct AccountedTests {
    /// Nil if there is nothing to judge.
    private static func result(_ arguments: [String], in folder: String) throws -> VerificationResult? {
        do {
            let run = try LibraryRun(arguments, in: folder)
            return try run.evidence.verify(run.policy)
        } catch let error as OperationalError {
            #expect(error.status.rawValue >= 64, "\(error.message)")
            return nil
        } catch {
            #expect(VerifyCommand.exitCode(for: error).rawValue >= 64, "\(error)")
            return nil
        }
    }

    /// Each file is in one bin and each listed log has one disposition. Only an accounting that balances is verified.
    @Test(arguments: ConformanceCase.all.filter(\.bindsThisProcess)) func everythingIsCounted(
        _ one: ConformanceCase
    ) throws {
        let folder = try one.prepared()
        guard let result = try Self.result(one.arguments, in: folder.path("case")) else { return }
        let accounting = try #require(result.accounting)
        #expect(accounting.files.addsUp, "\(accounting.files)")
        #expect(accounting.listedLogs.addsUp, "\(accounting.listedLogs)")
        #expect(accounting.shared == nil)
        if result.verdict == .verified {
            #expect(accounting.isBalanced)
            let counting = result.findings.filter { $0.verdict != .note }
            #expect(counting.isEmpty)
        }
        guard accounting.isBalanced else { return }
        #expect(accounting.files.bad == 0, "\(accounting.files)")
        #expect(accounting.listedLogs.bad == 0, "\(accounting.listedLogs)")
        let open = accounting.chains.filter { !$0.isCovered }
        #expect(open.isEmpty)
    }

    /// The walk counts every entry that isn't a folder. Only this test checks that number.
    @Test(arguments: ["flat-keys-inside", "signature-of-absent-tail", "allow-gap-joined"]) func filesAreThoseOfTheDisk(
        _ name: String
    ) throws {
        let one = try #require(ConformanceCase.all.first { $0.name == name })
        let folder = try one.prepared()
        let result = try #require(try Self.result(one.arguments, in: folder.path("case")))
        let tree = folder.path("case/" + (one.arguments.first ?? ""))
        var count = 0
        for case let path as String in FileManager.default.enumerator(atPath: tree) ?? .init() {
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: tree + "/" + path, isDirectory: &isFolder)
            count += isFolder.boolValue ? 0 : 1
        }
        #expect(result.accounting?.files.walked == count)
    }

    // MARK: Shards

    private static func document(
        _ result: VerificationResult, _ arguments: [String], shard: ReportHead.Shard?
    ) throws -> ReportDocument {
        var head = RunRecord.head(startedAt: UnixTime(seconds: 0), jobs: 1)
        head.inputs.allowances = try VerifyCommand.parse(arguments).scope.allow
        head.run.shard = shard
        return ReportDocument(result, controls: nil, head: head)
    }

    /// The accounting of all shards together equals that of one run.
    private static func expectSum(_ arguments: [String], in folder: String, _ comment: Comment) throws -> Bool {
        guard let whole = try result(arguments, in: folder) else { return false }
        let count = 3
        let shards = try (1...count).map { index in
            let result = try #require(
                try result(arguments + ["--shard", "\(index)/\(count)"], in: folder), comment)
            #expect(result.accounting?.shared != nil, comment)
            #expect(result.accounting?.addsUp == true, "\(comment) \(String(describing: result.accounting))")
            let shard = ReportHead.Shard(
                index: index, count: count, emptyArchives: result.emptyRoots, crossAccountReference: nil, isOfAll: false
            )
            return try document(result, arguments, shard: shard)
        }
        let merged = try ReportMerging.merge(shards).head.verification
        let one = try document(whole, arguments, shard: nil).head.verification
        #expect(merged?.accounting == one?.accounting, comment)
        #expect(merged?.verdict == one?.verdict, comment)
        return true
    }

    @Test(arguments: [
        "allow-gap-joined", "keys-in-log-folder", "signature-of-absent-tail", "link-of-another-account",
        "allowed-head-lists-old", "flat-keys-inside",
    ]) func shardsOfCases(_ name: String) throws {
        let one = try #require(ConformanceCase.all.first { $0.name == name })
        let folder = try one.prepared()
        #expect(try Self.expectSum(one.arguments, in: folder.path("case"), "\(name)"))
    }

    /// Small organizations, with damage.
    @Test func shardsOfWorlds() throws {
        var compared = 0
        for seed in 5_000..<5_012 {
            let world = try RandomAccounts(seed: UInt64(seed)).written(isEverSharded: false)
            if try Self.expectSum(world.arguments, in: world.folder.path, "seed \(seed)") { compared += 1 }
        }
        #expect(compared > 8)
    }
}
