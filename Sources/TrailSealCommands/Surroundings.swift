internal import CTrailSealMalloc
internal import Glibc
internal import TrailSealFileTree

/// What the program needs of the process in which it runs.
enum Surroundings {
    /// The stack that the main thread needs, in bytes: as much as any other thread has.
    private static let stackSize = 1 << 20

    /// Prepares the process. Returns what is missing, with the status for it, or nil.
    static func prepare() -> (ExitStatus, String)? {
        StandardStreams.occupyClosed()
        limitArenas()
        // Swift reads the arguments from /proc. If it can't, there are none: a run that was asked to verify would show the help and
        // end with 0.
        guard !CommandLine.arguments.isEmpty else {
            return (.inputOutput, "the arguments can't be read from /proc; raise the limit of open files (ulimit -n)")
        }
        guard hasStack() else {
            return (
                .internalError, "the limit of the stack is below \(stackSize >> 10) KiB; raise it (ulimit -s)"
            )
        }
        return nil
    }

    /// Lets threads share their arenas, the parts of memory from which they allocate. By default each reader has its own, and
    /// keeps what others could use. Readers mostly wait for the storage, so few of them allocate at once.
    private static func limitArenas() {
        let processors = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        _ = mallopt(M_ARENA_MAX, Int32(clamping: processors + 1))
    }

    /// Whether the main thread may use enough stack. Raises a lower limit if it may. The stack of a running thread grows up to the
    /// limit of that moment (setrlimit(2)).
    private static func hasStack() -> Bool {
        let kind = __rlimit_resource_t(RLIMIT_STACK.rawValue)
        var limit = rlimit()
        guard getrlimit(kind, &limit) == 0, limit.rlim_cur < rlim_t(stackSize) else { return true }
        limit.rlim_cur = rlim_t(stackSize)
        return limit.rlim_max >= limit.rlim_cur && setrlimit(kind, &limit) == 0
    }
}
