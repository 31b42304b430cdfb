internal import Foundation

/// A case of `TestVectors/controls`, as TestVectors/README.md describes it.
public struct ControlCase: Decodable, Sendable, CustomDebugStringConvertible {
    /// The expected result of a control.
    public struct Expected: Decodable, Sendable {
        /// The status.
        public let status: String
        /// Whether the result must mention an assumption.
        public let assumed: Bool
        /// The expected statuses of resources, by their identifiers.
        public let resources: [String: String]
    }

    /// The expected results of an account.
    public struct Account: Decodable, Sendable {
        /// The account. Nil if the description doesn't say it.
        public let accountId: String?
        /// The expected results by control.
        public let controls: [String: Expected]
    }

    /// The name of the case and of its folder.
    public let name: String
    /// What the case shows.
    public let description: String
    /// The rules of Documentation/CONTRACT.md that the case shows.
    public let rule: String
    /// The arguments of the command.
    public let arguments: [String]
    /// The expected exit status.
    public let exitStatus: Int32
    /// Text that standard error must contain. Nil if the run succeeds.
    public let complaint: String?
    /// The expected results of all accounts.
    public let accounts: [Account]

    /// The name, for test output.
    public var debugDescription: String { name }
    /// The path of the case's folder.
    public var folder: String { Self.root.appending(path: name).path }

    private static let root = TestPaths.package.appending(path: "TestVectors/controls")

    /// The names of all folders, sorted.
    public static let folders: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []).sorted()

    /// All cases, sorted by name.
    public static let all: [ControlCase] = folders.compactMap { name in
        FileManager.default.contents(atPath: root.appending(path: "\(name)/case.json").path).flatMap {
            try? JSONDecoder().decode(ControlCase.self, from: $0)
        }
    }
}

/// The parts of the controls' JSON report that tests read.
public struct WrittenControls: Decodable, Sendable {
    /// The result of a resource.
    public struct Resource: Decodable, Sendable {
        /// What an archive shows about a trail.
        public struct Archive: Decodable, Sendable {
            /// The worst verdict of the trail's chains.
            public let verdict: String?
            /// The number of chains.
            public let chains: Int
            /// The counts of digests.
            public let digests: ConformanceCase.Counts
        }
        /// The resource.
        public let id: String
        /// The status.
        public let status: String
        /// Why the resource has this status.
        public let reason: String
        /// The notes.
        public let notes: [String]
        /// What the archive shows. Nil without an archive.
        public let archive: Archive?
    }

    /// The result of a control.
    public struct Control: Decodable, Sendable {
        /// The control.
        public let id: String
        /// The title.
        public let title: String
        /// The severity.
        public let severity: String
        /// The status.
        public let status: String
        /// Why the control has this status.
        public let reason: String
        /// The notes.
        public let notes: [String]
        /// The results of its resources.
        public let resources: [Resource]
        /// What to do next. Nil if there is nothing.
        public let nextStep: String?
        /// The address of the remediation steps.
        public let remediation: String
        /// The requirements that the control is mapped to.
        public let relatedRequirements: [String]

        /// Whether a note says what was assumed.
        public var isAssumed: Bool {
            (notes + resources.flatMap(\.notes)).contains { $0.hasPrefix("Assumed: ") }
        }
    }

    /// The results of an account.
    public struct Account: Decodable, Sendable {
        /// The account. Nil if the description doesn't say it.
        public let accountId: String?
        /// When the description was captured.
        public let capturedAt: String?
        /// The number of unknown members in the description.
        public let unknownMembers: Int
        /// The results of the controls.
        public let controls: [Control]
    }

    /// The version of the report's schema.
    public let schemaVersion: String?
    /// The results of all accounts.
    public let accounts: [Account]

    /// Reads a report. Throws if it isn't JSON of this form.
    public init(text: String) throws {
        self = try JSONDecoder().decode(WrittenControls.self, from: Data(text.utf8))
    }
}
