/// Decides how many threads may wait for the storage at once.
///
/// A warm page cache keeps the threads running, and more threads than processors gain nothing. A cold disk, a network
/// share or a mounted bucket makes them wait. So the number grows while threads wait for files, the processors idle, and
/// each growth brings more files per second. It shrinks back when it brought nothing, or when the waiting ends. Idle
/// processors alone show nothing, because other processes may have used them.
struct ReaderGovernor {
    /// What happened in one window of time.
    struct Window {
        /// Files that were read.
        var files: Int
        /// Length of the window in seconds.
        var seconds: Double
        /// Processor time that the process used, in seconds.
        var processorSeconds: Double
        /// How often a thread gave its processor up to wait.
        var waits: Int
        /// The time that the threads spent on these files, in seconds, all together.
        var fileSeconds: Double

        /// Whether threads waited for the storage, and not only now and then for each other.
        fileprivate var isWaiting: Bool { waits >= files / 4 && waits > 0 }
        /// The files per second that so many threads read. It comes from the time that each file took. Counting files in a
        /// window misleads, because threads that wait for the same time finish together.
        fileprivate func rate(_ threads: Int) -> Double { Double(threads * files) / max(fileSeconds, 1e-9) }
    }

    private enum Phase {
        /// The number has held. It isn't tried again for some windows.
        case settled(windows: Int)
        /// It has just grown from `before`, when `rate` files were read per second. The first window after that still
        /// holds files that fewer threads read, and doesn't count.
        case grown(before: Int, rate: Double, isFirstWindow: Bool)
    }

    /// The first growth, in threads. Fewer gain too little on a disk, and these cost nothing measurable.
    private static let firstStep = 16
    /// The processors may be idle below this share of their time. Some windows in a row must show it: in one or two, threads
    /// may just have been starting, or waiting for each other.
    private static let idleShare = 0.8
    /// How many windows in a row must show idle processors.
    private static let idleLimit = 3
    /// A window in which they are idle below this share counts twice. One alone may be an accident.
    private static let clearlyIdleShare = 0.25
    /// They are busy above this share. More threads than processors wait for each other, so that it never gets to 1.
    private static let busyShare = 0.85
    /// The least that a growth must bring to be kept.
    private static let leastGain = 1.08
    /// Windows until a number that brought nothing is tried again.
    private static let rest = 40
    /// Busy windows until threads are given up. An idle one makes up for two.
    private static let busyLimit = 20

    /// Threads that compute. There are never fewer.
    let workers: Int
    /// The most threads.
    let limit: Int
    /// How many threads may read now.
    private(set) var threads: Int
    private var phase = Phase.settled(windows: 0)
    private var busyWindows = 0
    private var idleWindows = 0

    init(workers: Int, limit: Int) {
        self.workers = workers
        self.limit = max(workers, limit)
        threads = workers
    }

    /// Takes what one window showed. `processors` is the number of processors.
    mutating func take(_ window: Window, processors: Int) {
        let share = window.processorSeconds / max(window.seconds * Double(processors), 1e-9)
        let mayBeIdle = share < Self.idleShare && window.isWaiting
        idleWindows = mayBeIdle ? idleWindows + (share < Self.clearlyIdleShare ? 2 : 1) : 0
        let isIdle = idleWindows >= Self.idleLimit
        busyWindows = share > Self.busyShare || !window.isWaiting ? busyWindows + 1 : max(0, busyWindows - 2)
        switch phase {
        case .grown(let before, let rate, true): phase = .grown(before: before, rate: rate, isFirstWindow: false)
        case .grown(let before, let rate, false):
            if window.rate(threads) >= rate * Self.leastGain {
                phase = .settled(windows: 0)
                if isIdle { grow(window) }
            } else {
                threads = before
                phase = .settled(windows: Self.rest)
            }
        case .settled(let windows) where windows > 0: phase = .settled(windows: windows - 1)
        case .settled:
            if isIdle {
                grow(window)
            } else if busyWindows >= Self.busyLimit {
                threads = max(workers, threads / 2)
                busyWindows = 0
            }
        }
    }

    /// Begins to read files of another kind. Their times can't be compared with those before.
    mutating func turn() {
        if case .grown = phase { phase = .settled(windows: 0) }
        idleWindows = 0
    }

    private mutating func grow(_ window: Window) {
        guard threads < limit else { return }
        phase = .grown(before: threads, rate: window.rate(threads), isFirstWindow: true)
        threads = min(limit, max(Self.firstStep, threads * 2))
    }
}
