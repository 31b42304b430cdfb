internal import Glibc
internal import Synchronization

/// Threads that share one list of work.
///
/// The work blocks in system calls, which must not happen on Swift's cooperative pool, and the user chooses the
/// number of threads. So these are plain threads. Each takes the next item when it has finished one, so none waits
/// for a slow neighbor.
public struct WorkerPool: Sendable {
    /// Most threads that are started, whatever was asked for. Each holds buffers of about half a megabyte.
    public static let threadLimit = 256
    /// Stack of a thread in bytes. The deepest call chain is a bounded JSON recursion.
    private static let stackSize = 1 << 20

    /// Fewest indices for which `spread` uses all threads.
    private static let fewFolders = 8

    /// Number of threads that compute, at least 1.
    public let jobs: Int
    /// Set if this pool belongs to a thread of `divide`.
    private let crew: SharedLoops?
    /// Threads that only read. Nil if the threads that compute are all that may read.
    private let readers: ReaderCrew?

    /// Creates a pool. `jobs` is clamped to `1...threadLimit`. `readers` is the most threads that `read` may use; more
    /// than `jobs` of them work only while the storage leaves the processors idle.
    public init(jobs: Int, readers: Int = 0) {
        self.jobs = min(max(1, jobs), Self.threadLimit)
        crew = nil
        let limit = min(readers, Self.threadLimit)
        self.readers = limit > self.jobs ? ReaderCrew(workers: self.jobs, limit: limit) : nil
    }

    /// Creates the pool for the body of `divide`: its own thread, and threads that have nothing else to do.
    private init(_ crew: SharedLoops, of pool: WorkerPool) {
        jobs = pool.jobs
        readers = pool.readers
        self.crew = crew
    }

    /// Calls `body` for each index below `count`, each on one thread, with a pool for the loops inside it. Threads
    /// with no index left join the loops of the others.
    ///
    /// Stops early, between two indices, if `isCancelled` returns true. After an error no further index is started;
    /// the first error is rethrown after all threads have ended.
    public func divide<Failure: Error>(
        count: Int, isCancelled: @Sendable () -> Bool = { false },
        body: @Sendable (WorkerPool, Int) throws(Failure) -> Void
    ) throws(Failure) {
        guard count > 0 else { return }
        let crew = SharedLoops()
        let own = WorkerPool(crew, of: self)
        let next = Atomic<Int>(0)
        let failure = Mutex<Failure?>(nil)
        let work = {
            crew.join()
            do throws(Failure) {
                while !isCancelled() {
                    let index = next.add(1, ordering: .relaxed).oldValue
                    guard index < count else { break }
                    try body(own, index)
                }
            } catch {
                next.store(count, ordering: .relaxed)
                failure.withLock { $0 = $0 ?? error }
            }
            crew.help()
        }
        withoutActuallyEscaping(work) { escaping in
            Self.run(escaping, onThreads: jobs)
        }
        if let error = failure.withLock({ $0 }) { throw error }
    }

    /// The number of processors online.
    public static var processorCount: Int {
        max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    }

    /// Calls `body` for each index below `count`, with one state per thread. A thread takes up to `batch` adjacent
    /// indices at a time.
    ///
    /// Stops early, between two indices, if `isCancelled` returns true. After an error no further batch is started.
    /// The first error is rethrown after all threads have ended; which one is first depends on timing.
    public func forEach<State, Failure: Error>(
        count: Int, batch: Int = 1, isCancelled: @Sendable () -> Bool = { false },
        makeState: @Sendable () throws(Failure) -> State,
        body: @Sendable (inout State, Int) throws(Failure) -> Void
    ) throws(Failure) {
        try loop(count: count, batch: batch, nil, isCancelled, makeState, body)
    }

    /// Does the same as `forEach` for items that are files or folders, which the storage may keep waiting.
    public func read<State, Failure: Error>(
        count: Int, batch: Int = 1, isCancelled: @Sendable () -> Bool = { false },
        makeState: @Sendable () throws(Failure) -> State,
        body: @Sendable (inout State, Int) throws(Failure) -> Void
    ) throws(Failure) {
        try loop(count: count, batch: batch, readers, isCancelled, makeState, body)
    }

