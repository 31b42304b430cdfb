internal import ArgumentParser
internal import CloudTrailArchive
internal import Glibc
internal import Reporting
internal import Synchronization

/// When progress is shown.
enum ProgressMode: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never
}

/// Shows on standard error how far a run is: a line that is written over on a terminal, plain lines at intervals
/// elsewhere. A thread of its own, so that the work never waits for the terminal.
final class ProgressMeter: Sendable {
    /// In microseconds.
    private static let terminalInterval: useconds_t = 200_000
    private static let plainInterval: useconds_t = 5_000_000
    /// How often the end is asked for.
    private static let pollInterval: useconds_t = 50_000

    private let progress: ReadingProgress
    /// What is done, if it isn't the run itself.
    private let work: String?
    private let isTerminal: Bool
    private let isOver = Atomic<Bool>(false)
    private let begin = ContinuousClock.now
    private let thread = Mutex<pthread_t?>(nil)

    /// Nil where nothing is to be shown.
    init?(_ mode: ProgressMode, _ progress: ReadingProgress, doing work: String? = nil) {
        self.work = work
        isTerminal = Terminal.showsProgress
        guard mode == .always || (mode == .auto && isTerminal) else { return nil }
        self.progress = progress
        var started = pthread_t()
        let status = pthread_create(
            &started, nil,
            { pointer in
                if let pointer { Unmanaged<ProgressMeter>.fromOpaque(pointer).takeRetainedValue().loop() }
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        guard status == 0 else {
            Unmanaged.passUnretained(self).release()
            return nil
        }
        thread.withLock { $0 = started }
    }

    /// Ends the display; a terminal's line is cleared.
    func finish() {
        isOver.store(true, ordering: .relaxed)
        if let thread = thread.withLock({ $0 }) { pthread_join(thread, nil) }
        Console.write(isTerminal ? "\r\u{1B}[K" : line.plain + "\n", to: STDERR_FILENO)
    }

    private func loop() {
        let interval = isTerminal ? Self.terminalInterval : Self.plainInterval
        var waited: useconds_t = 0
        while !isOver.load(ordering: .relaxed) {
            usleep(Self.pollInterval)
            waited += Self.pollInterval
            guard waited >= interval else { continue }
            waited = 0
            Console.write(isTerminal ? "\r\(terminalLine)\u{1B}[K" : line.plain + "\n", to: STDERR_FILENO)
        }
    }

    private var line: ProgressLine {
        var line = ProgressLine()
        line.work = work
        (line.readFiles, line.totalFiles) = (progress.readFiles, progress.totalFiles)
        if progress.totalParts > 0 {
            line.parts = (progress.areAccounts ? "accounts" : "regions", progress.readParts, progress.totalParts)
        }
        line.readBytes = Double(progress.readBytes)
        line.seconds = begin.duration(to: .now) / .seconds(1)
        return line
    }

    /// The terminal may be made narrower or wider at any time.
    private var terminalLine: String { line.fitting(Terminal.columns(of: STDERR_FILENO) ?? TextStyle.standardWidth) }
}
