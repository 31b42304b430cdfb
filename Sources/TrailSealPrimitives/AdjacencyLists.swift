/// For each number, the list of positions that have that number. Stored in two flat arrays instead of an array of
/// arrays.
public struct AdjacencyLists: Sendable {
    private var starts: [Int]
    private var items: [Int]

    /// Groups positions by number.
    ///
    /// `numbers[position]` is the position's number, or nil if the position belongs to no list. Every number must lie
    /// in `0..<count`.
    public init(_ numbers: [Int?], count: Int) {
        starts = Array(repeating: 0, count: count + 1)
        for case let number? in numbers { starts[number + 1] += 1 }
        for index in starts.indices.dropFirst() { starts[index] += starts[index - 1] }
        var next = starts
        items = Array(repeating: 0, count: starts[count])
        for (position, number) in numbers.enumerated() {
            guard let number else { continue }
            items[next[number]] = position
            next[number] += 1
        }
    }

    /// The positions with this number, in ascending order.
    public subscript(number: Int) -> ArraySlice<Int> { items[starts[number]..<starts[number + 1]] }
}
