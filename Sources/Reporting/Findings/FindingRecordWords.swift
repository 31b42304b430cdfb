internal import CloudTrailVerification

extension FindingRecord {
    /// A short name of what was found.
    var title: String { known?.explanation.title ?? code.text }

    /// What the reader should do next.
    var nextStep: String { Self.nextStep(known, reason) }

    /// The explanation's, or what fits the reason better.
    static func nextStep(_ code: FindingCode?, _ reason: String?) -> String {
        switch (code, reason) {
        case (.logUnreferenced?, "name-without-time"?), (.logUnreferenced?, "foreign-name"?),
            (.logUnreferenced?, "unfinished-download"?), (.logUnreferenced?, "system-file"?),
            (.logUnreferenced?, "copy"?):
            "Find out who wrote it, and move it out of the archive if it isn't CloudTrail's."
        default: code?.explanation.nextStep ?? unknownNextStep
        }
    }

    /// For a code of a newer version.
    static let unknownNextStep = "See the documentation of the version that wrote this."
}
