internal import ArgumentParser
internal import Glibc
internal import Synchronization
internal import TrailSealArchive
internal import TrailSealReporting

/// Whether progress is shown: on a terminal only, always or never.
enum ProgressMode: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never
}

/// Shows the progress of a run on standard error. A terminal shows one line that is rewritten; elsewhere, plain lines follow
/// at intervals. A separate thread writes, so that the work never waits for the terminal.
final class ProgressMeter: Sendable {
    /// The interval on a terminal, in microseconds.
    private static let terminalInterval: useconds_t = 200_000
    /// The interval elsewhere, in microseconds.
    private static let plainInterval: useconds_t = 5_000_000
    /// The interval at which the thread checks for the end, in microseconds.
    private static let pollInterval: useconds_t = 50_000

    private let progress: ReadingProgress
    /// A name for the work, if it isn't the verification itself.
    private let work: String?
    private let isTerminal: Bool
    private let isOver = Atomic<Bool>(false)
    private let begin = ContinuousClock.now
    private let thread = Mutex<pthread_t?>(nil)

    /// Starts the display. Returns nil if no progress is shown.
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

    /// Ends the display, and clears the line on a terminal.
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
        if progress.totalParts > 0 { line.accounts = (progress.readParts, progress.totalParts) }
        line.readBytes = Double(progress.readBytes)
        line.seconds = begin.duration(to: .now) / .seconds(1)
        return line
    }

    /// The line for the terminal's current width, which can change at any time.
    private var terminalLine: String { line.fitting(Terminal.columns(of: STDERR_FILENO) ?? TextStyle.standardWidth) }
}
