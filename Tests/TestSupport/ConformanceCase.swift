internal import CTestSupport
internal import Foundation
internal import Glibc

/// A case of the conformance suite, as TestVectors/README.md describes it.
public struct ConformanceCase: Decodable, Sendable, CustomDebugStringConvertible {
    /// A step that prepares the copy of the case's folder.
    public struct Step: Decodable, Sendable {
        /// What the step does, for example `symlink`.
        public let `do`: String
        /// The path that the step creates or changes.
        public let path: String
        /// The name of an extended attribute.
        public let name: String?
        /// The step's argument, such as the target of a link.
        public let value: String?
    }

    /// An expected finding. A nil member matches anything.
    public struct ExpectedFinding: Decodable, Sendable {
        /// The code.
        public let code: String
        /// The key.
        public let key: String?
        /// The path in the case's folder.
        public let path: String?
        /// The start of the interval.
        public let from: String?
        /// The end of the interval.
        public let to: String?
        /// The count.
        public let count: Int?

        /// The number of members given. The most precise expectation is matched first.
        var precision: Int {
            [key, path, from, to, count.map(String.init)].count { $0 != nil }
        }

        func matches(_ finding: FoundFinding) -> Bool {
            code == finding.code && (key == nil || key == finding.key) && (from == nil || from == finding.from)
                && (to == nil || to == finding.to) && (count == nil || count == finding.count)
                && (path.map { isPath(finding.path, $0) } ?? true)
        }

        /// Compares paths. The library is called with absolute paths, the binary with relative ones.
        private func isPath(_ found: String?, _ expected: String) -> Bool {
            found == expected || found?.hasSuffix("/case/" + expected) ?? false
        }

        var text: String {
            let interval = from == nil && to == nil ? nil : "\(from ?? "")/\(to ?? "")"
            return ([code] + [interval, count.map(String.init)].compactMap(\.self)).joined(separator: " ")
        }
    }

    /// Counts of digests or logs.
    public struct Counts: Decodable, Sendable, Equatable {
        /// Verified ones.
        public let verified: Int
        /// Unverified ones.
        public let unverified: Int
        /// Invalid ones.
        public let invalid: Int
        /// Missing ones.
        public let missing: Int
        /// Unreferenced logs. Nil for digests.
        public let unreferenced: Int?

        /// Creates counts.
        public init(verified: Int, unverified: Int, invalid: Int, missing: Int, unreferenced: Int? = nil) {
            self.verified = verified
            self.unverified = unverified
            self.invalid = invalid
            self.missing = missing
            self.unreferenced = unreferenced
        }

        var text: String {
            ([verified, unverified, invalid, missing] + [unreferenced].compactMap(\.self)).map(String.init)
                .joined(separator: "/")
        }
    }

    /// The expected counts.
    public struct Summary: Decodable, Sendable {
        /// The counts of digests. Nil if the rules leave them open.
        public let digests: Counts?
        /// The counts of logs. Nil if the rules leave them open.
        public let logs: Counts?
    }

    /// The version of the case file's schema.
    public let schemaVersion: String
    /// The name of the case and of its folder.
    public let name: String
    /// What the case shows.
    public let description: String
    /// The rules of Documentation/CONTRACT.md that the case shows.
    public let rule: String
    /// The steps before the run.
    public let setup: [Step]?
    /// The arguments of `verify`.
    public let arguments: [String]
    /// The expected exit status.
    public let exitStatus: Int32
    /// The expected verdict. Nil if the run must fail.
    public let verdict: String?
    /// The expected findings.
    public let findings: [ExpectedFinding]
    /// Codes of further findings that are allowed.
    public let tolerated: [String]?
    /// The expected counts.
    public let summary: Summary?

    /// The name, for test output.
    public var debugDescription: String { name }

    /// Whether a step removes permissions, which don't bind root.
    public var takesRights: Bool { setup?.contains { $0.do == "chmod" } ?? false }

