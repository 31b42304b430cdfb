/// Names in one block of memory, in the order they were added.
public struct NameList: Sendable {
    fileprivate var bytes: [UInt8] = []
    fileprivate var ends: [Int] = []

    /// Creates an empty list.
    public init() {}

    /// The number of names.
    public var count: Int { ends.count }

    /// Adds a name.
    public mutating func append(_ name: Span<UInt8>) {
        name.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
        ends.append(bytes.count)
    }

    fileprivate func range(_ index: Int) -> Range<Int> {
        (index == 0 ? 0 : ends[index - 1])..<ends[index]
    }
}

/// The names in one folder, sorted and packed. Their common prefix and suffix are stored once.
///
/// Log names of one day differ in about 20 of 80 bytes, so this takes about a quarter of the memory of one array per
/// name. Look-up is exact: a binary search over the differing middles, without hashing.
public final class PackedNames: Sendable {
    private let prefix: [UInt8]
    private let suffix: [UInt8]
    private let middles: [UInt8]
    private let ends: [UInt32]

    /// Packs `names` and sorts them by bytes. The caller must not pass a name twice, nor names whose middles total 4
    /// GiB or more.
    public init(_ names: NameList) {
        guard names.count > 0 else {
            (prefix, suffix, middles, ends) = ([], [], [], [])
            return
        }
        let bytes = names.bytes.span
        let first = names.range(0)
        var common = first.count
        var tail = names.count == 1 ? 0 : first.count
        var shortest = first.count
        for index in 1..<max(1, names.count) {
            let name = names.range(index)
            shortest = min(shortest, name.count)
            // Most names share what the names before them share, so one comparison decides.
            if !bytes.holds(bytes.extracting(first.prefix(common)), at: name.lowerBound) || name.count < common {
                common = min(common, name.count)
                var length = 0
                while length < common, bytes[first.lowerBound + length] == bytes[name.lowerBound + length] {
                    length += 1
                }
                common = length
            }
            tail = min(tail, name.count)
            if !bytes.holds(bytes.extracting(first.suffix(tail)), at: name.upperBound - tail) {
                var length = 0
                while length < tail, bytes[first.upperBound - 1 - length] == bytes[name.upperBound - 1 - length] {
                    length += 1
                }
                tail = length
            }
        }
        tail = min(tail, shortest - common)
        prefix = Array(names.bytes[first.prefix(common)])
        suffix = Array(names.bytes[first.suffix(tail)])
        let parts = (0..<names.count).map { index in
            let name = names.range(index)
            return (name.lowerBound + common)..<(name.upperBound - tail)
        }
        .sorted { bytes.extracting($0).precedes(bytes.extracting($1)) }
        var joined: [UInt8] = []
        joined.reserveCapacity(parts.reduce(0) { $0 + $1.count })
        for part in parts { joined.append(contentsOf: names.bytes[part]) }
        middles = joined
        var end = 0
        ends = parts.map { part in
            end += part.count
            return UInt32(truncatingIfNeeded: end)
        }
    }

    /// The number of names.
    public var count: Int { ends.count }
    /// The valid indices, in byte order of what the names don't share. That is the order of the names, except that a name
    /// may come before one whose difference begins like its own.
    public var indices: Range<Int> { 0..<ends.count }

    /// The name at `index`, or an empty name if the index is out of range.
    public subscript(index: Int) -> ByteString {
        var name: [UInt8] = []
        copy(index, to: &name)
        return ByteString(name)
    }

    /// Replaces the content of `buffer` with the name at `index`. Empties it if the index is out of range.
    public func copy(_ index: Int, to buffer: inout [UInt8]) {
        guard indices.contains(index) else {
            buffer.removeAll(keepingCapacity: true)
            return
        }
        let count = length(index)
        // Adjacent names mostly have the same length, so the buffer rarely changes size.
        if buffer.count > count { buffer.removeLast(buffer.count - count) }
        if buffer.count < count { buffer += repeatElement(0, count: count - buffer.count) }
        buffer.withUnsafeMutableBytes { fill($0, index) }
    }

