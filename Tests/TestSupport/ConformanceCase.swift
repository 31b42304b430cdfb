internal import CTestSupport
internal import Foundation
internal import Glibc
public import Testing

/// One folder of the conformance suite (TestVectors/README.md).
public struct ConformanceCase: Decodable, Sendable, CustomTestStringConvertible {
    public struct Step: Decodable, Sendable {
        public let `do`: String
        public let path: String
        public let name: String?
        public let value: String?
    }

    public struct ExpectedFinding: Decodable, Sendable {
        public let code: String
        public let key: String?
        public let path: String?
        public let from: String?
        public let to: String?
        public let count: Int?

        /// How specific it is. The most specific is matched first.
        var precision: Int {
            [key, path, from, to, count.map(String.init)].count { $0 != nil }
        }

        func matches(_ finding: FoundFinding) -> Bool {
            code == finding.code && (key == nil || key == finding.key) && (from == nil || from == finding.from)
                && (to == nil || to == finding.to) && (count == nil || count == finding.count)
                && (path.map { isPath(finding.path, $0) } ?? true)
        }

        /// The library gets absolute paths.
        private func isPath(_ found: String?, _ expected: String) -> Bool {
            found == expected || found?.hasSuffix("/case/" + expected) ?? false
        }

        var text: String {
            let interval = from == nil && to == nil ? nil : "\(from ?? "")/\(to ?? "")"
            return ([code] + [interval, count.map(String.init)].compactMap(\.self)).joined(separator: " ")
        }
    }

    public struct Counts: Decodable, Sendable, Equatable {
        public let verified: Int
        public let unverified: Int
        public let invalid: Int
        public let missing: Int
        public let unreferenced: Int?

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

    public struct Summary: Decodable, Sendable {
        /// Nil if the rules leave it open.
        public let digests: Counts?
        public let logs: Counts?
    }

    public let schemaVersion: String
    public let name: String
    public let description: String
    public let rule: String
    public let setup: [Step]?
    public let arguments: [String]
    public let exitStatus: Int32
    public let verdict: String?
    public let findings: [ExpectedFinding]
    /// Codes of further findings that may occur.
    public let tolerated: [String]?
    public let summary: Summary?

    public var testDescription: String { name }

    /// Whether a step removes permissions. These don't apply to root.
    public var takesRights: Bool { setup?.contains { $0.do == "chmod" } ?? false }

    /// Every case, by name. Empty if the folder is absent; another test reports that.
    public static let all: [ConformanceCase] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: TestPaths.cases.path)) ?? []
        return names.sorted().compactMap { name in
            let file = TestPaths.cases.appending(path: "\(name)/case.json")
            return FileManager.default.contents(atPath: file.path).flatMap {
                try? JSONDecoder().decode(ConformanceCase.self, from: $0)
            }
        }
    }()

    /// Cases that the product doesn't fail, and whose permissions apply to this process.
    public static let judgeable = all.filter { OpenVectors.rules[$0.name] == nil && $0.bindsThisProcess }

    /// False for root if a step removes permissions.
    public var bindsThisProcess: Bool { !takesRights || getuid() != 0 }

    /// A copy of the folder, after the steps of `setup`.
    public func prepared() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.copy(TestPaths.cases.appending(path: name), to: "case")
        for step in setup ?? [] { try take(step, in: folder.path("case")) }
        return folder
    }

    /// Runs `verify` with the case's arguments and `more`, in the case's folder. If a step removes permissions, root
    /// drops the capabilities that override them.
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

    private struct UnknownStep: Error { let name: String }
    private struct FailedStep: Error {
        let path: String
        let number: Int32
    }

    private struct FailedRun: Error {
        let status: Int32
        let errors: String
    }

    /// How `found` differs from the expected findings: which are lacking, and which are extra.
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

    /// How counts of a report differ from the expected ones.
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
