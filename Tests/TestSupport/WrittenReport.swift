internal import Foundation

/// A finding, from a report or from the library.
public struct FoundFinding: Decodable, Sendable, Equatable {
    public let code: String
    public let verdict: String
    public let key: String?
    public let path: String?
    public let from: String?
    public let to: String?
    public let count: Int?
    /// Nil if it isn't from a report.
    public let message: String?

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

/// The members of a JSON report that tests read.
public struct WrittenReport: Decodable, Sendable {
    public struct Chain: Decodable, Sendable {
        public struct Ends: Decodable, Sendable {
            public let from: Bool
            public let to: Bool
        }
        public let endsProven: Ends
        public let verdict: String
    }

    public struct Summary: Decodable, Sendable {
        public let digests: ConformanceCase.Counts
        public let logs: ConformanceCase.Counts
    }

    public let verdict: String
    /// Nil if every file was read.
    public let readSince: String?
    public let summary: Summary
    public let findings: [FoundFinding]
    public let chains: [Chain]

    public init(file: String) throws {
        self = try JSONDecoder().decode(WrittenReport.self, from: Data(contentsOf: URL(filePath: file)))
    }
}
