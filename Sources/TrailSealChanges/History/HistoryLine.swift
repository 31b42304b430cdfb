internal import TrailSealPrimitives

/// The spans of a history while it is made, event by event in order. The last one lasts to the end.
struct HistoryLine {
    private var past: [RecordedHistory.Span] = []
    private var current: RecordedHistory.Span
    private let observed: ObservedTime
    /// When the current state was last told.
    private var told: UnixTime?
    /// The last record that told a state.
    private var last: Change?
    /// Where the setting may be changed, and since when that is known. Nobody knows of places where it never was.
    private var places: [ObservedTime.Place: UnixTime] = [:]

    init(_ first: RecordedHistory.Span, _ observed: ObservedTime) {
        current = first
        self.observed = observed
    }

    var state: RecordedHistory.State { current.state }
    var spans: [RecordedHistory.Span] { past + [current] }

    /// Adds the place of a change.
    mutating func watch(_ change: Change) { places[change.moment.place] = places[change.moment.place] ?? change.time }

    /// Adds the place of a trail.
    mutating func watch(_ trail: TrailName) {
        places[trail.place] = UnixTime(seconds: .min)
    }

    mutating func move(to state: RecordedHistory.State, at time: UnixTime, by change: Change?) {
        guard state != current.state else { return }
        let end = current.to
        current.to = time
        if current.from < time { past.append(current) }
        if change == nil, let last = past.last, last.state == state {
            current = past.removeLast()
            current.to = end
        } else {
            current = RecordedHistory.Span(state: state, from: time, to: end, change: change)
        }
    }

    /// Takes a state that a record sets, or only shows. If further records of its time may be lacking, one may have ended it.
    mutating func take(_ state: RecordedHistory.State, from change: Change, isBegin: Bool) {
        watch(change)
        (told, last) = (change.time, change)
        let isLost = state == .on && lost(after: change.time) == change.time
        move(to: isLost ? .unknown : state, at: change.time, by: isBegin ? change : nil)
    }

    /// Ends the state on if records are lacking before `time`.
    mutating func pass(to time: UnixTime) {
        guard state == .on, let told else { return }
        let lost = lost(after: told)
        if lost < time { move(to: .unknown, at: max(lost, current.from), by: nil) }
    }

    /// Takes the state that a description of `range` shows. It holds since `settled`, when something last may have set it, as far as
    /// records are there. Returns whether the last record told another state.
    @discardableResult
    mutating func describe(
        _ state: RecordedHistory.State, _ range: ClosedRange<UnixTime>, since settled: UnixTime?
    ) -> Bool {
        // Without records up to the capture and during it, the state may have changed in between.
        let begins = places.keys.map { observed.begin(before: ObservedTime.Moment(range.lowerBound, at: $0)) }
        guard let settled, !begins.isEmpty, !begins.contains(nil), lost(after: range.lowerBound) > range.upperBound
        else {
            return false
        }
        pass(to: range.lowerBound)
        let since = begins.compactMap(\.self).reduce(max(settled, current.from), max)
        told = range.upperBound
        switch self.state {
        case state: return false
        case .unknown:
            move(to: state, at: since, by: nil)
            return false
        default:
            // No record shows what happened since the last one.
            if let last { move(to: .unknown, at: last.time, by: last) }
            move(to: state, at: range.lowerBound, by: nil)
            return true
        }
    }

    /// The time from which on records may be lacking at some place.
    private func lost(after time: UnixTime) -> UnixTime {
        places.map { place, since in observed.end(after: ObservedTime.Moment(max(time, since), at: place)) }.min()
            ?? time
    }
}
