/// A time of the test world, in seconds since 1970.
public struct Moment: Hashable, Comparable, Sendable {
    public var seconds: Int

    public init(_ seconds: Int) { self.seconds = seconds }

    /// 2026-10-01T00:00:00Z, where the world begins.
    public static let beginning = Moment(1_790_812_800)

    public static func < (left: Moment, right: Moment) -> Bool { left.seconds < right.seconds }
    public static func + (time: Moment, seconds: Int) -> Moment { Moment(time.seconds + seconds) }

    public static func hour(_ number: Int) -> Moment { beginning + number * 3_600 }

    /// Year, month, day by counting days from 1970; good for 1970 to 2099.
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

    public var iso: String {
        "\(date.year)-\(Self.two(date.month))-\(Self.two(date.day))T\(clock.joined(separator: ":"))Z"
    }
    public var digestStamp: String {
        "\(date.year)\(Self.two(date.month))\(Self.two(date.day))T\(clock.joined())Z"
    }
    public var logStamp: String {
        "\(date.year)\(Self.two(date.month))\(Self.two(date.day))T\(clock.prefix(2).joined())Z"
    }
    public var folder: String { "\(date.year)/\(Self.two(date.month))/\(Self.two(date.day))" }
}
