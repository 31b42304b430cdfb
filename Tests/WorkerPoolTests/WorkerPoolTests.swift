import Synchronization
import Testing
import WorkerPool

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
}