    /// All cases, sorted by name. Empty if the folder is absent, which a test of its own reports.
    public static let all: [ConformanceCase] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: TestPaths.cases.path)) ?? []
        return names.sorted().compactMap { name in
            let file = TestPaths.cases.appending(path: "\(name)/case.json")
            return FileManager.default.contents(atPath: file.path).flatMap {
                try? JSONDecoder().decode(ConformanceCase.self, from: $0)
            }
        }
    }()

    /// The cases that the product passes and whose permissions bind this process.
    public static let judgeable = all.filter { OpenVectors.rules[$0.name] == nil && $0.bindsThisProcess }

    /// False if a step removes permissions and this process is root.
    public var bindsThisProcess: Bool { !takesRights || getuid() != 0 }

    /// Returns a copy of the case's folder after its setup steps.
    public func prepared() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.copy(TestPaths.cases.appending(path: name), to: "case")
        for step in setup ?? [] { try take(step, in: folder.path("case")) }
        return folder
    }

    /// Runs `verify` with the case's arguments and `more` in `folder`, for at most 60 seconds. If a step removes
    /// permissions, root runs without the capabilities that override them.
    public func run(in folder: TemporaryFolder, _ more: [String] = []) throws -> Program.Outcome {
        var program = Program.trailseal(["verify"] + arguments + more)
        if !bindsThisProcess {
            program = Program(
                "/usr/bin/setpriv",
                ["--bounding-set=-dac_override,-dac_read_search", program.path] + program.arguments)
        }
        return try program.run(in: folder.path("case"), timeout: 60)
    }

    private func take(_ step: Step, in folder: String) throws {
        let path = folder + "/" + step.path
        let parent = URL(filePath: path).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        let value = step.value ?? ""
        let status: Int32
        switch step.do {
        case "symlink": status = symlink(value, path)
        case "hardlink": status = link(folder + "/" + value, path)
        case "fifo": status = mkfifo(path, 0o600)
        case "mkdir": status = mkdir(path, 0o700)
        case "xattr": status = test_setxattr(path, step.name ?? "", value, value.utf8.count)
        case "remove":
            try FileManager.default.removeItem(atPath: path)
            status = 0
        case "verify":
            let outcome = try Program.trailseal(["verify"] + arguments).run(in: folder, timeout: 60)
            guard outcome.status == 0 else { throw FailedRun(status: outcome.status, errors: outcome.errors) }
            status = 0
        case "chmod": status = chmod(path, mode_t(value, radix: 8) ?? 0)
        case "write":
            try Data(value.utf8).write(to: URL(filePath: path))
            status = 0
        default: throw UnknownStep(name: step.do)
        }
        guard status == 0 else { throw FailedStep(path: path, number: errno) }
    }

    /// A step that this version doesn't know.
    private struct UnknownStep: Error { let name: String }
    /// A step whose system call failed.
    private struct FailedStep: Error {
        let path: String
        let number: Int32
    }

    /// A step that runs `verify` and didn't end with 0.
    private struct FailedRun: Error {
        let status: Int32
        let errors: String
    }

    /// Returns how `found` differs from the expected findings: those that are lacking, and further ones that aren't
    /// allowed.
    public func differences(_ found: [FoundFinding]) -> [String] {
        var left = found
        var differences: [String] = []
        for expected in findings.sorted(by: { $0.precision > $1.precision }) {
            if let index = left.firstIndex(where: expected.matches) {
                left.remove(at: index)
            } else {
                differences.append("no \(expected.text)")
            }
        }
        let known = Set(tolerated ?? [])
        return differences + left.map(\.code).filter { !known.contains($0) }.map { "more \($0)" }
    }

    /// Returns how the counts of a report differ from the expected ones.
    public func differences(digests: Counts, logs: Counts) -> [String] {
        func difference(_ name: String, _ found: Counts, _ expected: Counts?) -> String? {
            guard let expected, found != expected else { return nil }
            return "\(name) \(found.text) for \(expected.text)"
        }
        return [
            difference("digests", digests, summary?.digests), difference("logs", logs, summary?.logs),
        ].compactMap(\.self)
    }
}
