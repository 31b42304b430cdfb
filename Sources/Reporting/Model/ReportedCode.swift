public import CloudTrailVerification

/// The code of a finding in a report, which a newer version may have written.
public enum ReportedCode: Hashable, Sendable {
    case known(FindingCode)
    /// A code that this version does not know, as it stands there.
    case unknown(String)

    public init(_ text: String) {
        self = FindingCode(rawValue: text).map { .known($0) } ?? .unknown(text)
    }

    /// As reports write it.
    public var text: String {
        switch self {
        case .known(let code): code.rawValue
        case .unknown(let text): text
        }
    }

    /// Nil for a code of a newer version.
    public var known: FindingCode? {
        switch self {
        case .known(let code): code
        case .unknown: nil
        }
    }
}
