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
    private static let barWidth = 28

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
        Console.write(isTerminal ? "\r\u{1B}[K" : line + "\n", to: STDERR_FILENO)
    }

    private func loop() {
        let interval = isTerminal ? Self.terminalInterval : Self.plainInterval
        var waited: useconds_t = 0
        while !isOver.load(ordering: .relaxed) {
            usleep(Self.pollInterval)
            waited += Self.pollInterval
            guard waited >= interval else { continue }
            waited = 0
            Console.write(isTerminal ? "\r\(bar)\(line)\u{1B}[K" : "\(line)\n", to: STDERR_FILENO)
        }
    }

    private var share: Double {
        let (part, whole) =
            progress.totalParts > 0
            ? (progress.readParts, progress.totalParts) : (progress.readFiles, progress.totalFiles)
        return whole == 0 ? 0 : min(1, Double(part) / Double(whole))
    }

    private var bar: String {
        let full = Int(share * Double(Self.barWidth))
        return "[" + String(repeating: "#", count: full) + String(repeating: "-", count: Self.barWidth - full) + "] "
    }

    /// `44%  81,022/181,204 files  1.2 GB  310.0 MB/s  ETA 00:23`. Part by part nobody knows how many files there are: `44%  220/500 accounts  81,022 files  1.2 GB  310.0 MB/s  ETA 00:23`.
    private var line: String {
        guard progress.totalFiles > 0 else { return "trailseal: reading folders" }
        let seconds = max(0.001, begin.duration(to: .now) / .seconds(1))
        let files = Numbers.grouped(min(progress.readFiles, progress.totalFiles))
        var parts = ["\(Int(share * 100))%"]
        if progress.totalParts > 0 {
            let kind = progress.areAccounts ? "accounts" : "regions"
            parts += [
                "\(Numbers.grouped(progress.readParts))/\(Numbers.grouped(progress.totalParts)) \(kind)",
                "\(files) files",
            ]
        } else {
            parts.append("\(files)/\(Numbers.grouped(progress.totalFiles)) files")
        }
        parts += [
            Numbers.bytes(Double(progress.readBytes)), "\(Numbers.bytes(Double(progress.readBytes) / seconds))/s",
        ]
        // A guess from a handful of files would be wrong.
        if share > 0.01, share < 1 { parts.append("ETA " + Numbers.clock(seconds / share - seconds)) }
        return (isTerminal ? "" : "trailseal: ") + (work.map { $0 + "  " } ?? "") + parts.joined(separator: "  ")
    }
}
