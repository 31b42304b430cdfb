public import Primitives

/// What a digest document has in common with those beside it, byte for byte, and where they differ.
///
/// Digest files of one chain differ only in their times, hashes and signatures, and in the logs they list. A document
/// that repeats everything else of one that was decoded in full is read by comparing what stands between those values;
/// that gives exactly what `DigestDocumentDecoder` and `DigestObjectKey` would, for a tenth of the work. Any other
/// document, good or bad, is theirs.
public final class DigestTemplate: Sendable {
    /// What stands where documents differ.
    enum Content: Sendable {
        case startTime, endTime
        /// `YYYY/MM/DD` and `YYYYMMDDTHHMMSSZ` of a key.
        case day, stamp
        case previousDay, previousStamp, previousHash
        /// The inside of a string.
        case text
        /// `YYYY/MM/DD` of a log file's key, and its last component.
        case logDay, name
        case hash
        /// `null` or a string.
        case textOrNull
        case logFiles
    }

    struct Hole: Sendable {
        let content: Content
        let range: Range<Int>
    }

    /// A text, and where others differ from it, in ascending order.
    struct Frame: Sendable {
        let text: [UInt8]
        let holes: [Hole]
    }

    /// What the entries of `logFiles` have in common.
    public struct LogFiles: Sendable {
        let frame: Frame
        public let bucket: ByteString
        /// Their keys before the last slash, without the day at the end of that where it ends in one.
        public let keyFolder: ByteString
    }

    /// What differs in an entry of `logFiles`.
    public struct LogFile {
        /// The day folder in its key; empty where the layout has none.
        public let day: Range<Int>
        /// The last component of its key.
        public let name: Range<Int>
        public let hash: SHA256Digest
    }

    /// What differs in one document. Ranges are of its bytes.
    public struct Variation {
        public fileprivate(set) var startTime = UnixTime(seconds: 0)
        public fileprivate(set) var endTime = UnixTime(seconds: 0)
        /// End time of the digest before, by its key.
        public fileprivate(set) var previousEndTime = UnixTime(seconds: 0)
        public fileprivate(set) var previousHash: SHA256Digest?
        /// The declared key, and its day folder, `YYYY/MM/DD`.
        public fileprivate(set) var key = 0..<0
        public fileprivate(set) var day = 0..<0
        public fileprivate(set) var logFiles: [LogFile] = []

        fileprivate var stamp = 0..<0
        fileprivate var previousDay = 0..<0
        fileprivate var previousStamp = 0..<0
        fileprivate var logDay = 0..<0
        fileprivate var name = 0..<0
        fileprivate var hash: SHA256Digest?

        public init() {}
    }

    private let document: Frame
    /// Nil where the model lists none; then none may be listed.
    public let logFiles: LogFiles?
    /// Lengths of the declared key before its day folder and behind its stamp.
    private let keyHead: Int
    private let keyTail: Int

    init(document: Frame, logFiles: LogFiles?, keyHead: Int, keyTail: Int) {
        self.document = document
        self.logFiles = logFiles
        self.keyHead = keyHead
        self.keyTail = keyTail
    }

    // MARK: Reading

    /// Reads `bytes` into `variation`; false where they are not of this layout, and then `variation` means nothing.
    public func read(_ bytes: Span<UInt8>, into variation: inout Variation) -> Bool {
        variation.logFiles.removeAll(keepingCapacity: true)
        variation.logDay = 0..<0
        guard read(document, bytes, from: 0, into: &variation) == bytes.count,
            let end = Self.time(bytes, day: variation.day, stamp: variation.stamp), end == variation.endTime,
            let previous = Self.time(bytes, day: variation.previousDay, stamp: variation.previousStamp),
            variation.startTime <= end
        else { return false }
        variation.previousEndTime = previous
        variation.key = (variation.day.lowerBound - keyHead)..<(variation.stamp.upperBound + keyTail)
        return true
    }

    /// The time that a key's day folder and its stamp give, if they agree.
    private static func time(_ bytes: Span<UInt8>, day: Range<Int>, stamp: Range<Int>) -> UnixTime? {
        let (folder, digits) = (bytes.extracting(day), bytes.extracting(stamp))
        guard let time = UnixTime(keyForm: digits), folder.count == 10, folder[4] == ByteString.slash,
            folder[7] == ByteString.slash, folder.holds(digits.extracting(0..<4), at: 0),
            folder.holds(digits.extracting(4..<6), at: 5), folder.holds(digits.extracting(6..<8), at: 8)
        else { return nil }
        return time
    }

