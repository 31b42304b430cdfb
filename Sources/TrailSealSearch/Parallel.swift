internal import Dispatch
internal import Synchronization

/// Runs work on all processors and returns the results in the order of the items.
enum Parallel {
    static func map<Result: Sendable>(
        count: Int, batch: Int = 32, _ body: @Sendable (Int) throws -> Result?
    ) throws -> [(index: Int, result: Result)] {
        let found = Mutex<[(index: Int, result: Result)]>([])
        let failure = Mutex<(any Error)?>(nil)
        DispatchQueue.concurrentPerform(iterations: (count + batch - 1) / batch) { number in
            guard failure.withLock({ $0 == nil }) else { return }
            do {
                var own: [(index: Int, result: Result)] = []
                for index in (number * batch)..<min(count, (number + 1) * batch) {
                    if let result = try body(index) { own.append((index, result)) }
                }
                found.withLock { $0 += own }
            } catch {
                failure.withLock { $0 = error }
            }
        }
        if let error = failure.withLock({ $0 }) { throw error }
        return found.withLock { $0 }.sorted { $0.index < $1.index }
    }
}
