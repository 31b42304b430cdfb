internal import Glibc
internal import Synchronization

/// The signal that asked the program to stop. Handlers may do nothing but store a number.
enum Interruption {
    private static let signal = Atomic<Int32>(0)

    static func install() {
        // Touched here, so that the handler never runs the lazy initialiser.
        signal.store(0, ordering: .relaxed)
        for number in [SIGINT, SIGTERM] {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { Interruption.record($0) }
            sigaction(number, &action, nil)
        }
        // A closed pipe is an error of write, not the end of the run.
        Glibc.signal(SIGPIPE, SIG_IGN)
    }

    private static func record(_ number: Int32) { signal.store(number, ordering: .relaxed) }

    static var isRequested: Bool { signal.load(ordering: .relaxed) != 0 }

    static var status: ExitStatus? {
        switch signal.load(ordering: .relaxed) {
        case SIGINT: .interrupted
        case SIGTERM: .terminated
        default: nil
        }
    }
}
