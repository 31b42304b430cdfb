/// Lets threads with no work of their own join the loops of other threads, so that none waits for a neighbor with a
/// large item.
///
/// `@unchecked Sendable`: all mutable state is accessed only under the lock.
final class SharedLoops: @unchecked Sendable {
    private final class Loop {
        /// Takes items until none are left. Several threads may run it at once.
        let work: () -> Void
        var guests = 0

        init(_ work: @escaping () -> Void) { self.work = work }
    }

    private let monitor = Monitor()
    private var loops: [Loop] = []
    /// Number of threads that still have their own work.
    private var busy = 0

    /// Counts the calling thread as one with its own work.
    func join() {
        monitor.withLock { busy += 1 }
    }

    /// Runs `work`, which other threads may join. Returns after all of them have finished it.
    func share(_ work: @escaping () -> Void) {
        let loop = Loop(work)
        monitor.lock()
        loops.append(loop)
        monitor.broadcast()
        monitor.unlock()
        work()
        monitor.lock()
        loops.removeAll { $0 === loop }
        while loop.guests > 0 { monitor.wait() }
        monitor.unlock()
    }

    /// Joins the loops of other threads until none of them has its own work. Call it once for each `join`, when the
    /// thread has none left.
    func help() {
        monitor.lock()
        busy -= 1
        monitor.broadcast()
        while busy > 0 {
            guard let loop = loops.first else {
                monitor.wait()
                continue
            }
            loop.guests += 1
            monitor.unlock()
            loop.work()
            monitor.lock()
            loop.guests -= 1
            // The thread returned because no items are left.
            loops.removeAll { $0 === loop }
            monitor.broadcast()
        }
        monitor.unlock()
    }
}
