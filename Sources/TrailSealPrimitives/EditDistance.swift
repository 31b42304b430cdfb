/// The edit distance between two spellings: insertions, deletions, replacements, and swaps of adjacent bytes.
public enum EditDistance {
    /// How many bytes of each spelling are compared. Names in AWS have at most 128 bytes.
    public static let lengthLimit = 256

    /// The distance between the first `lengthLimit` bytes of both. The cost is the product of their lengths.
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

    /// The distance between two names, ignoring ASCII case.
    private static func between(_ left: ByteString, _ right: ByteString) -> Int {
        between(left.lowercasedASCII.bytes, right.lowercasedASCII.bytes)
    }

    /// Returns the value spelled most like `asked`, ignoring case. Returns nil if the distance exceeds 2, or a third
    /// of the length of `asked` (but at least 1).
    public static func nearest(_ values: [ByteString], to asked: ByteString) -> ByteString? {
        let limit = min(2, max(1, asked.count / 3))
        let near = values.map { (value: $0, distance: between($0, asked)) }
            .filter { $0.distance <= limit }
        return near.min { $0.distance < $1.distance }?.value
    }

    /// Returns `values` sorted by distance to the nearest of `asked`, ignoring case. The sort is stable.
    public static func sorted(_ values: [ByteString], nearestTo asked: [ByteString]) -> [ByteString] {
        let distances = values.map { value in asked.map { between(value, $0) }.min() ?? 0 }
        return values.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }.map { values[$0] }
    }
}
