internal import Foundation

/// A finding from a report or from the library.
public struct FoundFinding: Decodable, Sendable, Equatable {
    /// The code.
    public let code: String
    /// The verdict: `invalid`, `unverified` or `note`.
    public let verdict: String
    /// The key.
    public let key: String?
    /// The path.
    public let path: String?
    /// The start of the interval.
    public let from: String?
    /// The end of the interval.
    public let to: String?
    /// The count.
    public let count: Int?
    /// The message. Nil if the finding isn't from a report.
    public let message: String?

    /// Creates a finding.
    public init(
        code: String, verdict: String, key: String? = nil, path: String? = nil, from: String? = nil, to: String? = nil,
        count: Int? = nil, message: String? = nil
    ) {
        self.code = code
        self.verdict = verdict
        self.key = key
        self.path = path
        self.from = from
        self.to = to
        self.count = count
        self.message = message
    }
}

/// The parts of a JSON report that tests read.
public struct WrittenReport: Decodable, Sendable {
    /// The result of a chain.
    public struct Chain: Decodable, Sendable {
        /// Whether nothing can be missing at an end of the chain.
        public struct Ends: Decodable, Sendable {
            /// At the beginning.
            public let from: Bool
            /// At the end.
            public let to: Bool
        }
        /// Which ends are proved.
        public let endsProven: Ends
        /// The verdict on the chain.
        public let verdict: String
    }

    /// The counts of the run.
    public struct Summary: Decodable, Sendable {
        /// Counts of digests.
        public let digests: ConformanceCase.Counts
        /// Counts of logs.
        public let logs: ConformanceCase.Counts
    }

    /// The verdict on the archive.
    public let verdict: String
    /// The time from which on logs were read. Nil if every file was read.
    public let readSince: String?
    /// The counts.
    public let summary: Summary
    /// The findings.
    public let findings: [FoundFinding]
    /// The chains.
    public let chains: [Chain]

    /// Reads a report. Throws if it isn't JSON of this form.
    public init(file: String) throws {
        self = try JSONDecoder().decode(WrittenReport.self, from: Data(contentsOf: URL(filePath: file)))
    }
}
