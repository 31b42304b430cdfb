internal import CTestSupport
internal import Foundation
internal import Glibc

/// Runs a program and waits for it, for a limited time.
public struct Program: Sendable {
    /// How a run ended.
    public struct Outcome: Sendable {
        /// The exit status, or 128 plus the number of the signal that ended the program.
        public let status: Int32
        /// Standard output.
        public let output: String
        /// Standard error.
        public let errors: String
        /// Highest resident memory, in bytes. It comes from `VmHWM` while the program runs, because the value of
        /// `wait4` begins with the memory of the process that started it.
        public let peakMemory: Int
        /// Wall-clock time, in seconds.
        public let seconds: Double
        /// Whether the program was killed at the time limit.
        public let isTimedOut: Bool
    }

    /// The program couldn't be started, with its path and the error number.
    public enum Failure: Error { case cannotStart(String, Int32) }

    let path: String
    let arguments: [String]

    /// Names a program and its arguments.
    public init(_ path: String, _ arguments: [String]) {
        self.path = path
        self.arguments = arguments
    }

    /// The binary under test, with arguments.
    public static func trailseal(_ arguments: String...) -> Program { trailseal(arguments) }

    /// The binary under test, with arguments.
    public static func trailseal(_ arguments: [String]) -> Program { Program(TestPaths.binary.path, arguments) }

    /// Runs the program in `folder` for at most `timeout` seconds. Calls `started` with its process number once it
    /// runs. Throws if it can't be started.
    public func run(
        in folder: String = "/", timeout: Double = 120, started: (Int32) throws -> Void = { _ in }
    ) throws -> Outcome {
        let scratch = try TemporaryFolder()
        let out = scratch.path("out")
        let err = scratch.path("err")
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, out, O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, err, O_WRONLY | O_CREAT, 0o600)
        test_spawn_in(&actions, folder)
        var arguments = ([path] + arguments).map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var process: pid_t = 0
        let begin = ContinuousClock.now
        // The test's threads block signals, and a program would inherit that.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let failure = posix_spawn(&process, path, &actions, &attributes, arguments, environ)
        guard failure == 0 else { throw Failure.cannotStart(path, failure) }
        try started(process)
        var status: Int32 = 0
        var peak = 0
        var isTimedOut = false
        var pause: UInt32 = 500
        while waitpid(process, &status, WNOHANG) == 0 {
            peak = max(peak, Self.residentHighWater(of: process))
            if begin.duration(to: .now) > .seconds(timeout) {
                isTimedOut = true
                kill(process, SIGKILL)
            }
            usleep(pause)
            pause = min(pause * 2, 20_000)
        }
        let seconds = begin.duration(to: .now) / .seconds(1)
        // Swift doesn't import the macros of <sys/wait.h>.
        let signal = status & 0x7f
        return Outcome(
            status: signal == 0 ? (status >> 8) & 0xff : 128 + signal, output: Self.text(out), errors: Self.text(err),
            peakMemory: peak, seconds: seconds, isTimedOut: isTimedOut)
    }

    private static func text(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }

    private static func residentHighWater(of process: pid_t) -> Int {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let kilobytes = Int(line.filter { $0.isNumber })
        else { return 0 }
        return kilobytes * 1024
    }
}
