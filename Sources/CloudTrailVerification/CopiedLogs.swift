public import Primitives

/// Which log files were copied, as the user says. An absent log that was not copied is not asked for, instead of missing; a
/// present one is judged as always (SCOPE-8, SCOPE-9).
public enum CopiedLogs: Hashable, Sendable {
    case all
    /// Those from this time on, by the stamp in the key, else by the end of the newest digest that lists it.
    case from(UnixTime)
    case none

    /// Logs before this time were not copied; nil if all were.
    var begin: UnixTime? {
        switch self {
        case .all: nil
        case .from(let time): time
        case .none: UnixTime(seconds: .max)
        }
    }
}
