internal import Glibc
internal import Synchronization
internal import TrailSealFileTree

/// Handles the signals that ask the program to stop. A run gets a short time to end with a report; then the process ends.
enum Interruption {
    private static let signal = Atomic<Int32>(0)
    /// The write end of a pipe for the handler; -1 if there is none.
    private static let wakeUp = Atomic<Int32>(-1)
    /// The time in which a run may end by itself, in microseconds.
    private static let grace: useconds_t = 700_000

    /// Installs the handlers for SIGINT, SIGTERM and SIGHUP, and ignores SIGPIPE and SIGXFSZ.
    static func install() {
        // Initializes the variable here, so that the handler never runs the lazy initializer.
        signal.store(0, ordering: .relaxed)
        watch()
        for number in [SIGINT, SIGTERM, SIGHUP] {
            var action = sigaction()
            // Under nohup, a run continues without its terminal.
            if number == SIGHUP, sigaction(number, nil, &action) == 0, isIgnored(action) { continue }
            action = sigaction()
            action.__sigaction_handler.sa_handler = { Interruption.record($0) }
            sigaction(number, &action, nil)
        }
        // A closed pipe, or a file beyond `ulimit -f`, is then a write error and doesn't end the run.
        Glibc.signal(SIGPIPE, SIG_IGN)
        Glibc.signal(SIGXFSZ, SIG_IGN)
    }

    private static func isIgnored(_ action: sigaction) -> Bool {
        unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// The handler. Only async-signal-safe calls are allowed here, so it stores the number and writes a byte.
    private static func record(_ number: Int32) {
        signal.store(number, ordering: .relaxed)
        let descriptor = wakeUp.load(ordering: .relaxed)
        var byte: UInt8 = 0
        if descriptor >= 0 { _ = Glibc.write(descriptor, &byte, 1) }
    }

    /// Starts the thread that ends the process if the run doesn't end by itself.
    private static func watch() {
        var ends: [Int32] = [-1, -1]
        guard wakeUp.load(ordering: .relaxed) < 0, pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // The handler must never block.
        _ = fcntl(ends[1], F_SETFL, O_WRONLY | O_NONBLOCK)
        var thread = pthread_t()
        let argument = UnsafeMutableRawPointer(bitPattern: UInt(ends[0]) + 1)
        let status = pthread_create(
            &thread, nil,
            { argument in
                Interruption.wait(for: Int32(truncatingIfNeeded: Int(bitPattern: argument) - 1))
                return nil
            }, argument)
        guard status == 0 else {
            for end in ends { close(end) }
            return
        }
        pthread_detach(thread)
        wakeUp.store(ends[1], ordering: .relaxed)
    }

    private static func wait(for descriptor: Int32) {
        var byte: UInt8 = 0
        while read(descriptor, &byte, 1) != 1 {
            guard errno == EINTR else { return }
        }
        usleep(grace)
        guard let status else { return }
        PendingFiles.removeAll()
        Console.printError("interrupted before all reports were written; the reports that exist are complete")
        _exit(status.rawValue)
    }

    /// Whether a signal asked the program to stop.
    static var isRequested: Bool { signal.load(ordering: .relaxed) != 0 }

    /// The exit status for the signal, or nil if there was none.
    static var status: ExitStatus? {
        switch signal.load(ordering: .relaxed) {
        case SIGHUP: .hungUp
        case SIGINT: .interrupted
        case SIGTERM: .terminated
        default: nil
        }
    }
}
