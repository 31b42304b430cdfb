internal import CloudTrailVerification

extension FindingRecord {
    /// A short name of what was found.
    var title: String { known?.explanation.title ?? code.text }

    /// What the reader should do next.
    var nextStep: String { known?.explanation.nextStep ?? Self.unknownNextStep }

    /// For a code of a newer version.
    static let unknownNextStep = "See the documentation of the version that wrote this."
}