    private func length(_ index: Int) -> Int { prefix.count + middle(index).count + suffix.count }

    /// Writes the name at `index` to `target`, which must have exactly its length.
    private func fill(_ target: UnsafeMutableRawBufferPointer, _ index: Int) {
        let part = middle(index)
        let behind = UnsafeMutableRawBufferPointer(rebasing: target[prefix.count...])
        let end = UnsafeMutableRawBufferPointer(rebasing: behind[part.count...])
        prefix.withUnsafeBytes { target.copyMemory(from: $0) }
        middles.withUnsafeBytes { behind.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[part])) }
        suffix.withUnsafeBytes { end.copyMemory(from: $0) }
    }

    /// Whether the name at `index` equals `name`.
    public func holds(_ name: Span<UInt8>, at index: Int) -> Bool {
        guard indices.contains(index) else { return false }
        let part = middle(index)
        let (prefix, middles, suffix) = (prefix, middles, suffix)
        return name.count == prefix.count + part.count + suffix.count && name.starts(with: prefix.span)
            && name.holds(middles.span.extracting(part), at: prefix.count)
            && name.holds(suffix.span, at: prefix.count + part.count)
    }

    /// Whether the name at `index` equals `name`.
    public func holds(_ name: ByteString, at index: Int) -> Bool { holds(name.bytes.span, at: index) }

    /// Whether the name at `index` begins with `byte`.
    public func begins(with byte: UInt8, at index: Int) -> Bool {
        if let first = prefix.first { return first == byte }
        let part = middle(index)
        return (part.isEmpty ? suffix.first : middles[part.lowerBound]) == byte
    }

    /// Whether the name at `index` holds `text` at `offset`. What all names share mostly decides, without a copy of the name.
    public func holds(_ text: StaticString, at offset: Int, ofName index: Int) -> Bool {
        guard indices.contains(index) else { return false }
        return text.withUTF8Buffer { wanted in
            for (byte, own) in zip(wanted, prefix.dropFirst(offset)) where byte != own { return false }
            if prefix.count >= offset + wanted.count { return true }
            return self[index].bytes.dropFirst(offset).starts(with: wanted)
        }
    }

    /// Whether every name ends with `ending`.
    public func allEnd(in ending: StaticString) -> Bool {
        let length = ending.utf8CodeUnitCount
        return ending.withUTF8Buffer { wanted in
            if suffix.count >= length { return suffix.suffix(length).elementsEqual(wanted) }
            return indices.allSatisfy { self[$0].bytes.suffix(length).elementsEqual(wanted) }
        }
    }

    /// Returns the index of `name`, or nil if it isn't in the list.
    public func index(of name: ArraySlice<UInt8>) -> Int? {
        index(of: name.span)
    }

    /// Returns the index of `name`, or nil if it isn't in the list.
    public func index(of name: Span<UInt8>) -> Int? {
        let (prefix, middles, suffix) = (prefix, middles, suffix)
        guard name.count >= prefix.count + suffix.count, name.starts(with: prefix.span),
            name.holds(suffix.span, at: name.count - suffix.count)
        else { return nil }
        let wanted = name.extracting(prefix.count..<(name.count - suffix.count))
        var low = 0
        var high = ends.count
        while low < high {
            let candidate = low + (high - low) / 2
            if middles.span.extracting(middle(candidate)).precedes(wanted) {
                low = candidate + 1
            } else {
                high = candidate
            }
        }
        guard low < ends.count else { return nil }
        let found = middle(low)
        return found.count == wanted.count && middles.span.extracting(found).starts(with: wanted) ? low : nil
    }

    private func middle(_ index: Int) -> Range<Int> {
        (index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])
    }
}
