import TestSupport
import Testing
import TrailSealProof

/// Runs the kernel alone over every vector. Its result must equal the vector's, except for the differences in the
/// table.
///
/// The tests compare whether `verified` is granted, and the counts of digests and logs. They don't count absent
/// digests: rules above the kernel decide which hole is a missing digest (TIME-6 to TIME-9).
@Suite struct KernelRunTests {
    /// Vectors that end before anything is judged, or whose report can't be written.
    static let isOfCommandLine: Set<Int32> = [64, 65, 66, 73]
    static let judged = ConformanceCase.all.filter {
        !isOfCommandLine.contains($0.exitStatus) && $0.bindsThisProcess
    }

    @Test func vectorsOfTheCommandLine() {
        #expect(ConformanceCase.all.count { Self.isOfCommandLine.contains($0.exitStatus) } == 22)
    }

    @Test(arguments: judged) func kernel(_ one: ConformanceCase) throws {
        let folder = try one.prepared()
        let run = try KernelRun(one.arguments, in: folder.path("case"))
        let found = Self.differences(run, one).joined(separator: ", ")
        let known = KernelDifference.table[one.name]
        let open = run.balance.imbalances.prefix(3)
        #expect(found == known?.what ?? "", "\(one.name): \(open)")
    }

    /// If the kernel grants more than the vector, the vector has a finding that the accounting doesn't cover.
    @Test func grantsBeyondTheVector() throws {
        for one in Self.judged {
            guard let known = KernelDifference.table[one.name], known.what.hasPrefix("granted") else { continue }
            let codes = Set(one.findings.map(\.code))
            #expect(!codes.isDisjoint(with: known.codes), "\(one.name): \(codes)")
            #expect(one.verdict != "verified")
        }
    }

    @Test func theTableNamesVectors() {
        let names = Set(Self.judged.map(\.name))
        for (name, known) in KernelDifference.table {
            #expect(names.contains(name), "\(name) isn't a vector that is judged")
            #expect(!known.what.isEmpty && !known.why.isEmpty)
        }
    }

    private static func differences(_ run: KernelRun, _ one: ConformanceCase) -> [String] {
        var found: [String] = []
        let isVerified = one.verdict == "verified"
        if (run.balance.grant != nil) != isVerified { found.append(isVerified ? "not granted" : "granted") }
        func compare(_ name: String, _ kernel: Int, _ vector: Int) {
            if kernel != vector { found.append("\(name) \(kernel) for \(vector)") }
        }
        if let digests = one.summary?.digests {
            compare("digests verified", run.digests.verified, digests.verified)
            compare("digests unverified", run.digests.unverified, digests.unverified)
            compare("digests invalid", run.digests.invalid, digests.invalid)
        }
        if let logs = one.summary?.logs {
            compare("logs verified", run.logs.verified, logs.verified)
            compare("logs unverified", run.logs.unverified, logs.unverified)
            compare("logs invalid", run.logs.invalid, logs.invalid)
            compare("logs missing", run.logs.missing, logs.missing)
            compare("logs unreferenced", run.logs.unreferenced, logs.unreferenced ?? 0)
        }
        return found
    }
}
