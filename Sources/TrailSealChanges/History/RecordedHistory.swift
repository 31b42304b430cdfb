package import TrailSealControls
package import TrailSealPrimitives

/// The setting that a control judges over time, for one trail or bucket, as records tell it (CHANGE-8).
package struct RecordedHistory: Sendable {
    /// A state of the setting. On is what the control asks for.
    package enum State: String, Sendable {
        case on, off, unknown

        fileprivate init(_ isOn: Bool?) { self = isOn.map { $0 ? .on : .off } ?? .unknown }
    }

    /// A time with one state.
    package struct Span: Sendable {
        /// The state.
        package var state: State
        /// The beginning.
        package var from: UnixTime
        /// The end.
        package var to: UnixTime
        /// The change that began it. Nil if none did.
        package var change: Change?

        init(state: State, from: UnixTime, to: UnixTime, change: Change? = nil) {
            (self.state, self.from, self.to, self.change) = (state, from, to, change)
        }
    }

    /// The spans in order, without gaps, from the beginning of the observed time to its end.
    package let spans: [Span]
    /// The state that the description shows.
    package let atCapture: State
    /// Whether the description shows another state than the last record, although records are there up to it. So a change between
    /// them isn't recorded.
    package private(set) var isContradicted = false
    /// Whether the description is of the time after the last change of the state, or of a time after all records.
    package let isCaptureLast: Bool

    /// The last record about the setting, and the state that it set.
    package let lastRecord: Change
    package let lastState: State

    /// Returns the history of a resource. Nil if no record tells its state.
    ///
    /// `status` is the described result. `captures` are the times of the descriptions from which it comes, and `account` the account
    /// that they describe. `observed` is the time whose records are there. `changes` are those of the resource that were done, in order.
    ///
    /// Off lasts until the next record. On lasts only while records are there, because a change that isn't seen may have ended it.
    package init?(
        _ control: ControlID, status: ControlStatus, captures: ClosedRange<UnixTime>?, of account: String?,
        in observed: ObservedTime, _ changes: [Change]
    ) {
        let owner = account.map(Change.Subject.account)
        let points = changes.compactMap { change in change.told[control].map { (change, $0) } }
        let own = points.filter { $0.1.state != nil }
        guard let first = own.first, let last = own.last, own.contains(where: { $0.1.state != .unknown }) else {
            return nil
        }
        let hull = observed.hull(of: own.map(\.0.moment.place))
        let end = max(hull?.to ?? last.0.time, last.0.time)
        var line = HistoryLine(
            Span(state: .unknown, from: min(hull?.from ?? first.0.time, first.0.time), to: end), observed)
        if case .trail(let name) = first.0.subject { line.watch(name) }
        let described: State = status == .passed ? .on : status == .failed ? .off : .unknown
        // The description tells a state like a record, unless something was recorded while it was captured.
        var description = described == .unknown ? nil : captures
        if let range = description, points.contains(where: { range.contains($0.0.time) }) { description = nil }
        // When something last changed that may have set the described state. Nil if that isn't known.
        var settled: UnixTime?
        // What records of one second set. If they disagree, nobody knows which came last.
        var second: (time: UnixTime, told: [(setting: ChangeKind, isOn: Bool?)])?
        var isLastDisputed = false
        for (change, told) in points {
            if let range = description, range.upperBound < change.time {
                line.describe(described, range, since: settled)
                description = nil
            }
            isLastDisputed = false
            if second?.time != change.time { second = (change.time, []) }
            line.pass(to: change.time)
            switch told {
            case .set(let isOn):
                let setting = change.kind.setting
                isLastDisputed = second?.told.contains { $0.setting == setting && $0.isOn != isOn } ?? false
                second?.told.append((setting, isOn))
                line.take(isLastDisputed ? .unknown : State(isOn), from: change, isBegin: true)
                settled = change.time
            case .shown(let isOn):
                line.take(State(isOn), from: change, isBegin: false)
                settled = change.time
            case .accountBlock(let protects):
                // A description may rest on the owner's block. What records tell doesn't.
                if change.subject == owner { line.watch(change) }
                if protects, line.state == .off { line.move(to: .unknown, at: change.time, by: change) }
                // Another account may own the bucket as well or not.
                if line.state == .unknown { settled = change.subject == owner ? change.time : nil }
            case .unnamed:
                line.move(to: .unknown, at: change.time, by: change)
                settled = change.time
            case .gone:
                line.move(to: .unknown, at: change.time, by: change)
                settled = nil
            }
        }
        if let description {
            let isOther = line.describe(described, description, since: settled)
            // An account's block that no record shows may be why a bucket isn't exposed.
            isContradicted = isOther && control != .cloudTrail6
        }
        line.pass(to: end)
        lastRecord = last.0
        lastState = isLastDisputed ? .unknown : last.1.state ?? .unknown
        spans = line.spans
        atCapture = described
        isCaptureLast = captures.map { $0.lowerBound >= line.spans.last?.from ?? end } ?? true
    }
}

extension ToldState {
    /// The state that a record about the resource itself tells.
    fileprivate var state: RecordedHistory.State? {
        switch self {
        case .set(let isOn), .shown(let isOn): RecordedHistory.State(isOn)
        case .gone: .unknown
        case .accountBlock, .unnamed: nil
        }
    }
}
