internal import TrailSealVerification

extension FindingRecord {
    /// A short name of what was found: the title of the code, or the code itself if it is of a newer version.
    var title: String { known?.explanation.title ?? code.text }

    /// The sentence that says what to do next.
    var nextStep: String { Self.nextStep(known, reason) }

    /// Returns the next step of the explanation, or the one for this reason if there is one.
    static func nextStep(_ code: FindingCode?, _ reason: String?) -> String {
        switch (code, reason) {
        case (.logUnreferenced?, "name-without-time"?), (.logUnreferenced?, "foreign-name"?),
            (.logUnreferenced?, "unfinished-download"?), (.logUnreferenced?, "system-file"?),
            (.logUnreferenced?, "copy"?):
            "Find out who wrote the file. If CloudTrail didn't write it, move it out of the archive."
        default: code?.explanation.nextStep ?? unknownNextStep
        }
    }

    /// The next step for a code that only a newer version knows.
    static let unknownNextStep = "See the documentation of the TrailSeal version that wrote this report."
}
