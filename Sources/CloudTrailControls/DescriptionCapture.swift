internal import Primitives

/// When a description was captured. What it says of a later time was misread, or is made up (rule CONTROL-30).
struct DescriptionCapture {
    /// Nil if the file doesn't say it, or if it says a time that is yet to come.
    let time: UnixTime?
    let notes: [String]
    private let now: UnixTime?

    /// A capture has its time when it begins, and asks for minutes. Clocks differ too.
    private static let tolerance = UnixTime.hour

    /// `now` is nil if it isn't known.
    init(_ captured: UnixTime?, now: UnixTime?) {
        self.now = now
        if let captured, let now, Self.isLater(captured, than: now) {
            time = nil
            notes = ["capturedAt, \(captured.iso8601), is yet to come: it is no evidence and was not used."]
        } else {
            time = captured
            notes = []
        }
    }

    /// Whether `time` is after the capture, or yet to come.
    func isLater(_ time: UnixTime) -> Bool {
        [self.time, now].contains { limit in limit.map { Self.isLater(time, than: $0) } ?? false }
    }

    private static func isLater(_ time: UnixTime, than limit: UnixTime) -> Bool {
        time.interval(since: limit) > tolerance
    }
}

extension TrailStatus {
    /// What to say of the times of `members` that were not taken.
    func notesOfLaterTimes(_ members: [String]) -> [String] {
        members.compactMap { member in
            laterThanCapture[member].map {
                "\(member), \($0.iso8601), is after the capture: it is no evidence and was not used."
            }
        }
    }
}
