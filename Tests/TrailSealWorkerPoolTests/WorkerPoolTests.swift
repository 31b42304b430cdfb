import Glibc
import Synchronization
import Testing
import TrailSealWorkerPool

@Suite struct WorkerPoolTests {
    struct Failure: Error {}

    @Test(arguments: [1, 2, 7, 300], [0, 1, 8, 1_000]) func everyIndexOnce(_ jobs: Int, _ count: Int) {
        let seen = Mutex([Int](repeating: 0, count: count))
        WorkerPool(jobs: jobs).forEach(count: count, batch: 16) {
            ()
        } body: { (_: inout Void, index) in
            seen.withLock { $0[index] += 1 }
        }
        #expect(seen.withLock { $0.allSatisfy { $0 == 1 } })
    }

    @Test func anErrorEndsTheWork() {
        let count = Atomic<Int>(0)
        #expect(throws: Failure.self) {
            try WorkerPool(jobs: 4).forEach(count: 1_000_000) {
                ()
            } body: { (_: inout Void, index) in
                count.add(1, ordering: .relaxed)
                if index == 100 { throw Failure() }
            }
        }
        #expect(count.load(ordering: .relaxed) < 1_000_000)
    }

    @Test(arguments: [1, 4]) func cancellationStopsBetweenIndices(_ jobs: Int) {
        let count = Atomic<Int>(0)
        WorkerPool(jobs: jobs).forEach(
            count: 100_000, batch: 8, isCancelled: { count.load(ordering: .relaxed) >= 50 }, makeState: { () },
            body: { (_: inout Void, _) in count.add(1, ordering: .relaxed) })
        #expect((50..<60).contains(count.load(ordering: .relaxed)))
    }

    /// Every piece runs once. In each piece every index of its loops runs once, whichever thread runs it.
    @Test(arguments: [1, 2, 7], [1, 3, 20]) func aDivisionDoesEverythingOnce(_ jobs: Int, _ count: Int) {
        let seen = Mutex([[Int]](repeating: [Int](repeating: 0, count: 500), count: count))
        WorkerPool(jobs: jobs).divide(count: count) { pool, piece in
            for half in 0..<2 {
                pool.forEach(count: 250, batch: 4) {
                    ()
                } body: { (_: inout Void, index) in
                    seen.withLock { $0[piece][half * 250 + index] += 1 }
                }
            }
        }
        #expect(seen.withLock { $0.allSatisfy { $0.allSatisfy { $0 == 1 } } })
    }

    /// Few folders don't start a thread. Many are shared, each once.
    @Test(arguments: [1, 3, 7, 100]) func spreading(_ count: Int) {
        let threads = Mutex<Set<UInt>>([])
        let seen = Mutex([Int](repeating: 0, count: count))
        WorkerPool(jobs: 4).spread(count) { index in
            threads.withLock { _ = $0.insert(UInt(pthread_self())) }
            seen.withLock { $0[index] += 1 }
        }
        #expect(seen.withLock { $0.allSatisfy { $0 == 1 } })
        #expect(threads.withLock { $0.count } <= (count < 8 ? 1 : 4))
    }

    /// Threads without a piece of their own help with the last one.
    @Test(.timeLimit(.minutes(1))) func theIdleHelp() {
        let threads = Mutex<Set<UInt>>([])
        let waiting = Atomic<Int>(0)
        WorkerPool(jobs: 3).divide(count: 1) { pool, _ in
            pool.forEach(count: 1_000) {
                ()
            } body: { (_: inout Void, _) in
                threads.withLock { _ = $0.insert(UInt(pthread_self())) }
                // No thread passes before all three have arrived.
                if waiting.add(1, ordering: .relaxed).newValue < 3 {
                    while waiting.load(ordering: .relaxed) < 3 { sched_yield() }
                }
            }
        }
        #expect(threads.withLock { $0.count } == 3)
    }

    @Test(arguments: [1, 4]) func anErrorInALoopEndsTheDivision(_ jobs: Int) {
        let begun = Atomic<Int>(0)
        #expect(throws: Failure.self) {
            try WorkerPool(jobs: jobs).divide(count: 10_000) { (pool: WorkerPool, piece: Int) throws in
                begun.add(1, ordering: .relaxed)
                try pool.forEach(count: 100) {
                    ()
                } body: { (_: inout Void, index) throws in
                    if piece == 5, index == 50 { throw Failure() }
                }
            }
        }
        #expect((6..<10_000).contains(begun.load(ordering: .relaxed)))
    }

    /// Readers that wait for the storage make `read` use more threads than `jobs`, up to the limit. Each index runs once.
    @Test(.timeLimit(.minutes(2)), arguments: [1, 2]) func readersJoinSlowLoops(_ jobs: Int) {
        let seen = Mutex([Int](repeating: 0, count: 3_000))
        let threads = Mutex<Set<UInt>>([])
        let pool = WorkerPool(jobs: jobs, readers: 12)
        pool.divide(count: 2) { pool, piece in
            pool.read(count: 1_500, batch: 8) {
                ()
            } body: { (_: inout Void, index) in
                usleep(1_000)
                seen.withLock { $0[piece * 1_500 + index] += 1 }
                threads.withLock { _ = $0.insert(UInt(pthread_self())) }
            }
        }
        #expect(seen.withLock { $0.allSatisfy { $0 == 1 } })
        #expect((jobs + 1...12).contains(threads.withLock { $0.count }))
    }

    /// An error in a reader ends the loop like one in any other thread.
    @Test(.timeLimit(.minutes(1))) func anErrorEndsAReadLoop() {
        #expect(throws: Failure.self) {
            try WorkerPool(jobs: 1, readers: 8).read(count: 10_000) {
                ()
            } body: { (_: inout Void, index) throws in
                usleep(1_000)
                if index == 100 { throw Failure() }
            }
        }
    }

    /// Without readers beside the workers, `read` uses the workers alone.
    @Test func noReaders() {
        let threads = Mutex<Set<UInt>>([])
        WorkerPool(jobs: 2, readers: 2).read(count: 100) {
            ()
        } body: { (_: inout Void, _) in
            usleep(1_000)
            threads.withLock { _ = $0.insert(UInt(pthread_self())) }
        }
        #expect(threads.withLock { $0.count } <= 2)
    }
}
