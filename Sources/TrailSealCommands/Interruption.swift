internal import FileTree
internal import Glibc
internal import Synchronization

/// The signal that asked the program to stop. A run that can stop with a report has a moment for it; whatever else it does
/// then ends at once.
enum Interruption {
    private static let signal = Atomic<Int32>(0)
    /// The end of a pipe to which the handler writes; -1 if there is none.
    private static let wakeUp = Atomic<Int32>(-1)
    /// How long a run may take to end by itself, in microseconds.
    private static let grace: useconds_t = 700_000

    static func install() {
        // Touched here, so that the handler never runs the lazy initialiser.
        signal.store(0, ordering: .relaxed)
        watch()
        for number in [SIGINT, SIGTERM, SIGHUP] {
            var action = sigaction()
            // Under nohup a run goes on when its terminal is gone.
            if number == SIGHUP, sigaction(number, nil, &action) == 0, isIgnored(action) { continue }
            action = sigaction()
            action.__sigaction_handler.sa_handler = { Interruption.record($0) }
            sigaction(number, &action, nil)
        }
        // A closed pipe is an error of write, not the end of the run.
        Glibc.signal(SIGPIPE, SIG_IGN)
    }

    private static func isIgnored(_ action: sigaction) -> Bool {
        unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// Handlers may do little but store a number and write a byte.
    private static func record(_ number: Int32) {
        signal.store(number, ordering: .relaxed)
        let descriptor = wakeUp.load(ordering: .relaxed)
        var byte: UInt8 = 0
        if descriptor >= 0 { _ = Glibc.write(descriptor, &byte, 1) }
    }

    /// Starts the thread that ends the process if it does not end by itself.
    private static func watch() {
        var ends: [Int32] = [-1, -1]
        guard wakeUp.load(ordering: .relaxed) < 0, pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // A handler never waits.
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
        Console.printError("interrupted before all was written; reports that are there are whole")
        _exit(status.rawValue)
    }

    static var isRequested: Bool { signal.load(ordering: .relaxed) != 0 }

    static var status: ExitStatus? {
        switch signal.load(ordering: .relaxed) {
        case SIGHUP: .hungUp
        case SIGINT: .interrupted
        case SIGTERM: .terminated
        default: nil
        }
    }
}
