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
    }

    /// The spans in order, without gaps, from the beginning of the verified time to its end.
    package let spans: [Span]
    /// The state that the description shows.
    package let atCapture: State
    /// Whether the description shows another state than the last record, so that a change between them isn't recorded.
    package let isContradicted: Bool

    /// The last record about the setting, and the state that it set.
    package let lastRecord: Change
    package let lastState: State

    /// Returns the history of a resource. Nil if no record tells its state.
    ///
    /// `status` is the described result, `capturedAt` the time of the description, and `account` the account that it describes.
    /// `verified` is the time that verified digests span. `changes` are those of the resource that were done, in order. A state lasts
    /// until the next record: a change while nothing was recorded isn't seen.
    package init?(
        _ control: ControlID, status: ControlStatus, capturedAt: UnixTime?, of account: String?,
        in verified: Interval?, _ changes: [Change]
    ) {
        let owner = account.map(Change.Subject.account)
        let points = changes.compactMap { change in change.told[control].map { (change, $0) } }
        let own = points.filter { $0.1.state != nil }
        guard let first = own.first, let last = own.last, own.contains(where: { $0.1.state != .unknown }) else {
            return nil
        }
        let begin = min(verified?.from ?? first.0.time, first.0.time)
        let end = max(verified?.to ?? last.0.time, last.0.time)
        var spans: [Span] = []
        var current = Span(state: .unknown, from: begin, to: end, change: nil)
        // When something last changed that may have set the described state. Nil if that isn't known.
        var settled: UnixTime?
        func move(to state: State, at time: UnixTime, by change: Change?) {
            guard state != current.state else { return }
            current.to = time
            if current.from < time { spans.append(current) }
            current = Span(state: state, from: time, to: end, change: change)
        }
        // What records of one second set. If they disagree, nobody knows which came last.
        var second: (time: UnixTime, told: [(setting: ChangeKind, isOn: Bool?)])?
        var isLastDisputed = false
        for (change, told) in points {
            isLastDisputed = false
            if second?.time != change.time { second = (change.time, []) }
            switch told {
            case .set(let isOn):
                let setting = change.kind.setting
                isLastDisputed = second?.told.contains { $0.setting == setting && $0.isOn != isOn } ?? false
                second?.told.append((setting, isOn))
                move(to: isLastDisputed ? .unknown : State(isOn), at: change.time, by: change)
                settled = change.time
            case .shown(let isOn):
                move(to: State(isOn), at: change.time, by: nil)
                settled = change.time
            case .accountBlock(let protects):
                if protects, current.state == .off { move(to: .unknown, at: change.time, by: change) }
                // Another account may own the bucket as well or not.
                if current.state == .unknown { settled = change.subject == owner ? change.time : nil }
            case .gone:
                move(to: .unknown, at: change.time, by: change)
                settled = nil
            }
        }
        let described: State = status == .passed ? .on : status == .failed ? .off : .unknown
        // A description that is older than the last record says nothing about the time after it.
        let isLater = capturedAt.map { $0 >= (points.last?.0 ?? last.0).time } ?? false
        isContradicted = isLater && described != .unknown && current.state != .unknown && described != current.state
        lastRecord = last.0
        lastState = isLastDisputed ? .unknown : last.1.state ?? .unknown
        // The description contradicts the last record, so its state ends at once.
        if isContradicted { move(to: .unknown, at: last.0.time, by: last.0) }
        if isLater, let settled, current.state == .unknown, !isContradicted {
            move(to: described, at: settled, by: nil)
        }
        spans.append(current)
        self.spans = spans
        atCapture = described
    }
}

extension ToldState {
    /// The state that a record about the resource itself tells.
    fileprivate var state: RecordedHistory.State? {
        switch self {
        case .set(let isOn), .shown(let isOn): RecordedHistory.State(isOn)
        case .gone: .unknown
        case .accountBlock: nil
        }
    }
}
