/// A moment in whole seconds UTC since 1970-01-01T00:00:00Z.
///
/// CloudTrail signs only times in whole seconds. A finer time in a key listing is truncated.
public struct UnixTime: Hashable, Comparable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z, without leap seconds.
    public var seconds: Int64

    /// Creates a moment from seconds since 1970.
    public init(seconds: Int64) {
        self.seconds = seconds
    }

    /// Whether `left` is earlier.
    public static func < (left: UnixTime, right: UnixTime) -> Bool { left.seconds < right.seconds }

    /// The moment `interval` seconds later. Saturates instead of overflowing.
    public static func + (time: UnixTime, interval: Int64) -> UnixTime {
        let (sum, overflow) = time.seconds.addingReportingOverflow(interval)
        return UnixTime(seconds: overflow ? (interval < 0 ? .min : .max) : sum)
    }

    /// The moment `interval` seconds earlier. Saturates instead of overflowing.
    public static func - (time: UnixTime, interval: Int64) -> UnixTime {
        let (sum, overflow) = time.seconds.subtractingReportingOverflow(interval)
        return UnixTime(seconds: overflow ? (interval < 0 ? .max : .min) : sum)
    }

    /// Seconds from `other` to this moment. Saturates instead of overflowing.
    public func interval(since other: UnixTime) -> Int64 {
        let (difference, overflow) = seconds.subtractingReportingOverflow(other.seconds)
        return overflow ? (seconds < other.seconds ? .min : .max) : difference
    }

    /// Seconds in an hour.
    public static let hour: Int64 = 3_600
    /// Seconds in a day.
    public static let day: Int64 = 86_400
}

// MARK: - Reading

extension UnixTime {
    /// Reads `YYYY-MM-DDTHH:MM:SSZ`, the form of every time in a digest file. Returns nil for any other form.
    public init?(digestForm text: Span<UInt8>) {
        guard text.count == 20, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
            text[10] == UInt8(ascii: "T"), text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"),
            text[19] == UInt8(ascii: "Z"), let year = text.number(0..<4), let month = text.number(5..<7),
            let day = text.number(8..<10), let hour = text.number(11..<13), let minute = text.number(14..<16),
            let second = text.number(17..<19), let time = UnixTime(year, month, day, hour, minute, second)
        else { return nil }
        self = time
    }

    /// Reads `YYYYMMDDTHHMMSSZ`, the stamp in a digest file's name. Returns nil for any other form.
    public init?(keyForm text: Span<UInt8>) {
        guard text.count == 16, text[8] == UInt8(ascii: "T"), text[15] == UInt8(ascii: "Z"),
            let year = text.number(0..<4), let month = text.number(4..<6), let day = text.number(6..<8),
            let hour = text.number(9..<11), let minute = text.number(11..<13), let second = text.number(13..<15),
            let time = UnixTime(year, month, day, hour, minute, second)
        else { return nil }
        self = time
    }

    /// Reads `YYYYMMDDTHHMMZ`, the stamp in a log file's name. Returns nil for any other form.
    public init?(logKeyForm text: Span<UInt8>) {
        guard text.count == 14, text[8] == UInt8(ascii: "T"), text[13] == UInt8(ascii: "Z"),
            let year = text.number(0..<4), let month = text.number(4..<6), let day = text.number(6..<8),
            let hour = text.number(9..<11), let minute = text.number(11..<13),
            let time = UnixTime(year, month, day, hour, minute, 0)
        else { return nil }
        self = time
    }

    /// Reads `YYYY/MM/DD`, the day folders of a key, as midnight. Returns nil for any other form.
    public init?(dayFolder text: Span<UInt8>) {
        guard text.count == 10, text[4] == UInt8(ascii: "/"), text[7] == UInt8(ascii: "/"),
            let year = text.number(0..<4), let month = text.number(5..<7), let day = text.number(8..<10),
            let time = UnixTime(year, month, day, 0, 0, 0)
        else { return nil }
        self = time
    }

    /// Reads `YYYY-MM-DDTHH:MM:SSZ`. Returns nil for any other form.
    public init?(digestForm text: ArraySlice<UInt8>) { self.init(digestForm: text.span) }

    /// Reads `YYYYMMDDTHHMMSSZ`. Returns nil for any other form.
    public init?(keyForm text: ArraySlice<UInt8>) { self.init(keyForm: text.span) }

    /// Reads `YYYYMMDDTHHMMZ`, the stamp in a log file's name. Returns nil for any other form.
    public init?(logKeyForm text: ArraySlice<UInt8>) { self.init(logKeyForm: text.span) }

    /// Reads ISO 8601 as people and AWS tools write it.
    ///
    /// Accepts a date, or a date and a time joined by `T` or a space. Seconds and a fraction (truncated) are
    /// optional. `Z` or an offset (`+02:00`, `+0200`, `+02`) may follow; without one the time is UTC. Returns nil for
    /// any other form.
    public init?(iso8601 text: ArraySlice<UInt8>) {
        var fields = FieldReader(text)
        guard let year = fields.number(4), fields.skip("-"), let month = fields.number(2), fields.skip("-"),
            let day = fields.number(2)
        else { return nil }
        var clock: (hour: Int64, minute: Int64, second: Int64) = (0, 0, 0)
        var offset: Int64 = 0
        if !fields.isAtEnd {
            guard fields.skip("T") || fields.skip("t") || fields.skip(" "), let hour = fields.number(2),
                fields.skip(":"), let minute = fields.number(2)
            else { return nil }
            clock = (hour, minute, 0)
            if fields.skip(":") {
                guard let second = fields.number(2) else { return nil }
                clock.second = second
                if fields.skip(".") || fields.skip(",") {
                    guard fields.digits() > 0 else { return nil }
                }
            }
            guard let read = fields.offset() else { return nil }
            offset = read
        }
        guard fields.isAtEnd, let time = UnixTime(year, month, day, clock.hour, clock.minute, clock.second) else {
            return nil
        }
        self = time - offset
    }

