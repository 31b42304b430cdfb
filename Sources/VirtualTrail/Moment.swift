/// A time of the test world, in whole seconds.
public struct Moment: Hashable, Comparable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z.
    public var seconds: Int

    /// Creates a time.
    public init(_ seconds: Int) { self.seconds = seconds }

    /// 2026-10-01T00:00:00Z, from which hours are counted.
    public static let beginning = Moment(1_790_812_800)

    /// Whether `left` is earlier.
    public static func < (left: Moment, right: Moment) -> Bool { left.seconds < right.seconds }
    /// The time some seconds later.
    public static func + (time: Moment, seconds: Int) -> Moment { Moment(time.seconds + seconds) }

    /// The beginning of an hour, counted from `beginning`.
    public static func hour(_ number: Int) -> Moment { beginning + number * 3_600 }

    /// Year, month and day. Valid from 1970 to 2099.
    private var date: (year: Int, month: Int, day: Int) {
        var day = seconds / 86_400
        var year = 1970
        func length(_ year: Int) -> Int { year % 4 == 0 ? 366 : 365 }
        while day >= length(year) {
            day -= length(year)
            year += 1
        }
        var month = 1
        for days in [31, year % 4 == 0 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
            if day < days { break }
            day -= days
            month += 1
        }
        return (year, month, day + 1)
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    private var clock: [String] { [seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60].map(Self.two) }

    /// The time as `YYYY-MM-DDTHH:MM:SSZ`.
    public var iso: String {
        "\(date.year)-\(Self.two(date.month))-\(Self.two(date.day))T\(clock.joined(separator: ":"))Z"
    }
    /// The stamp in a digest's name: `YYYYMMDDTHHMMSSZ`.
    public var digestStamp: String {
        "\(date.year)\(Self.two(date.month))\(Self.two(date.day))T\(clock.joined())Z"
    }
    /// The stamp in a log's name: `YYYYMMDDTHHMMZ`.
    public var logStamp: String {
        "\(date.year)\(Self.two(date.month))\(Self.two(date.day))T\(clock.prefix(2).joined())Z"
    }
    /// The day folder in a key: `YYYY/MM/DD`.
    public var folder: String { "\(date.year)/\(Self.two(date.month))/\(Self.two(date.day))" }
}
