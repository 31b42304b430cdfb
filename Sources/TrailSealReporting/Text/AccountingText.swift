internal import TrailSealPrimitives
internal import TrailSealVerification

/// Writes the accounting as one line of text.
enum AccountingText {
    /// Returns the line. It names only bins that aren't empty.
    static func line(_ accounting: AccountingRecord) -> String {
        let (files, logs) = (accounting.files, accounting.listedLogs)
        let text =
            "\(TextTable.count(files.walked, "file")) walked\(bins(files) { $0.label }), "
            + "\(TextTable.count(logs.listed, "listed log"))\(bins(logs) { $0.label })"
        return accounting.isBalanced ? "Accounted for: \(text)" : "Not all accounted for: \(text)"
    }

    private static func bins<Counts: BinnedCounts>(_ counts: Counts, label: (Counts.Bin) -> String) -> String {
        let parts = Counts.Bin.allCases.filter { counts[$0] > 0 }.map {
            "\(TextTable.grouped(counts[$0])) \(counts[$0] == 1 ? one(label($0)) : label($0))"
        }
        return parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
    }

    /// Returns the label of a bin that holds one item.
    private static func one(_ label: String) -> String {
        guard !label.hasPrefix("verified") else { return label }
        return label.replacing(/ies$/, with: "y").replacing(/([^s])s$/) { $0.output.1 }
    }
}

extension AccountingSummary.FileBin {
    /// The plural words for files in this bin.
    var label: String {
        switch self {
        case .verifiedDigests: "verified as digests"
        case .verifiedLogs: "verified as logs"
        case .identicalCopies: "identical copies"
        case .savedSignatures: "saved signatures"
        case .namedOnCommandLine: "named on the command line"
        case .notCloudTrail: "not from CloudTrail"
        case .unrecognized: "unrecognized"
        case .hidden: "hidden"
        case .emptyMarkers: "empty folder markers"
        case .notJudged: "not judged"
        case .notDue: "not yet due"
        case .verifiedEarlier: "verified earlier"
        case .outOfScope: "out of scope"
        case .excused: "allowed"
        case .unverifiedDigests: "unverified digests"
        case .invalidDigests: "invalid digests"
        case .unverifiedLogs: "unverified logs"
        case .invalidLogs: "invalid logs"
        case .unreferencedLogs: "unreferenced logs"
        case .obstacles: "obstacles"
        }
    }
}

extension AccountingSummary.ListedBin {
    /// The plural words for listed logs in this bin.
    var label: String {
        switch self {
        case .verified: "verified"
        case .invalid: "invalid"
        case .missing: "missing"
        case .unverified: "unverified"
        case .outsideCopy: "outside the copy"
        case .verifiedEarlier: "verified earlier"
        case .notAskedFor: "not asked for"
        case .excused: "allowed"
        }
    }
}

extension AccountingSummary.End {
    /// What sets the beginning or the end of the required time.
    var label: String {
        switch self {
        case .window: "the window"
        case .state: "the end of the last run"
        case .archive: "the archive itself"
        }
    }
}

extension ExcusedItem {
    /// The excused item in a few words.
    var label: String {
        switch self {
        case .digest(let path): "the digest file \(path)"
        case .time(let chain, let span): "chain \(chain.title) from \(span.from.iso8601) to \(span.to.iso8601)"
        case .combination(let values): "the filter values \(values.selector), which match no chain"
        case .log(let bucket, let key): "the log s3://\(bucket)/\(key)"
        case .path(let path): "the file \(path)"
        }
    }
}
