package import TrailSealControls
package import TrailSealPrimitives

/// The setting that a control judges over time, for one trail or bucket, as records tell it (CHANGE-8).
package struct RecordedHistory: Sendable {
    /// A state of the setting. On is what the control asks for.
    package enum State: String, Sendable { case on, off, unknown }

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
    /// `status` is the described result and `capturedAt` the time of the description. `verified` is the time that verified digests
    /// span. `changes` are those of the resource that were done, in order. A state lasts until the next record: a change while
    /// nothing was recorded isn't seen.
    package init?(
        _ control: ControlID, status: ControlStatus, capturedAt: UnixTime?, in verified: Interval?,
        _ changes: [Change]
    ) {
        let points = changes.compactMap { change -> (Change, State)? in
            guard let after = change.states[control] else { return nil }
            return (change, after.map { $0 ? .on : .off } ?? .unknown)
        }
        guard let first = points.first, let last = points.last, points.contains(where: { $0.1 != .unknown }) else {
            return nil
        }
        let begin = min(verified?.from ?? first.0.time, first.0.time)
        let end = max(verified?.to ?? last.0.time, last.0.time)
        var spans: [Span] = []
        var current = Span(state: .unknown, from: begin, to: end, change: nil)
        func move(to state: State, at time: UnixTime, by change: Change?) {
            guard state != current.state else { return }
            current.to = time
            if current.from < time { spans.append(current) }
            current = Span(state: state, from: time, to: end, change: change)
        }
        for (change, after) in points {
            move(to: after, at: change.time, by: change.states.learned.contains(control) ? nil : change)
        }
        let described: State = status == .passed ? .on : status == .failed ? .off : .unknown
        // A description that is older than the last record says nothing about the time after it.
        let isLater = capturedAt.map { $0 >= last.0.time } ?? false
        isContradicted = isLater && described != .unknown && current.state != .unknown && described != current.state
        lastRecord = last.0
        lastState = last.1
        // The description contradicts the last record, so its state ends at once.
        if isContradicted { move(to: .unknown, at: last.0.time, by: last.0) }
        if isLater, current.state == .unknown, !isContradicted { move(to: described, at: last.0.time, by: nil) }
        spans.append(current)
        self.spans = spans
        atCapture = described
    }
}
