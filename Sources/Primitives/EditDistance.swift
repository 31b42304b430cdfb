/// How far two spellings are apart: insertions, deletions, replacements, and swaps of neighbours.
public enum EditDistance {
    /// Most bytes of a spelling that are compared. Names in AWS have at most 128.
    public static let lengthLimit = 256

    /// Of the first `lengthLimit` bytes of both. The cost is the product of their lengths.
    public static func between(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Int {
        let (left, right) = (Array(left.prefix(lengthLimit)), Array(right.prefix(lengthLimit)))
        var before: [Int] = []
        var last = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            for column in right.indices {
                let isSame = left[row] == right[column]
                var best = min(last[column] + (isSame ? 0 : 1), last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    best = min(best, before[column - 1] + 1)
                }
                current.append(best)
            }
            (before, last) = (last, current)
        }
        return last[right.count]
    }

    /// The same without regard to case.
    private static func between(_ left: ByteString, _ right: ByteString) -> Int {
        between(left.lowercasedASCII.bytes, right.lowercasedASCII.bytes)
    }

    /// The value that is spelled most like `asked`, in any case; nil if none is near: more than two edits away, or a third of it.
    public static func nearest(_ values: [ByteString], to asked: ByteString) -> ByteString? {
        let limit = min(2, max(1, asked.count / 3))
        let near = values.map { (value: $0, distance: between($0, asked)) }
            .filter { $0.distance <= limit }
        return near.min { $0.distance < $1.distance }?.value
    }

    /// `values`, nearest to any of `asked` first, in any case; those that are as near stay in their order.
    public static func sorted(_ values: [ByteString], nearestTo asked: [ByteString]) -> [ByteString] {
        let distances = values.map { value in asked.map { between(value, $0) }.min() ?? 0 }
        return values.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }.map { values[$0] }
    }
}