    /// Creates a moment from a civil date and time in UTC. Returns nil if a field is out of range; a leap second (60)
    /// is.
    public init?(
        _ year: Int64, _ month: Int64, _ day: Int64, _ hour: Int64, _ minute: Int64, _ second: Int64
    ) {
        guard (1...9_999).contains(year), (1...12).contains(month), (0...23).contains(hour),
            (0...59).contains(minute), (0...59).contains(second)
        else { return nil }
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let length: Int64 =
            switch month {
            case 2: leap ? 29 : 28
            case 4, 6, 9, 11: 30
            default: 31
            }
        guard (1...length).contains(day) else { return nil }
        // Days since 1970-01-01 in the proleptic Gregorian calendar. Years begin in March, so the leap day is the
        // last day.
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        seconds = (era * 146_097 + dayOfEra - 719_468) * Self.day + hour * Self.hour + minute * 60 + second
    }
}

extension Span<UInt8> {
    /// Reads the decimal digits in `range`. Returns nil if any byte isn't a digit.
    @inline(__always)
    fileprivate func number(_ range: Range<Int>) -> Int64? {
        var value: Int64 = 0
        for index in range {
            guard (0x30...0x39).contains(self[index]) else { return nil }
            value = value * 10 + Int64(self[index] - 0x30)
        }
        return value
    }
}

/// Reads fixed-width fields from the front of a text.
private struct FieldReader {
    private let text: ArraySlice<UInt8>
    private var index: Int

    init(_ text: ArraySlice<UInt8>) {
        self.text = text
        index = text.startIndex
    }

    var isAtEnd: Bool { index == text.endIndex }

    mutating func number(_ width: Int) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<width {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard index < text.endIndex, text[index] == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    /// Skips digits and returns their number.
    mutating func digits() -> Int {
        var count = 0
        while digit() != nil { count += 1 }
        return count
    }

    /// Reads `Z` or an offset and returns seconds east of UTC. Zero at the end of the text.
    mutating func offset() -> Int64? {
        if isAtEnd || skip("Z") || skip("z") { return 0 }
        let sign: Int64
        if skip("+") {
            sign = 1
        } else if skip("-") {
            sign = -1
        } else {
            return nil
        }
        guard let hours = number(2), hours <= 23 else { return nil }
        if isAtEnd { return sign * hours * UnixTime.hour }
        _ = skip(":")
        guard let minutes = number(2), minutes <= 59 else { return nil }
        return sign * (hours * UnixTime.hour + minutes * 60)
    }

    private mutating func digit() -> Int64? {
        guard index < text.endIndex, (0x30...0x39).contains(text[index]) else { return nil }
        defer { index += 1 }
        return Int64(text[index]) - 0x30
    }
}

// MARK: - Writing

extension UnixTime {
    /// The civil date and time in UTC, clamped to the years 1 to 9999.
    public var civil: (year: Int64, month: Int64, day: Int64, hour: Int64, minute: Int64, second: Int64) {
        // Four digits can't hold any other year.
        let clamped = min(max(seconds, -62_135_596_800), 253_402_300_799)
        let days = (clamped >= 0 ? clamped : clamped - (Self.day - 1)) / Self.day
        let rest = clamped - days * Self.day
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1,
            rest / Self.hour, rest % Self.hour / 60, rest % 60
        )
    }

    /// The time as `YYYY-MM-DDTHH:MM:SSZ`.
    public var iso8601: String {
        var text: [UInt8] = []
        let parts = civil
        Self.append(parts.year, 4, "-", to: &text)
        Self.append(parts.month, 2, "-", to: &text)
        Self.append(parts.day, 2, "T", to: &text)
        Self.append(parts.hour, 2, ":", to: &text)
        Self.append(parts.minute, 2, ":", to: &text)
        Self.append(parts.second, 2, "Z", to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// The time as `YYYYMMDDTHHMMSSZ`.
    public var keyForm: String {
        var text: [UInt8] = []
        appendKeyForm(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// The date as `YYYY/MM/DD`, the day folder in an S3 key.
    public var dayFolder: String {
        var text: [UInt8] = []
        appendDayFolder(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends `YYYYMMDDTHHMMSSZ`.
    public func appendKeyForm(to text: inout [UInt8]) {
        let parts = civil
        Self.append(parts.year, 4, nil, to: &text)
        Self.append(parts.month, 2, nil, to: &text)
        Self.append(parts.day, 2, "T", to: &text)
        Self.append(parts.hour, 2, nil, to: &text)
        Self.append(parts.minute, 2, nil, to: &text)
        Self.append(parts.second, 2, "Z", to: &text)
    }

    /// Appends `YYYY/MM/DD`.
    public func appendDayFolder(to text: inout [UInt8]) {
        let parts = civil
        Self.append(parts.year, 4, "/", to: &text)
        Self.append(parts.month, 2, "/", to: &text)
        Self.append(parts.day, 2, nil, to: &text)
    }

    /// Appends the last `width` (2 or 4) decimal digits of `value`, then the separator.
    private static func append(
        _ value: Int64, _ width: Int, _ separator: Unicode.Scalar?, to text: inout [UInt8]
    ) {
        let divisors: [Int64] = width == 4 ? [1_000, 100, 10, 1] : [10, 1]
        for divisor in divisors { text.append(0x30 + UInt8(truncatingIfNeeded: value / divisor % 10)) }
        if let separator { text.append(UInt8(ascii: separator)) }
    }
}
