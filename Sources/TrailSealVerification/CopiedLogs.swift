public import TrailSealPrimitives

/// Which log files the user says were copied. An absent listed log that wasn't copied counts as not asked for instead
/// of missing. A log that is present is judged as always (SCOPE-8, SCOPE-9).
public enum CopiedLogs: Hashable, Sendable {
    /// All log files.
    case all
    /// Log files from this time on. The time of a log is the stamp in its key, else the end of the newest digest that
    /// lists it.
    case from(UnixTime)
    /// No log files.
    case none

    /// Log files before this time weren't copied. Nil if all were.
    var begin: UnixTime? {
        switch self {
        case .all: nil
        case .from(let time): time
        case .none: UnixTime(seconds: .max)
        }
    }
}
