internal import Primitives

/// A length of time as people write it, and as options take it.
enum DurationText {
    /// `seconds` in the largest unit of which it is a whole number, such as `30d`.
    static func text(seconds: Int64) -> String {
        let units: [(length: Int64, name: String)] = [(UnixTime.day, "d"), (UnixTime.hour, "h"), (60, "m")]
        for unit in units where seconds.isMultiple(of: unit.length) { return "\(seconds / unit.length)\(unit.name)" }
        return "\(seconds)s"
    }
}
