internal import TrailSealPrimitives

/// Writes a length of time as options take it.
enum DurationText {
    /// Returns `seconds` in the largest unit that divides it, such as `30d`.
    static func text(seconds: Int64) -> String {
        let units: [(length: Int64, name: String)] = [(UnixTime.day, "d"), (UnixTime.hour, "h"), (60, "m")]
        for unit in units where seconds.isMultiple(of: unit.length) { return "\(seconds / unit.length)\(unit.name)" }
        return "\(seconds)s"
    }
}
