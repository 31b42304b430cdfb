/// The names in one folder, packed: what all of them begin and end with is stored once.
///
/// Log names of one day differ in some twenty bytes of eighty, so a million of them fit where a quarter million arrays
/// would. Look-up is exact, by binary search over the differing parts; nothing is hashed.
public struct PackedNames: Sendable {
    private var prefix: [UInt8] = []
    private var suffix: [UInt8] = []
    private var middles: [UInt8] = []
    private var ends: [UInt32] = []

    public init() {}

    /// Packs `names`, of which none may be given twice. Their order becomes that of `indices`.
    public init(_ names: [[UInt8]]) {
        guard let first = names.first else { return }
        var common = first.count
        var tail = first.count
        for name in names.dropFirst() {
            common = min(common, zip(first, name).prefix { $0 == $1 }.count)
            tail = min(tail, zip(first.reversed(), name.reversed()).prefix { $0 == $1 }.count)
        }
        let shortest = names.reduce(Int.max) { min($0, $1.count) }
        tail = min(tail, shortest - common)
        if names.count == 1 { (common, tail) = (first.count, 0) }
        prefix = Array(first.prefix(common))
        suffix = Array(first.suffix(tail))
        let parts = names.map { $0[common..<($0.count - tail)] }.sorted { $0.lexicographicallyPrecedes($1) }
        middles.reserveCapacity(parts.reduce(0) { $0 + $1.count })
        ends.reserveCapacity(parts.count)
        for part in parts {
            middles.append(contentsOf: part)
            ends.append(UInt32(truncatingIfNeeded: middles.count))
        }
    }

    public var count: Int { ends.count }
    public var indices: Range<Int> { 0..<ends.count }

    /// The name at `index`; empty where there is none.
    public subscript(index: Int) -> ByteString {
        guard indices.contains(index) else { return ByteString() }
        return ByteString(prefix + middles[middle(index)] + suffix)
    }

    /// Where `name` stands, or nil.
    public func index(of name: ArraySlice<UInt8>) -> Int? {
        guard name.count >= prefix.count + suffix.count, name.starts(with: prefix),
            name.suffix(suffix.count).elementsEqual(suffix)
        else { return nil }
        let wanted = name[(name.startIndex + prefix.count)..<(name.endIndex - suffix.count)]
        var low = 0
        var high = ends.count
        while low < high {
            let candidate = low + (high - low) / 2
            if middles[middle(candidate)].lexicographicallyPrecedes(wanted) {
                low = candidate + 1
            } else {
                high = candidate
            }
        }
        guard low < ends.count, middles[middle(low)].elementsEqual(wanted) else { return nil }
        return low
    }

    private func middle(_ index: Int) -> Range<Int> {
        (index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])
    }
}
