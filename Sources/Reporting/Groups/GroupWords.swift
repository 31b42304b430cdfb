internal import CloudTrailVerification
internal import Primitives

extension FindingGroup {
    /// What was found, in one paragraph: the finding's own words, or how many there are and the words of the first.
    var text: String {
        if count == 1 { return message }
        return isUniform ? "\(amount): \(message)" : "\(amount). The first: \(message)"
    }

    /// How many findings, by what they are about: `5,760 digest files`.
    var amount: String {
        let number = Numbers.grouped(count)
        switch known {
        case .digestMissing:
            return "\(number) holes" + (items.map { ", \(Numbers.grouped($0)) hourly digest files" } ?? "")
        case .fileUnrecognized: return "\(number) folders" + (items.map { ", \(Numbers.grouped($0)) files" } ?? "")
        case .coverageGap: return "\(number) gaps"
        case .fileUnreadable, .storedInflated: return "\(number) files"
        case .logDigestUnverified:
            return "\(number) digest files" + (items.map { " with \(Numbers.grouped($0)) log files" } ?? "")
        default: break
        }
        switch known?.descriptor.topic {
        case .digest: return "\(number) digest files"
        case .log: return "\(number) log files"
        case .key: return "\(number) keys"
        case .chain, .copy, nil: return "\(number) findings"
        }
    }

    /// Its time in a few words; empty if it has none.
    var span: String {
        guard let from else { return "" }
        return to.map { $0 > from ? "\(from.iso8601) to \($0.iso8601)" : from.iso8601 } ?? from.iso8601
    }

    /// What follows from it: `5,760 log-digest-unverified (34,560 log files)`; empty if nothing does.
    var consequences: String {
        followUps.map { followUp in
            let items = followUp.items.map { " (\(TextTable.count($0, "log file")))" } ?? ""
            return "\(Numbers.grouped(followUp.count)) \(followUp.code.text)\(items)"
        }.joined(separator: ", ")
    }
}
