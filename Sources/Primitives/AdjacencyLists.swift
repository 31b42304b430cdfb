/// Lists of positions by number, in two arrays.
public struct AdjacencyLists: Sendable {
    private var starts: [Int]
    private var items: [Int]

    /// `numbers` gives each position's number; nil for one that is in no list.
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

    public subscript(number: Int) -> ArraySlice<Int> { items[starts[number]..<starts[number + 1]] }
}
