internal import Glibc
internal import Synchronization

/// Threads that take part in the loops that read files, beside the threads that compute: as many as the storage has use for.
///
/// They are started when the governor first asks for them, and end with the last pool that uses them.
final class ReaderCrew: Sendable {
    private let service: ReaderService

    /// `workers` is the number of threads that compute, `limit` the most that may read at once, those included.
    init(workers: Int, limit: Int) { service = ReaderService(workers: workers, limit: limit) }

    deinit { service.end() }

    /// The most threads that may read at once.
    var limit: Int { service.limit }

    /// Runs `body`, which works on the same pieces as `work`. Meanwhile readers call `work` too. It must return when no piece
    /// is left, or soon after its argument, asked between two pieces, says that the thread is no longer wanted. Returns when
    /// all have left.
    func lend<Failure: Error>(
        _ work: @escaping (_ isWanted: () -> Bool) -> Void, while body: () throws(Failure) -> Void
    ) throws(Failure) {
        let loop = service.open(work)
        defer { service.close(loop) }
        try body()
    }

    /// Counts a file that was read. `start` is when its thread began with it, in nanoseconds. Returns the time now.
    func noteFile(since start: Int) -> Int { service.noteFile(since: start) }

    /// A clock that never goes back, in nanoseconds.
    static var now: Int { ReaderService.nanoseconds(CLOCK_MONOTONIC) }
}

/// What the threads of a crew share.
///
/// `@unchecked Sendable`: everything that changes is atomic or touched under the lock only.
private final class ReaderService: @unchecked Sendable {
    final class Loop {
        let work: (_ isWanted: () -> Bool) -> Void
        var guests = 0
        /// Whether a guest came back because no piece was left.
        var isExhausted = false

        init(_ work: @escaping (_ isWanted: () -> Bool) -> Void) { self.work = work }
    }

    /// The shortest window, in nanoseconds.
    private static let window = 4_000_000
    /// The first window is shorter, so that a slow storage is noticed early.
    private static let firstWindow = 1_000_000

    let limit: Int
    private let workers: Int
    private let processors = WorkerPool.processorCount
    private let monitor = Monitor()
    private var loops: [Loop] = []
    private var threads: [pthread_t] = []
    private var isOver = false
    private var governor: ReaderGovernor
    /// When the current window began, the processor time used until then, both in nanoseconds, and the waits until then.
    private var began = (clock: 0, processor: 0, waits: 0)
    /// Readers that may work.
    private let wanted = Atomic<Int>(0)
    /// Files read in the current window.
    private let files = Atomic<Int>(0)
    /// The time that the threads spent on them, in nanoseconds.
    private let fileTime = Atomic<Int>(0)
    /// When the current window may end, in nanoseconds.
    private let due = Atomic<Int>(0)

    init(workers: Int, limit: Int) {
        self.workers = workers
        governor = ReaderGovernor(workers: workers, limit: limit)
        self.limit = governor.limit
    }

    func open(_ work: @escaping (_ isWanted: () -> Bool) -> Void) -> Loop {
        let loop = Loop(work)
        monitor.lock()
        if loops.isEmpty {
            governor.turn()
            beginWindow(length: Self.firstWindow)
        }
        loops.append(loop)
        monitor.broadcast()
        monitor.unlock()
        return loop
    }

    func close(_ loop: Loop) {
        monitor.lock()
        loops.removeAll { $0 === loop }
        while loop.guests > 0 { monitor.wait() }
        monitor.unlock()
    }

    func noteFile(since start: Int) -> Int {
        let now = Self.nanoseconds(CLOCK_MONOTONIC)
        files.add(1, ordering: .relaxed)
        fileTime.add(now &- start, ordering: .relaxed)
        guard now >= due.load(ordering: .relaxed),
            files.load(ordering: .relaxed) > wanted.load(ordering: .relaxed), monitor.tryLock()
        else { return now }
        endWindow()
        monitor.unlock()
        return now
    }

    func end() {
        monitor.lock()
        isOver = true
        monitor.broadcast()
        monitor.unlock()
        for thread in threads { pthread_join(thread, nil) }
    }

    // MARK: Under the lock

    private func beginWindow(length: Int) {
        began = (Self.nanoseconds(CLOCK_MONOTONIC), Self.nanoseconds(CLOCK_PROCESS_CPUTIME_ID), Self.waits())
        files.store(0, ordering: .relaxed)
        fileTime.store(0, ordering: .relaxed)
        due.store(began.clock &+ length, ordering: .relaxed)
    }

    private func endWindow() {
        let (clock, processor) = (Self.nanoseconds(CLOCK_MONOTONIC), Self.nanoseconds(CLOCK_PROCESS_CPUTIME_ID))
        // Another thread ended it a moment ago.
        guard clock >= due.load(ordering: .relaxed), !isOver else { return }
        governor.take(
            ReaderGovernor.Window(
                files: files.load(ordering: .relaxed), seconds: Double(clock &- began.clock) / 1e9,
                processorSeconds: Double(processor &- began.processor) / 1e9, waits: Self.waits() &- began.waits,
                fileSeconds: Double(fileTime.load(ordering: .relaxed)) / 1e9),
            processors: processors)
        let readers = governor.threads - workers
        let before = wanted.exchange(readers, ordering: .relaxed)
        while threads.count < readers, let thread = start(number: threads.count) { threads.append(thread) }
        if readers > before { monitor.broadcast() }
        beginWindow(length: Self.window)
    }

    /// Nil if the machine has no thread to give. The readers that are there do the work.
    private func start(number: Int) -> pthread_t? {
        WorkerPool.thread { [self] in serve(number) }
    }

    private func serve(_ number: Int) {
        monitor.lock()
        while !isOver {
            // The loop with the fewest guests: each shall get its share.
            guard number < wanted.load(ordering: .relaxed),
                let loop = loops.lazy.filter({ !$0.isExhausted }).min(by: { $0.guests < $1.guests })
            else {
                monitor.wait()
                continue
            }
            loop.guests += 1
            monitor.unlock()
            var isWanted = true
            loop.work {
                isWanted = number < wanted.load(ordering: .relaxed)
                return isWanted
            }
            monitor.lock()
            loop.guests -= 1
            if isWanted { loop.isExhausted = true }
            monitor.broadcast()
        }
        monitor.unlock()
    }

    /// How often a thread of this process gave its processor up to wait.
    private static func waits() -> Int {
        var usage = rusage()
        return getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 ? usage.ru_nvcsw : 0
    }

    static func nanoseconds(_ clock: clockid_t) -> Int {
        var time = timespec()
        clock_gettime(clock, &time)
        return time.tv_sec &* 1_000_000_000 &+ time.tv_nsec
    }
}