    /// Where the frame ends in `bytes`, of which it begins at `start`; nil where they do not follow it.
    private func read(
        _ frame: Frame, _ bytes: Span<UInt8>, from start: Int, into variation: inout Variation
    ) -> Int? {
        var position = start
        var done = 0
        for hole in frame.holes {
            let common = frame.text.span.extracting(done..<hole.range.lowerBound)
            guard bytes.holds(common, at: position) else { return nil }
            position += common.count
            guard let end = end(of: hole.content, bytes, from: position, into: &variation) else { return nil }
            position = end
            done = hole.range.upperBound
        }
        guard bytes.holds(frame.text.span.extracting(done..<frame.text.count), at: position) else { return nil }
        return position + frame.text.count - done
    }

    /// Reads the value at `start`, which lies in `bytes` or at their end, and says where it ends.
    private func end(
        of content: Content, _ bytes: Span<UInt8>, from start: Int, into variation: inout Variation
    ) -> Int? {
        /// The range of a value of so many bytes; nil where there are fewer.
        func range(_ length: Int) -> Range<Int>? {
            length <= bytes.count - start ? start..<(start + length) : nil
        }
        switch content {
        case .startTime, .endTime:
            guard let range = range(20), let time = UnixTime(digestForm: bytes.extracting(range)) else { return nil }
            if content == .startTime { variation.startTime = time } else { variation.endTime = time }
            return range.upperBound
        case .day, .previousDay:
            guard let range = range(10) else { return nil }
            if content == .day { variation.day = range } else { variation.previousDay = range }
            return range.upperBound
        case .stamp, .previousStamp:
            guard let range = range(16) else { return nil }
            if content == .stamp { variation.stamp = range } else { variation.previousStamp = range }
            return range.upperBound
        case .hash, .previousHash:
            guard let range = range(64), let hash = SHA256Digest(hex: bytes.extracting(range)) else { return nil }
            if content == .hash { variation.hash = hash } else { variation.previousHash = hash }
            return range.upperBound
        case .text:
            // What follows in the frame is the closing quotation mark.
            return bytes.plainEnd(from: start)
        case .logDay:
            guard let range = range(10), Self.isDay(bytes.extracting(range)) else { return nil }
            variation.logDay = range
            return range.upperBound
        case .name:
            let end = bytes.plainEnd(from: start)
            variation.name = start..<end
            return bytes.extracting(start..<end).contains(ByteString.slash) ? nil : end
        case .textOrNull:
            if start < bytes.count, bytes[start] == UInt8(ascii: "\"") {
                let end = bytes.plainEnd(from: start + 1)
                return end < bytes.count && bytes[end] == UInt8(ascii: "\"") ? end + 1 : nil
            }
            return bytes.holds(Self.null.span, at: start) ? start + Self.null.count : nil
        case .logFiles:
            return endOfLogFiles(bytes, from: start, into: &variation)
        }
    }

    /// Whether `text` is digits with slashes where `YYYY/MM/DD` has them.
    static func isDay(_ text: Span<UInt8>) -> Bool {
        guard text.count == 10 else { return false }
        for index in 0..<10 {
            let isRight =
                index == 4 || index == 7 ? text[index] == ByteString.slash : (0x30...0x39).contains(text[index])
            if !isRight { return false }
        }
        return true
    }

    private static let null = Array("null".utf8)

    private func endOfLogFiles(_ bytes: Span<UInt8>, from start: Int, into variation: inout Variation) -> Int? {
        guard start < bytes.count, bytes[start] == UInt8(ascii: "[") else { return nil }
        var position = Self.endOfSpace(bytes, from: start + 1)
        if position < bytes.count, bytes[position] == UInt8(ascii: "]") { return position + 1 }
        guard let logFiles else { return nil }
        while let end = read(logFiles.frame, bytes, from: position, into: &variation), let hash = variation.hash {
            variation.logFiles.append(LogFile(day: variation.logDay, name: variation.name, hash: hash))
            position = Self.endOfSpace(bytes, from: end)
            guard position < bytes.count else { return nil }
            if bytes[position] == UInt8(ascii: "]") { return position + 1 }
            guard bytes[position] == UInt8(ascii: ",") else { return nil }
            position = Self.endOfSpace(bytes, from: position + 1)
        }
        return nil
    }

    /// Where something else than JSON's white space stands at or after `start`, or the end.
    private static func endOfSpace(_ bytes: Span<UInt8>, from start: Int) -> Int {
        var position = start
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return position
            }
        }
        return position
    }
}
