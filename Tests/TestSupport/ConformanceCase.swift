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
        public let from: String?
        public let to: String?
        public let count: Int?

        /// How much it says; who says most is matched first.
        var precision: Int {
            (key == nil ? 0 : 1) + (from == nil ? 0 : 1) + (to == nil ? 0 : 1) + (count == nil ? 0 : 1)
        }

        func matches(_ finding: FoundFinding) -> Bool {
            code == finding.code && (key == nil || key == finding.key) && (from == nil || from == finding.from)
                && (to == nil || to == finding.to) && (count == nil || count == finding.count)
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
    }

    public struct Summary: Decodable, Sendable {
        public let digests: Counts
        public let logs: Counts
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
    public let summary: Summary?

    public var testDescription: String { name }

    /// Every case, by name. Empty where the folder is absent, which a test of its own reports.
    public static let all: [ConformanceCase] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: TestPaths.cases.path)) ?? []
        return names.sorted().compactMap { name in
            let file = TestPaths.cases.appending(path: "\(name)/case.json")
            return FileManager.default.contents(atPath: file.path).flatMap {
                try? JSONDecoder().decode(ConformanceCase.self, from: $0)
            }
        }
    }()

    /// A copy of the folder with the steps of `setup` taken.
    public func prepared() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.copy(TestPaths.cases.appending(path: name), to: "case")
        for step in setup ?? [] { try take(step, in: folder.path("case")) }
        return folder
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
        case "remove": status = unlink(path)
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

    /// Fails the test where the findings are not exactly the expected ones.
    public func expect(_ found: [FoundFinding]) {
        var left = found
        for expected in findings.sorted(by: { $0.precision > $1.precision }) {
            if let index = left.firstIndex(where: expected.matches) {
                left.remove(at: index)
            } else {
                Issue.record("\(name): no finding \(expected)")
            }
        }
        #expect(left.isEmpty, "\(name): more findings than expected")
    }
}
