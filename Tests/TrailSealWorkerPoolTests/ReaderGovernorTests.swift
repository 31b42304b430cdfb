import Testing

@testable import TrailSealWorkerPool

/// How the number of reading threads follows a storage, in a model of one: each file takes the processor for some time and
/// waits for some time, and the storage serves a number of files at once.
@Suite struct ReaderGovernorTests {
    private struct Storage {
        /// Seconds of processor time of one file.
        var work: Double
        /// Seconds that one file waits.
        var wait: Double
        /// Files that the storage serves at once.
        var served = Int.max

        /// A window of 20 ms with so many threads on two processors.
        func window(_ threads: Int) -> ReaderGovernor.Window {
            let byWait = Double(min(threads, served)) / (work + wait)
            let rate = min(byWait, 2 / work)
            return ReaderGovernor.Window(
                files: Int(rate * 0.02), seconds: 0.02, processorSeconds: min(0.04, rate * 0.02 * work),
                waits: wait < 1e-5 ? 0 : Int(rate * 0.02), fileSeconds: Double(threads) * 0.02)
        }
    }

    private func settled(_ storage: Storage, limit: Int = 64, windows: Int = 200) -> [Int] {
        var governor = ReaderGovernor(workers: 2, limit: limit)
        return (0..<windows).map { _ in
            governor.take(storage.window(governor.threads), processors: 2)
            return governor.threads
        }
    }

    @Test("a warm page cache keeps the workers busy, and no reader is added") func warm() {
        #expect(settled(Storage(work: 50e-6, wait: 1e-6)).allSatisfy { $0 == 2 })
    }

    @Test("a slow mount gets all readers within a few windows", arguments: [5e-3, 20e-3]) func slow(_ wait: Double) {
        let threads = settled(Storage(work: 50e-6, wait: wait))
        #expect(threads[8] == 64)
        // A number that brings nothing may be tried now and then.
        #expect(threads.suffix(100).allSatisfy { $0 >= 32 })
    }

    @Test("a disk that serves 16 at once gets no more for long") func disk() {
        let threads = settled(Storage(work: 50e-6, wait: 2e-3, served: 16))
        #expect(threads.contains(16))
        #expect(threads.suffix(100).count { $0 > 16 } < 20)
    }

    @Test("the limit holds", arguments: [2, 3, 16, 40]) func limit(_ limit: Int) {
        #expect(settled(Storage(work: 50e-6, wait: 20e-3), limit: limit).allSatisfy { $0 <= limit })
    }

    @Test("readers are given up when the processors are busy again") func busyAgain() {
        var governor = ReaderGovernor(workers: 2, limit: 64)
        for _ in 0..<20 { governor.take(Storage(work: 50e-6, wait: 5e-3).window(governor.threads), processors: 2) }
        #expect(governor.threads > 16)
        for _ in 0..<300 { governor.take(Storage(work: 50e-6, wait: 0).window(governor.threads), processors: 2) }
        #expect(governor.threads == 2)
    }

    @Test("threads that have just started show no idle processors") func start() {
        var governor = ReaderGovernor(workers: 2, limit: 64)
        for _ in 0..<10 {
            governor.turn()
            let first = ReaderGovernor.Window(
                files: 1, seconds: 0.0013, processorSeconds: 0.0016, waits: 3, fileSeconds: 0.0011)
            governor.take(first, processors: 2)
            #expect(governor.threads == 2)
            governor.take(Storage(work: 250e-6, wait: 0).window(governor.threads), processors: 2)
            #expect(governor.threads == 2)
        }
    }

    @Test("readers that only wait for each other are given up") func waitingForEachOther() {
        var governor = ReaderGovernor(workers: 2, limit: 64)
        for _ in 0..<20 { governor.take(Storage(work: 50e-6, wait: 5e-3).window(governor.threads), processors: 2) }
        #expect(governor.threads > 16)
        for number in 0..<300 {
            // Most windows are busy, as the share of time that threads more than processors reach. One in five isn't.
            let share = number % 5 == 0 ? 0.82 : 0.92
            let window = ReaderGovernor.Window(
                files: 31, seconds: 0.014, processorSeconds: 0.028 * share, waits: 60, fileSeconds: 0.5)
            governor.take(window, processors: 2)
        }
        #expect(governor.threads == 2)
    }
}
