/// Why there is no result. Damage in an archive is never an error: it is a finding.
public enum TrailSealError: Error, Hashable, Sendable {
    /// A file or folder can't be read.
    case unreadable(path: String, reason: String)
    /// A file of public keys, of saved signatures or of a trail description isn't one.
    case malformed(path: String, reason: String)
    /// Nothing in the archive can be judged: there is no digest file and no log file, or none is in scope.
    case nothingToJudge
    /// The scope makes no sense.
    case invalidScope(String)
    /// Memory or file descriptors ran out during the run, so nothing is known.
    case resourcesExhausted(String)
    /// Something couldn't be written. The output is incomplete.
    case unwritable(String)
    /// libcrypto or zlib failed.
    case libraryFailure(String)
}

extension TrailSealError: CustomStringConvertible {
    /// The error in one line.
    public var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path) can't be read: \(reason)"
        case .malformed(let path, let reason): "\(path) can't be used: \(reason)"
        case .nothingToJudge: "there is no CloudTrail digest file or log file"
        case .invalidScope(let reason), .libraryFailure(let reason): reason
        case .resourcesExhausted(let reason): "the run stopped: \(reason)"
        case .unwritable(let reason): "the output can't be written: \(reason)"
        }
    }
}
