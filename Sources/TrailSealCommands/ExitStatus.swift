internal import FileTree
internal import Glibc

/// How the program ends (rules VERDICT-1 to VERDICT-15; the numbers from 64 on are those of sysexits.h).
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

    static let help = """
        EXIT STATUS
          0    verified: every byte in scope is what CloudTrail signed
          1    invalid: the evidence contradicts the signed record (wins over 2)
          2    unverified: no proof either way for something in scope
          3    verified, and a control of the trail description FAILED
          64   usage: an option or its value is wrong
          65   a key, signature, state or trail description file is malformed
          66   an input is missing, or there is nothing in it or in scope to verify
          70   internal error
          73   a report or the state cannot be written
          74   an I/O error stopped the run
          75   another run holds the lock or the state
          129, 130, 143   interrupted (SIGHUP, SIGINT, SIGTERM); reports say so
        """
}

/// Why a run cannot be: one line for the user, and the exit status.
struct OperationalError: Error {
    let status: ExitStatus
    let message: String

    init(_ status: ExitStatus, _ message: String) {
        self.status = status
        self.message = message
    }

    /// What the user named cannot be read: 74 where the device or the machine failed, else 66.
    init(reading error: FileTreeError, _ message: String) {
        self.init(error.isDeviceFailure || error.isExhaustion ? .inputOutput : .noInput, message)
    }
}

/// Text for the two streams of the process.
enum Console {
    /// Whether all of it could be written.
    @discardableResult
    static func write(_ text: String, to descriptor: Int32 = STDOUT_FILENO) -> Bool {
        write(Array(text.utf8), to: descriptor)
    }

    /// The same for bytes that need not be text.
    @discardableResult
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var start = 0
        while start < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + start }, $0.count - start)
            }
            if count < 0 {
                if errno == EINTR { continue }
                return false
            }
            start += count
        }
        return true
    }

    /// The same for a buffer, to standard output.
    static func write(_ bytes: UnsafeRawBufferPointer) -> Bool { write(Array(bytes), to: STDOUT_FILENO) }

    static func printError(_ text: String) { write("trailseal: \(text)\n", to: STDERR_FILENO) }
}
