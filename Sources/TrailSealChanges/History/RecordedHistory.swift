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
    /// Whether the description shows another state than the last record, so that a change between them isn't recorded.
    package let isContradicted: Bool

    /// The last record about the setting, and the state that it set.
    package let lastRecord: Change
    package let lastState: State

    /// Returns the history of a resource. Nil if no record tells its state.
    ///
    /// `status` is the described result, `capturedAt` the time of the description, and `account` the account that it describes.
    /// `observed` is the time whose records are there. `changes` are those of the resource that were done, in order.
    ///
    /// Off lasts until the next record. On lasts only while records are there, because a change that isn't seen may have ended it.
    package init?(
        _ control: ControlID, status: ControlStatus, capturedAt: UnixTime?, of account: String?,
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
        var line = Line(Span(state: .unknown, from: min(hull?.from ?? first.0.time, first.0.time), to: end), observed)
        // When something last changed that may have set the described state. Nil if that isn't known.
        var settled: UnixTime?
        // What records of one second set. If they disagree, nobody knows which came last.
        var second: (time: UnixTime, told: [(setting: ChangeKind, isOn: Bool?)])?
        var isLastDisputed = false
        for (change, told) in points {
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
        line.pass(to: end)
        let described: State = status == .passed ? .on : status == .failed ? .off : .unknown
        // A description that is older than the last record says nothing about the time after it.
        let isLater = capturedAt.map { $0 >= (points.last?.0 ?? last.0).time } ?? false
        isContradicted = isLater && described != .unknown && line.state != .unknown && described != line.state
        lastRecord = last.0
        lastState = isLastDisputed ? .unknown : last.1.state ?? .unknown
        // The description contradicts the last record, so its state ends at once.
        if isContradicted { line.move(to: .unknown, at: last.0.time, by: last.0) }
        if isLater, let settled, line.state == .unknown, !isContradicted {
            // What was described was so only since records are there again, and not if they are lacking at the end.
            let rest = observed.last(at: last.0.moment.place)
            let since = max(settled, rest?.from ?? settled)
            if since < end, rest.map({ $0.to >= end }) ?? false { line.move(to: described, at: since, by: nil) }
        }
        spans = line.spans
        atCapture = described
    }

    /// The spans up to the current one, which lasts to the end.
    private struct Line {
        private var past: [Span] = []
        private var current: Span
        private let observed: ObservedTime
        /// The last record that told the current state.
        private var told: ObservedTime.Moment?

        init(_ first: Span, _ observed: ObservedTime) {
            current = first
            self.observed = observed
        }

        var state: State { current.state }
        var spans: [Span] { past + [current] }

        mutating func move(to state: State, at time: UnixTime, by change: Change?) {
            guard state != current.state else { return }
            let end = current.to
            current.to = time
            if current.from < time { past.append(current) }
            if change == nil, let last = past.last, last.state == state {
                current = past.removeLast()
                current.to = end
            } else {
                current = Span(state: state, from: time, to: end, change: change)
            }
        }

        /// Takes a state that a record sets, or only shows. If further records of its time may be lacking, one may have ended it.
        mutating func take(_ state: State, from change: Change, isBegin: Bool) {
            let isLost = state == .on && observed.end(after: change.moment) == change.time
            move(to: isLost ? .unknown : state, at: change.time, by: isBegin ? change : nil)
            told = change.moment
        }

        /// Ends the state on if records are lacking before `time`.
        mutating func pass(to time: UnixTime) {
            guard state == .on, let told else { return }
            let lost = observed.end(after: told)
            if lost < time { move(to: .unknown, at: lost, by: nil) }
        }
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
