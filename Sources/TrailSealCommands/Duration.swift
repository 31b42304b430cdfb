internal import ArgumentParser
internal import TrailSealPrimitives

/// A duration on the command line: a number and a unit (s, m, h, d, w), such as `26h`.
struct DurationArgument: ExpressibleByArgument {
    /// The duration in seconds; greater than 0.
    let seconds: Int64

    init?(argument: String) {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": UnixTime.hour, "d": UnixTime.day, "w": 7 * UnixTime.day]
        guard let last = argument.last, let unit = units[last], let number = Int64(argument.dropLast()), number > 0
        else { return nil }
        let (seconds, overflow) = number.multipliedReportingOverflow(by: unit)
        guard !overflow else { return nil }
        self.seconds = seconds
    }
}
