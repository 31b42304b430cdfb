internal import TrailSealPrimitives

extension ChangeRecord {
    /// The heading above changes that were recorded near a finding's time. It claims no cause.
    static let aroundTitle = "Recorded around this time"

    /// Who, from where and what, for example `2026-10-01T02:10:00Z StopLogging by ARN from 192.0.2.7`. Says if the
    /// request failed.
    var line: String { "\(time.iso8601) \(words(by: actor, effect))" }

    /// Returns what follows the time. `failure` is what to say about a request that failed.
    private func words(by actor: String, _ failure: String) -> String {
        "\(eventName) by \(actor)" + (sourceIP.map { " from \($0)" } ?? "") + (isDone ? "" : ", \(failure)")
    }

    /// Returns the line in at most `width` columns. If it is too long, it loses the error code of a request that failed,
    /// then the middle of the name. The time stays whole.
    func line(width: Int, isASCII: Bool) -> String {
        let room = width - TextLayout.width(time.iso8601) - 1
        guard TextLayout.width(words(by: actor, effect)) > room else { return line }
        let left = room - TextLayout.width(words(by: "", outcome))
        let name = TextLayout.cut(actor, to: max(Self.leastName, left), isASCII: isASCII)
        return "\(time.iso8601) \(TextLayout.cut(words(by: name, outcome), to: room, isASCII: isASCII))"
    }

    /// The least columns of a name.
    private static let leastName = 12

    /// Who made the request, with everything that the record says.
    var whoWords: String {
        var parts = [[who.type, who.arn].compactMap(\.self).joined(separator: " ")]
        if let issuer = who.issuer { parts.append("role \(issuer)") }
        if let isMFA = who.isMFA { parts.append(isMFA ? "with MFA" : "without MFA") }
        if let key = who.accessKeyID { parts.append("access key \(key)") }
        if let service = who.invokedBy { parts.append("invoked by \(service)") }
        // An ARN holds all of these.
        if who.arn == nil {
            if let name = who.userName { parts.append("user \(name)") }
            if let principal = who.principalID { parts.append("principal \(principal)") }
            if let account = who.accountID { parts.append("account \(account)") }
        }
        let known = parts.filter { !$0.isEmpty }
        return known.isEmpty ? actor : known.joined(separator: ", ")
    }

    /// The address and the program; nil if the record has neither.
    var origin: String? {
        let parts = [sourceIP, userAgent].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
}

extension ChangeRecord.Subject {
    /// The subject in words.
    var label: String {
        switch kind {
        case .trail: "trail \(id)"
        case .bucket: object.map { "object \($0) in bucket \(id)" } ?? "bucket \(id)"
        case .key: "KMS key \(id)"
        case .logGroup: "log group \(id)"
        case .account: "account \(id)"
        }
    }
}

extension ChangeRecord.Proof {
    /// The log file as `s3://BUCKET/KEY`.
    var location: String { "s3://\(bucket)/\(logKey)" }
}

extension ChangeCounts {
    /// How many changes there are, for example `3 changes, 1 denied`.
    func words(denied: Int) -> String {
        let amount = changes == 0 ? "no changes" : TextTable.count(changes, "change")
        return amount + (denied > 0 ? ", \(Numbers.grouped(denied)) denied" : "")
    }

    /// The same as a sentence with the number of log files that were read: `3 changes, 1 denied, in 9 verified log files.`
    func sentence(denied: Int, logs: Int?) -> String {
        let scope = logs.map { " in \(TextTable.count($0, "verified log file"))" } ?? ""
        return (words(denied: denied) + (denied > 0 && !scope.isEmpty ? "," : "") + scope + ".").capitalizedFirst
    }

    /// Sentences about what isn't listed. Empty if everything is.
    var lacking: [String] {
        func sentence(_ number: Int, _ one: String, _ several: String) -> String? {
            number == 0 ? nil : "\(Numbers.grouped(number)) \(number == 1 ? one : several)"
        }
        return [
            sentence(
                omitted, "change isn't listed, because there are too many.",
                "changes aren't listed, because there are too many."),
            sentence(
                unreadable, "event has the name of a control change but couldn't be read.",
                "events have the name of a control change but couldn't be read."),
            sentence(
                unconnectedOmitted,
                "event about a bucket, key or log group isn't listed. It may have concerned a trail.",
                "events about buckets, keys and log groups aren't listed. They may have concerned a trail."),
        ].compactMap(\.self)
    }
}
