internal import Glibc

/// Threads with work of their own that share their loops: one that has none left joins a loop of another, so that none
/// waits for a neighbour with a large piece.
///
/// `@unchecked Sendable`: everything that changes is touched under the lock only.
final class SharedLoops: @unchecked Sendable {
    private final class Loop {
        /// Takes part until nothing is left to take; several threads may do so at once.
        let work: () -> Void
        var guests = 0

        init(_ work: @escaping () -> Void) { self.work = work }
    }

    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var loops: [Loop] = []
    /// Threads that still have work of their own.
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

    /// Counts the thread as one with work of its own.
    func join() {
        pthread_mutex_lock(lock)
        busy += 1
        pthread_mutex_unlock(lock)
    }

    /// Does `work`, which others may join meanwhile; returns when all that joined are through.
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

    /// For a thread without work of its own: joins the loops of others until none has any. Called once for
    /// each `join`.
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
            // It came back because nothing is left to take.
            loops.removeAll { $0 === loop }
            pthread_cond_broadcast(change)
        }
        pthread_mutex_unlock(lock)
    }
}
