internal import Glibc

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

    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var loops: [Loop] = []
    /// Number of threads that still have their own work.
    private var busy = 0

    init() {
        pthread_mutex_init(lock, nil)
        pthread_cond_init(change, nil)
    }

    deinit {
        pthread_cond_destroy(change)
        pthread_mutex_destroy(lock)
        change.deallocate()
        lock.deallocate()
    }

    /// Counts the calling thread as one with its own work.
    func join() {
        pthread_mutex_lock(lock)
        busy += 1
        pthread_mutex_unlock(lock)
    }

    /// Runs `work`, which other threads may join. Returns after all of them have finished it.
    func share(_ work: @escaping () -> Void) {
        let loop = Loop(work)
        pthread_mutex_lock(lock)
        loops.append(loop)
        pthread_cond_broadcast(change)
        pthread_mutex_unlock(lock)
        work()
        pthread_mutex_lock(lock)
        loops.removeAll { $0 === loop }
        while loop.guests > 0 { pthread_cond_wait(change, lock) }
        pthread_mutex_unlock(lock)
    }

    /// Joins the loops of other threads until none of them has its own work. Call it once for each `join`, when the
    /// thread has none left.
    func help() {
        pthread_mutex_lock(lock)
        busy -= 1
        pthread_cond_broadcast(change)
        while busy > 0 {
            guard let loop = loops.first else {
                pthread_cond_wait(change, lock)
                continue
            }
            loop.guests += 1
            pthread_mutex_unlock(lock)
            loop.work()
            pthread_mutex_lock(lock)
            loop.guests -= 1
            // The thread returned because no items are left.
            loops.removeAll { $0 === loop }
            pthread_cond_broadcast(change)
        }
        pthread_mutex_unlock(lock)
    }
}
