internal import Glibc
internal import TrailSealFileTree
internal import TrailSealVerification

/// The exit statuses of the program (rules VERDICT-1 to VERDICT-15). The numbers from 64 on are those of sysexits.h.
enum ExitStatus: Int32 {
    case verified = 0
    case invalid = 1
    case unverified = 2
    case controlFailed = 3
    case usage = 64
    case malformedInput = 65
    case noInput = 66
    case internalError = 70
    case cannotCreate = 73
    case inputOutput = 74
    case locked = 75
    case hungUp = 129
    case interrupted = 130
    case terminated = 143

    /// Returns the status for a verdict.
    init(_ verdict: Verdict) {
        switch verdict {
        case .verified: self = .verified
        case .unverified: self = .unverified
        case .invalid: self = .invalid
        }
    }

    /// The section of the help about exit statuses.
    static let help = """
        EXIT STATUS
          0    verified: digests and logs in scope have the content CloudTrail signed
          1    invalid: the evidence contradicts the signed record (wins over 2)
          2    unverified: no proof either way for something in scope
          3    verified, but a control of the trail description FAILED
          64   usage: an option or its value is wrong
          65   a key, signature, state or trail description file is malformed
          66   an input is missing, or holds no digest or log file
          70   internal error
          73   a report or the state can't be written
          74   an I/O error stopped the run
          75   another run holds the lock or the state
          129, 130, 143   interrupted (SIGHUP, SIGINT, SIGTERM); reports say so
        """
}

/// The reason why a command can't run: one line for the user, and the exit status.
struct OperationalError: Error {
    /// The exit status.
    let status: ExitStatus
    /// One line that says what happened, where, and what to do.
    let message: String

    /// Creates an error.
    init(_ status: ExitStatus, _ message: String) {
        self.status = status
        self.message = message
    }

    /// Creates an error for a path that can't be read: status 74 if the device or the machine failed, else 66.
    init(reading error: FileTreeError, _ message: String) {
        self.init(error.isDeviceFailure || error.isExhaustion ? .inputOutput : .noInput, message)
    }
}

/// Writes to standard output and standard error.
enum Console {
    /// Writes text. Returns whether all of it could be written.
    @discardableResult
    static func write(_ text: String, to descriptor: Int32 = STDOUT_FILENO) -> Bool {
        write(Array(text.utf8), to: descriptor)
    }

    /// Writes bytes, which need not be text. Returns whether all of them could be written.
    @discardableResult
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var start = 0
        while start < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + start }, $0.count - start)
            }
            if count < 0 {
                if errno == EINTR { continue }
                // Another process may have made its end of a shared pipe non-blocking.
                if errno == EAGAIN, waits(for: descriptor) { continue }
                return false
            }
            start += count
        }
        return true
    }

    /// Waits until a descriptor can be written. Returns false if that can't be waited for.
    private static func waits(for descriptor: Int32) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&entry, 1, -1) >= 0 || errno == EINTR
    }

    /// Writes a buffer to standard output. Returns whether all of it could be written.
    static func write(_ bytes: UnsafeRawBufferPointer) -> Bool { write(Array(bytes), to: STDOUT_FILENO) }

    /// Writes a line to standard error, after the name of the program.
    static func printError(_ text: String) { write("trailseal: \(text)\n", to: STDERR_FILENO) }
}
