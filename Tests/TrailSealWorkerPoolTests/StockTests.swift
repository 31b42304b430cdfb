import Synchronization
import Testing
import TrailSealWorkerPool

/// Things that many threads use in turn.
@Suite struct StockTests {
    @Test("never more are in use than there are, and none is lost") func inTurn() {
        let stock = Stock([1, 2, 3])
        let used = Atomic<Int>(0)
        let most = Atomic<Int>(0)
        WorkerPool(jobs: 16).forEach(count: 4_000) {
        } body: { (_, _) in
            let item = stock.take()
            most.max(used.add(1, ordering: .relaxed).newValue, ordering: .relaxed)
            used.subtract(1, ordering: .relaxed)
            stock.giveBack(item)
        }
        #expect((0..<3).map { _ in stock.take() }.reduce(0, +) == 6)
        #expect((1...3).contains(most.load(ordering: .relaxed)))
    }

    @Test("what was given back last comes first") func order() {
        let stock = Stock(["a", "b"])
        let item = stock.take()
        stock.giveBack(item + "!")
        #expect(stock.take() == "b!")
        #expect(stock.take() == "a")
    }
}
