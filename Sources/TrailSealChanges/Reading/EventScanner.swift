internal import TrailSealFormat
internal import TrailSealPrimitives

/// Finds the events of a log file whose `eventName` is wanted, in one pass over its inflated bytes.
///
/// A log file is `{"Records":[EVENT,EVENT,…]}` and may have several GB. Only the parsing state is kept, and the bytes of an event
/// that spans two pieces. The input is what AWS signed, so its JSON isn't validated
/// here; whoever parses a found event does. A file without an array `Records` has no events.
struct EventScanner {
    /// The longest event that is found, in bytes. CloudTrail's own have at most 1 MB (User Guide, "CloudTrail record contents").
    static let eventLimit = 2 << 20

    /// The member of a log file that holds the events, and the member of an event with its name.
    private static let recordsName = Array("Records".utf8)
    private static let eventNameName = Array("eventName".utf8)
    /// The most bytes of a string that are kept for a comparison: a name of 40 letters, each written as an escape of six bytes.
    private static let textLimit = 240

    /// The part of a file that a byte belongs to.
    private enum Place { case outside, between, event }
    /// What the next string is, in the object whose members matter.
    private enum Role { case none, name, value }

    private let isWanted: @Sendable (ArraySlice<UInt8>) -> Bool
    private var place = Place.outside
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    private var role = Role.none
    /// The bytes of the current string, if its role matters; cut to the limit.
    private var text: [UInt8] = []
    /// Whether the current string has an escape, so that its bytes aren't its value.
    private var hasEscape = false
    /// Whether the last name at the level that matters is the one that is looked for.
    private var isNamed = false
    private var isFound = false
    /// The part of the current event in earlier pieces.
    private var carried: [UInt8] = []
    private var isTooLong = false
    /// Wanted events that were longer than the limit.
    private(set) var tooLongCount = 0

    /// Creates a scanner. `isWanted` gets the bytes of an event's name.
    init(isWanted: @escaping @Sendable (ArraySlice<UInt8>) -> Bool) { self.isWanted = isWanted }

    /// Reads the next piece, and passes each wanted event that ends in it to `found`.
    mutating func read(_ piece: UnsafeRawBufferPointer, found: (ArraySlice<UInt8>) -> Void) {
        let bytes = piece.bindMemory(to: UInt8.self).span
        var start = place == .event ? 0 : bytes.count
        var index = 0
        while index < bytes.count {
            if isInString {
                index = passString(bytes, from: index)
                continue
            }
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\""):
                isInString = true
                hasEscape = false
                if role != .none { text.removeAll(keepingCapacity: true) }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                if open(byte) { start = index }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if close() {
                    end(bytes, start, index, found)
                    start = bytes.count
                }
            case UInt8(ascii: ":"): if depth == level { role = isNamed ? .value : .none }
            case UInt8(ascii: ","): if depth == level { role = .name }
            default: break
            }
            index += 1
        }
        if place == .event { carry(bytes, start) }
    }

    /// The depth of the object whose members matter: the file's, or an event's.
    private var level: Int { place == .event ? 3 : 1 }

    /// Passes the rest of a string. Returns the index after it, or the end of the piece.
    private mutating func passString(_ bytes: borrowing Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < bytes.count {
            if isEscaped {
                isEscaped = false
                keep(bytes, index..<(index + 1))
                index += 1
                continue
            }
            let end = bytes.plainEnd(from: index)
            keep(bytes, index..<end)
            guard end < bytes.count else { return end }
            index = end + 1
            switch bytes[end] {
            case UInt8(ascii: "\\"):
                isEscaped = true
                hasEscape = true
                keep(bytes, end..<index)
            case UInt8(ascii: "\""):
                isInString = false
                noteString()
                return index
            default: break
            }
        }
        return index
    }

    /// Keeps bytes of the current string if its role matters, up to one more than the limit.
    private mutating func keep(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) {
        guard role != .none else { return }
        for index in range.prefix(max(0, Self.textLimit + 1 - text.count)) { text.append(bytes[index]) }
    }

    /// Called at the end of a string.
    private mutating func noteString() {
        switch role {
        case .none: return
        case .name: isNamed = value == (place == .event ? Self.eventNameName : Self.recordsName)
        case .value: if place == .event, isWanted(value[...]) { isFound = true }
        }
        role = .none
    }

    /// The value of the current string. Empty if it isn't valid.
    private var value: [UInt8] {
        guard hasEscape else { return text }
        let quote = UInt8(ascii: "\"")
        return (try? JSONValue([quote] + text + [quote]))?.string.map { Array($0.utf8) } ?? []
    }

    /// Returns whether an event begins here.
    private mutating func open(_ byte: UInt8) -> Bool {
        var begins = false
        if place == .outside, depth == 1, isNamed, role == .value, byte == UInt8(ascii: "[") {
            place = .between
        } else if place == .between, depth == 2 {
            place = .event
            begins = true
            isFound = false
            isTooLong = false
            carried.removeAll(keepingCapacity: true)
        }
        // Can't overflow for any real file, so needn't trap.
        depth &+= 1
        isNamed = false
        role = byte == UInt8(ascii: "{") && depth == level ? .name : .none
        return begins
    }

    /// Returns whether an event ends here.
    private mutating func close() -> Bool {
        depth = max(0, depth - 1)
        role = .none
        if place == .between, depth < 2 { place = .outside }
        guard place == .event, depth == 2 else { return false }
        place = .between
        return true
    }

    private mutating func end(
        _ bytes: borrowing Span<UInt8>, _ start: Int, _ last: Int, _ found: (ArraySlice<UInt8>) -> Void
    ) {
        guard isFound else { return }
        let count = last + 1 - start
        guard !isTooLong, carried.count + count <= Self.eventLimit else {
            tooLongCount += 1
            return
        }
        for position in start...last { carried.append(bytes[position]) }
        found(carried[...])
        carried.removeAll(keepingCapacity: true)
    }

    private mutating func carry(_ bytes: borrowing Span<UInt8>, _ start: Int) {
        guard !isTooLong, start < bytes.count else { return }
        guard carried.count + bytes.count - start <= Self.eventLimit else {
            isTooLong = true
            carried = []
            return
        }
        bytes.extracting(start..<bytes.count).withUnsafeBufferPointer { carried.append(contentsOf: $0) }
    }
}
