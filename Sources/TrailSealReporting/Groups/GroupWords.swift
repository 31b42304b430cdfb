internal import TrailSealPrimitives
internal import TrailSealVerification

extension FindingGroup {
    /// One paragraph that says what was found: the finding's message, or the number of findings and the first message.
    var text: String {
        if count == 1 { return message }
        return isUniform ? "\(amount): \(message)" : "\(amount). The first: \(message)"
    }

    /// The number of findings with a noun, for example `5,760 digest files`.
    var amount: String {
        func amount(_ noun: String) -> String { TextTable.count(count, noun) }
        switch known {
        case .digestMissing:
            return amount("hole") + (items.map { ", " + TextTable.count($0, "hourly digest file") } ?? "")
        case .fileUnrecognized: return amount("folder") + (items.map { ", " + TextTable.count($0, "file") } ?? "")
        case .coverageGap: return amount("gap")
        case .fileUnreadable, .storedInflated: return amount("file")
        case .logDigestUnverified:
            return amount("digest file") + (items.map { " with " + TextTable.count($0, "log file") } ?? "")
        default: break
        }
        switch known?.descriptor.topic {
        case .digest: return amount("digest file")
        case .log: return amount("log file")
        case .key: return amount("key")
        case .chain, .copy, nil: return amount("finding")
        }
    }

    /// The time of the group, for example `FROM to TO`. Empty if it has none.
    var span: String {
        guard let from else { return "" }
        return to.map { $0 > from ? "\(from.iso8601) to \($0.iso8601)" : from.iso8601 } ?? from.iso8601
    }

    /// The findings that follow, for example `5,760 log-digest-unverified (34,560 log files)`. Empty if there are none.
    var consequences: String {
        followUps.map { followUp in
            let differing =
                followUp.differing > 0
                ? ", \(Numbers.grouped(followUp.differing)) with other content than the digest records" : ""
            let items = followUp.items.map { " (\(TextTable.count($0, "log file"))\(differing))" } ?? ""
            return "\(Numbers.grouped(followUp.count)) \(followUp.code.text)\(items)"
        }.joined(separator: ", ")
    }
}