    private func loop<State, Failure: Error>(
        count: Int, batch: Int, _ readers: ReaderCrew?, isAlone: Bool = false, _ isCancelled: @Sendable () -> Bool,
        _ makeState: @Sendable () throws(Failure) -> State, _ body: @Sendable (inout State, Int) throws(Failure) -> Void
    ) throws(Failure) {
        guard count > 0 else { return }
        // A short list of large items must not end up on one thread.
        let step = max(1, min(batch, count / ((readers?.limit ?? jobs) * 4)))
        let threads = isAlone ? 1 : min(jobs, (count - 1) / step + 1)
        if threads == 1, readers == nil || count == 1 {
            var state = try makeState()
            for index in 0..<count {
                if isCancelled() { return }
                try body(&state, index)
            }
            return
        }
        let next = Atomic<Int>(0)
        let failure = Mutex<Failure?>(nil)
        let work = { (isWanted: () -> Bool) in
            do throws(Failure) {
                var state = try makeState()
                var start = readers == nil ? 0 : ReaderCrew.now
                while isWanted() {
                    let first = next.add(step, ordering: .relaxed).oldValue
                    guard first < count else { return }
                    for index in first..<min(first + step, count) {
                        if isCancelled() { return }
                        try body(&state, index)
                        if let readers { start = readers.noteFile(since: start) }
                    }
                }
            } catch {
                next.store(count, ordering: .relaxed)
                failure.withLock { $0 = $0 ?? error }
            }
        }
        withoutActuallyEscaping(work) { escaping in
            let own = { escaping { true } }
            func work() { if let crew, !isAlone { crew.share(own) } else { Self.run(own, onThreads: threads) } }
            if let readers { readers.lend(escaping, while: work) } else { work() }
        }
        if let error = failure.withLock({ $0 }) { throw error }
    }

    /// Returns the results of both closures. They run in parallel if a thread is free.
    public func both<First: Sendable, Second: Sendable>(
        _ first: @Sendable () -> First, _ second: @Sendable () -> Second
    ) -> (First, Second) {
        let (one, other) = (IndexedResults<First>(count: 1), IndexedResults<Second>(count: 1))
        forEach(count: 2) {
        } body: { (_, index) in
            if index == 0 { one.set(0, first()) } else { other.set(0, second()) }
        }
        return ((one.take().first ?? nil) ?? first(), (other.take().first ?? nil) ?? second())
    }

    /// Calls `body` for each index below `count`, as `read` does. A few indices are left to this thread and to readers that the
    /// storage has use for, because it takes longer to start a thread than to list a folder. Callers that don't know about pools
    /// can take it as a closure.
    public func spread(_ count: Int, _ body: @Sendable (Int) -> Void) {
        loop(count: count, batch: 4, readers, isAlone: count < Self.fewFolders, { false }, {}, { body($1) })
    }

    /// Runs `work` on this thread and up to `count - 1` new ones, and waits for all of them. Starts fewer if the
    /// system refuses more.
    private static func run(_ work: @escaping () -> Void, onThreads count: Int) {
        var started: [pthread_t] = []
        for _ in 1..<count {
            guard let thread = thread(work) else { break }
            started.append(thread)
        }
        work()
        for thread in started { pthread_join(thread, nil) }
    }

    /// Starts a thread, which must be joined. Returns nil if the system refuses it.
    static func thread(_ work: @escaping () -> Void) -> pthread_t? {
        final class Box {
            let work: () -> Void
            init(_ work: @escaping () -> Void) { self.work = work }
        }
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setstacksize(&attributes, stackSize)
        defer { pthread_attr_destroy(&attributes) }
        var thread = pthread_t()
        let argument = Unmanaged.passRetained(Box(work))
        let status = pthread_create(
            &thread, &attributes,
            { pointer in
                if let pointer { Unmanaged<Box>.fromOpaque(pointer).takeRetainedValue().work() }
                return nil
            }, argument.toOpaque())
        guard status == 0 else {
            argument.release()
            return nil
        }
        return thread
    }
}
