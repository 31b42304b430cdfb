/// Extracts the elements of `Records` from a log file's JSON and writes each on one line.
///
/// A log file is `{"Records":[EVENT,EVENT,...]}` and may have several GB, so it is processed in chunks and only the
/// parsing state is kept. White space between tokens is dropped, so an event is always one line; bytes inside strings
/// don't change. The input is what AWS signed, so its JSON isn't validated. A file without an array `Records` has no
/// events.
package struct RecordSplitter {
    /// The member that holds the events.
    private static let recordsName = Array("Records".utf8)

    /// Where a byte belongs.
    private enum Place {
        /// Outside the array of events.
        case outside
        /// In the array, between two events.
        case between
        case event
    }

    /// Added before the closing brace of each event: `"name":value` without a comma, or empty.
    private let addition: [UInt8]
    private var place = Place.outside
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    /// The last string at the top level, cut to one byte more than the name.
    private var name: [UInt8] = []
    private var isNamed = false
    /// The last byte written of the current event.
    private var last: UInt8 = 0
    /// The number of events so far.
    package private(set) var eventCount = 0

    /// Creates a splitter. `addition` is `"name":value`, added as the last member of each event.
    package init(addition: [UInt8] = []) {
        self.addition = addition
    }

    /// Reads the next chunk and appends the output to `output`.
    package mutating func read(_ chunk: UnsafeRawBufferPointer, to output: inout [UInt8]) {
        for byte in chunk { step(byte, &output) }
    }

    private mutating func step(_ byte: UInt8, _ output: inout [UInt8]) {
        if isInString {
            string(byte, &output)
            return
        }
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D: return
        case UInt8(ascii: "\""):
            begin(&output)
            isInString = true
            name.removeAll(keepingCapacity: true)
            copy(byte, &output)
        case UInt8(ascii: "{"), UInt8(ascii: "["): open(byte, &output)
        case UInt8(ascii: "}"), UInt8(ascii: "]"): close(byte, &output)
        case UInt8(ascii: ",") where depth == 2 && place == .event: end(&output)
        case UInt8(ascii: ",") where place == .between: return
        case UInt8(ascii: ":") where depth == 1 && place == .outside: isNamed = name == Self.recordsName
        default:
            if place == .outside, depth == 1, byte != UInt8(ascii: ",") { isNamed = false }
            begin(&output)
            copy(byte, &output)
        }
    }

    private mutating func string(_ byte: UInt8, _ output: inout [UInt8]) {
        copy(byte, &output)
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            isInString = false
            return
        }
        // One byte more than the name is enough to detect another name.
        if place == .outside, name.count <= Self.recordsName.count { name.append(byte) }
    }

    private mutating func open(_ byte: UInt8, _ output: inout [UInt8]) {
        if place == .outside, depth == 1, isNamed, byte == UInt8(ascii: "[") {
            place = .between
        } else {
            begin(&output)
            copy(byte, &output)
        }
        isNamed = false
        // Can't overflow for any real file, so needn't trap.
        depth &+= 1
    }

    private mutating func close(_ byte: UInt8, _ output: inout [UInt8]) {
        if place == .event, depth == 2 { end(&output) }
        depth = max(0, depth - 1)
        switch place {
        case .between: place = .outside
        case .outside: break
        case .event:
            if depth == 2, byte == UInt8(ascii: "}"), !addition.isEmpty {
                if last != UInt8(ascii: "{") { output.append(UInt8(ascii: ",")) }
                output.append(contentsOf: addition)
            }
            copy(byte, &output)
            if depth == 2 { end(&output) }
        }
    }

    /// Starts an event at its first byte.
    private mutating func begin(_ output: inout [UInt8]) {
        guard place == .between else { return }
        place = .event
        eventCount += 1
    }

    private mutating func end(_ output: inout [UInt8]) {
        output.append(0x0A)
        place = .between
    }

    private mutating func copy(_ byte: UInt8, _ output: inout [UInt8]) {
        guard place == .event else { return }
        last = byte
        output.append(byte)
    }
}
