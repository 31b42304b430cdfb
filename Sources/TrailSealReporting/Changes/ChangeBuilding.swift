package import TrailSealChanges
internal import TrailSealControls
internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealVerification

// Converts control changes to records. Only here do texts of log files become display text.

extension ReportDocument {
    /// Adds the control changes of the run. Findings get the nearest changes, and controls their history. `observed` is the time
    /// whose records are there.
    package mutating func add(_ list: ChangeList, _ controls: ControlsSection?, in observed: ObservedTime) {
        changes = list.changes.map(ChangeRecord.init)
        head.changeCounts = ChangeCounts(
            changes: changes.count, omitted: list.omitted, unreadable: list.unreadable,
            unconnectedOmitted: list.unconnectedOmitted)
        let near = NearbyChanges(Array(zip(changes, list.changes)), chains: chains)
        for position in findings.indices { findings[position].changes = near.ids(of: findings[position]) }
        guard let controls else { return }
        let byResource = list.byResource
        for (number, account) in controls.accounts.enumerated() where accounts?.indices.contains(number) == true {
            for (position, control) in account.controls.enumerated() {
                if list.isCut {
                    accounts?[number].controls[position].notes.append(
                        "It has no history, because changes are left out of the report.")
                }
                let resources = list.isCut ? [] : control.resources
                accounts?[number].controls[position].history = resources.compactMap { resource in
                    RecordedHistory(
                        control.id, status: resource.status, captures: account.captures, of: account.accountID,
                        in: observed, byResource.changes(of: resource.id)
                    ).map { ControlHistory($0, resource: resource.id) }
                }
            }
        }
    }
}

extension ChangeRecord {
    init(_ change: Change) {
        func escaped(_ text: String?) -> String? { text.map { EscapedText.string(of: $0) } }
        time = change.time
        accountID = escaped(change.accountID)
        region = escaped(change.region)
        eventSource = EscapedText.string(of: change.eventSource)
        eventName = change.kind.rawValue
        eventID = change.eventID.isEmpty ? nil : escaped(change.eventID)
        who = Who(change.who)
        sourceIP = escaped(change.sourceIP)
        userAgent = escaped(change.userAgent)
        isDone = change.isDone
        error = escaped(change.error)
        effect = EscapedText.string(of: change.effect)
        subject = Subject(change.subject)
        controls = change.kind.controls.map(\.rawValue)
        proofs = change.proofs.map { proof in
            Proof(
                bucket: proof.bucket.description, logKey: proof.logKey.description, sha256: proof.hash.hex,
                digestKey: proof.digestKey.description)
        }
    }
}

extension ChangeRecord.Who {
    init(_ who: Change.Who) {
        func escaped(_ text: String?) -> String? { text.map { EscapedText.string(of: $0) } }
        self.init(
            type: escaped(who.type), arn: escaped(who.arn), issuer: escaped(who.issuer), isMFA: who.isMFA,
            accessKeyID: escaped(who.accessKeyID), invokedBy: escaped(who.invokedBy), accountID: escaped(who.accountID),
            principalID: escaped(who.principalID), userName: escaped(who.userName))
    }
}

extension ChangeRecord.Subject {
    init(_ subject: Change.Subject) {
        func of(_ kind: Kind, _ id: String, _ object: String? = nil) -> Self {
            Self(kind: kind, id: EscapedText.string(of: id), object: object.map { EscapedText.string(of: $0) })
        }
        self =
            switch subject {
            case .trail(let name): of(.trail, name.arn)
            case .bucket(let name, let object): of(.bucket, name, object)
            case .key(let key): of(.key, key)
            case .logGroup(let name): of(.logGroup, name)
            case .account(let account): of(.account, account)
            }
    }
}

extension ControlHistory {
    init(_ history: RecordedHistory, resource: ByteString) {
        self.resource = resource.description
        spans = history.spans.map { span in
            Span(
                state: State(span.state), from: span.from, to: span.to,
                eventID: span.change.flatMap { $0.eventID.isEmpty ? nil : EscapedText.string(of: $0.eventID) })
        }
        atCapture = State(history.atCapture)
        text = Self.text(history)
    }

    /// The most spans in the text.
    private static let limit = 8

    /// Returns the spans in words. The end of a span is told by the change that began the next one.
    private static func text(_ history: RecordedHistory) -> String {
        // What was before the first record is unknown of every history.
        var spans = history.spans.first?.state == .unknown ? history.spans.dropFirst() : history.spans[...]
        // What was since the last record is told with the contradiction.
        if history.isContradicted { spans = spans.prefix { $0.from <= history.lastRecord.time } }
        var parts = zip(spans, spans.dropFirst()).map { span, next in
            "\(span.state.rawValue) from \(span.from.iso8601)\(by(span.change)) to \(span.to.iso8601)\(by(next.change))"
        }
        if parts.count > limit {
            parts = parts.prefix(limit) + ["\(Numbers.grouped(parts.count - limit)) more times"]
        }
        guard let last = spans.last else { return history.atCapture.rawValue + " at capture" }
        let begin = "\(last.state.rawValue) from \(last.from.iso8601)\(by(last.change))"
        let capture = "\(history.atCapture.rawValue) at capture"
        if history.isContradicted {
            let record = history.lastRecord
            parts.append("\(history.lastState.rawValue) at \(record.time.iso8601)\(by(record)), but \(capture)")
            parts.append("so a change between them is not recorded")
        } else if history.isCaptureLast, history.atCapture == last.state {
            parts.append(parts.isEmpty ? "\(begin), \(capture)" : capture)
        } else {
            parts.append(begin)
            if history.isCaptureLast, history.atCapture != .unknown { parts.append(capture) }
        }
        return parts.joined(separator: ", ")
    }

    private static func by(_ change: Change?) -> String {
        change.map { change in
            " (\(change.kind.rawValue) by \(ChangeRecord.Who(change.who).actor))"
        } ?? ""
    }
}

extension ControlHistory.State {
    init(_ state: RecordedHistory.State) {
        switch state {
        case .on: self = .on
        case .off: self = .off
        case .unknown: self = .unknown
        }
    }
}
