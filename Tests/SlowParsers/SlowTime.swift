/// Times, by counting calendar days from 1970 on, year by year and month by month.
public enum SlowTime {
    /// Returns the seconds since 1970 of a time written like `pattern`. There `Y`, `M`, `D`, `h`, `m` and `s` stand for
    /// digits, and every other character for itself. Nil if it isn't a time.
    public static func seconds(_ text: [UInt8], _ pattern: String) -> Int64? {
        guard text.count == pattern.utf8.count else { return nil }
        var fields: [UInt8: Int64] = [:]
        for (byte, wanted) in zip(text, pattern.utf8) {
            if "YMDhms".utf8.contains(wanted) {
                guard let digit = Array("0123456789".utf8).firstIndex(of: byte) else { return nil }
                fields[wanted] = (fields[wanted] ?? 0) * 10 + Int64(digit)
            } else if byte != wanted {
                return nil
            }
        }
        func field(_ letter: Character) -> Int64 { letter.asciiValue.flatMap { fields[$0] } ?? 0 }
        guard let days = days(field("Y"), field("M"), field("D")), field("h") < 24, field("m") < 60, field("s") < 60
        else { return nil }
        return ((days * 24 + field("h")) * 60 + field("m")) * 60 + field("s")
    }

    /// Returns the days from 1970-01-01 to a date. Nil if the date doesn't exist in the years 1 to 9999.
    public static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64? {
        guard (1...9_999).contains(year), (1...12).contains(month), day >= 1, day <= length(year, month) else {
            return nil
        }
        var days = firstDays[Int(year)]
        for earlier in 1..<13 where earlier < month { days += length(year, Int64(earlier)) }
        return days + day - 1
    }

    static func isLeap(_ year: Int64) -> Bool {
        year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
    }

    static func length(_ year: Int64, _ month: Int64) -> Int64 {
        [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][Int(month) - 1]
    }

    /// The first day of each year, counted in both directions from 1970.
    private static let firstDays: [Int64] = {
        var days = [Int64](repeating: 0, count: 10_000)
        for year in 1_971..<10_000 { days[year] = days[year - 1] + (isLeap(Int64(year - 1)) ? 366 : 365) }
        for year in stride(from: 1_969, through: 1, by: -1) {
            days[year] = days[year + 1] - (isLeap(Int64(year)) ? 366 : 365)
        }
        return days
    }()
}
