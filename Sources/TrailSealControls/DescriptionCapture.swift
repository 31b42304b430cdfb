internal import TrailSealPrimitives

/// The capture time of a description. Anything dated later is misread or made up (CONTROL-30).
struct DescriptionCapture {
    /// Nil if the file doesn't say it, or if it lies in the future.
    let time: UnixTime?
    let notes: [String]
    private let now: UnixTime?

    /// A capture takes its time when it begins and then runs for minutes. Clocks also differ.
    private static let tolerance = UnixTime.hour

    /// `now` is nil if unknown.
    init(_ captured: UnixTime?, now: UnixTime?) {
        self.now = now
        if let captured, let now, Self.isLater(captured, than: now) {
            time = nil
            notes = ["capturedAt, \(captured.iso8601), is in the future, so it isn't evidence and wasn't used."]
        } else {
            time = captured
            notes = []
        }
    }

    /// Whether `time` is after the capture or in the future.
    func isLater(_ time: UnixTime) -> Bool {
        [self.time, now].contains { limit in limit.map { Self.isLater(time, than: $0) } ?? false }
    }

    private static func isLater(_ time: UnixTime, than limit: UnixTime) -> Bool {
        time.interval(since: limit) > tolerance
    }
}

extension TrailStatus {
    /// Notes for the times of `members` that weren't used.
    func notesOfLaterTimes(_ members: [String]) -> [String] {
        members.compactMap { member in
            laterThanCapture[member].map {
                "\(member), \($0.iso8601), is after the capture, so it isn't evidence and wasn't used."
            }
        }
    }
}
