internal import Foundation
public import Testing

/// One folder of `TestVectors/controls` (TestVectors/README.md).
public struct ControlCase: Decodable, Sendable, CustomTestStringConvertible {
    public struct Expected: Decodable, Sendable {
        public let status: String
        public let assumed: Bool
        public let resources: [String: String]
    }

    public struct Account: Decodable, Sendable {
        public let accountId: String?
        public let controls: [String: Expected]
    }

    public let name: String
    public let description: String
    public let rule: String
    public let arguments: [String]
    public let exitStatus: Int32
    public let complaint: String?
    public let accounts: [Account]

    public var testDescription: String { name }
    public var folder: String { Self.root.appending(path: name).path }

    private static let root = TestPaths.package.appending(path: "TestVectors/controls")

    /// Names of all folders.
    public static let folders: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []).sorted()

    /// Every case, by name.
    public static let all: [ControlCase] = folders.compactMap { name in
        FileManager.default.contents(atPath: root.appending(path: "\(name)/case.json").path).flatMap {
            try? JSONDecoder().decode(ControlCase.self, from: $0)
        }
    }
}

/// The members of the controls' JSON form that tests read.
public struct WrittenControls: Decodable, Sendable {
    public struct Resource: Decodable, Sendable {
        public struct Archive: Decodable, Sendable {
            public let verdict: String?
            public let chains: Int
            public let digests: ConformanceCase.Counts
        }
        public let id: String
        public let status: String
        public let reason: String
        public let notes: [String]
        public let archive: Archive?
    }

    public struct Control: Decodable, Sendable {
        public let id: String
        public let title: String
        public let severity: String
        public let status: String
        public let reason: String
        public let notes: [String]
        public let resources: [Resource]
        public let nextStep: String?
        public let remediation: String
        public let relatedRequirements: [String]

        /// Whether it says that something was assumed.
        public var isAssumed: Bool {
            (notes + resources.flatMap(\.notes)).contains { $0.hasPrefix("Assumed: ") }
        }
    }

    public struct Account: Decodable, Sendable {
        public let accountId: String?
        public let capturedAt: String?
        public let unknownMembers: Int
        public let controls: [Control]
    }

    public let schemaVersion: String?
    public let accounts: [Account]

    public init(text: String) throws {
        self = try JSONDecoder().decode(WrittenControls.self, from: Data(text.utf8))
    }
}
