package import TrailSealVerification

/// The code of a finding in a report. A newer version may have written it.
package enum ReportedCode: Hashable, Sendable {
    /// A code that this version knows.
    case known(FindingCode)
    /// A code that this version doesn't know, as written.
    case unknown(String)

    /// Creates a code from its text.
    package init(_ text: String) {
        self = FindingCode(rawValue: text).map { .known($0) } ?? .unknown(text)
    }

    /// The text of the code.
    package var text: String {
        switch self {
        case .known(let code): code.rawValue
        case .unknown(let text): text
        }
    }

    /// The code; nil if this version doesn't know it.
    package var known: FindingCode? {
        switch self {
        case .known(let code): code
        case .unknown: nil
        }
    }
}
