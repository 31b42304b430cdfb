internal import TrailSealPrimitives

/// The layout that a digest document shares with similar ones: the common bytes and the values between them.
///
/// Digest files of one chain differ only in times, hashes, signatures and listed logs. A document that repeats all
/// other bytes of one that was decoded in full can be read by comparison. The result is exactly that of
/// `DigestDocumentDecoder`, at a tenth of the cost. Any other document, good or bad, is left to the decoder.
public final class DigestTemplate: Sendable {
    /// What a value between the common bytes is.
    enum Content: Sendable {
        case startTime, endTime
        /// A digest's key, without the quotation marks.
        case key, previousKey
        case previousHash, previousSignature
        /// The day folders `YYYY/MM/DD` and the last component of a log file's key.
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

    /// A text and the ranges in it that differ in other documents, in ascending order.
    struct Frame: Sendable {
        let text: [UInt8]
        let holes: [Hole]
    }

    /// What the entries of `logFiles` have in common.
    struct LogFiles: Sendable {
        let frame: Frame
        let bucket: ByteString
        let algorithm: ByteString
        /// The common beginning of their keys: everything before the last slash, without the day folders if it ends
        /// in them.
        let keyFolder: [UInt8]
    }

    /// The document from which the layout was learned.
    private let model: DigestDocument
    private let previous: DigestDocument.PreviousDigest
    private let document: Frame
    /// Nil if the model lists no logs. Documents that list some don't match then.
    private let logFiles: LogFiles?

    init(_ model: DigestDocument, _ previous: DigestDocument.PreviousDigest, document: Frame, logFiles: LogFiles?) {
        self.model = model
        self.previous = previous
        self.document = document
        self.logFiles = logFiles
    }

    /// Returns what the decoder would read from `bytes`, or nil if they don't have this layout.
    public func document(_ bytes: [UInt8]) -> DigestDocument? {
        var values = Values()
        let text = bytes.span
        guard text.isASCII, read(document, text, from: 0, into: &values) == bytes.count else { return nil }
        return DigestDocument(
            common: model.common, startTime: values.startTime, endTime: values.endTime,
            location: model.location.sibling(at: values.time),
            previous: DigestDocument.PreviousDigest(
                location: previous.location.sibling(at: values.previousTime), hash: values.previousHash,
                hashAlgorithm: previous.hashAlgorithm,
                signature: values.previousSignature.map { SignatureText(text.extracting($0)) }
                    ?? .usual(values.previousWords)),
            logFiles: values.logFiles.packed())
    }

    /// The values read from one document.
    private struct Values {
        var startTime = UnixTime(seconds: 0)
        var endTime = UnixTime(seconds: 0)
        /// The times in the two keys.
        var time = UnixTime(seconds: 0)
        var previousTime = UnixTime(seconds: 0)
        var previousHash: SHA256Digest?
        /// The signature, unless it has the usual form.
        var previousSignature: Range<Int>?
        /// The signature, if it has the usual form.
        var previousWords = StrictHex.Words(repeating: 0)
        var logFiles = LogFilePacker()
        // For the current entry.
        var day = 0..<0
        var name = 0..<0
        var hash: SHA256Digest?
        var key: [UInt8] = []
    }

    /// Reads a frame that begins at `start` and returns where it ends. Returns nil if the bytes don't match.
    private func read(_ frame: Frame, _ bytes: Span<UInt8>, from start: Int, into values: inout Values) -> Int? {
        var position = start
        var done = 0
        for hole in frame.holes {
            let common = frame.text.span.extracting(done..<hole.range.lowerBound)
            guard bytes.holds(common, at: position) else { return nil }
            position += common.count
            guard let end = end(of: hole, bytes, from: position, into: &values) else { return nil }
            position = end
            done = hole.range.upperBound
        }
        guard bytes.holds(frame.text.span.extracting(done..<frame.text.count), at: position) else { return nil }
        return position + frame.text.count - done
    }

    /// Reads one value and returns where it ends. `start` is at most the length of `bytes`.
    private func end(of hole: Hole, _ bytes: Span<UInt8>, from start: Int, into values: inout Values) -> Int? {
        /// The range of a value of `length` bytes, or nil if fewer are left.
        func range(_ length: Int) -> Range<Int>? {
            length <= bytes.count - start ? start..<(start + length) : nil
        }
        switch hole.content {
        case .startTime, .endTime:
            guard let range = range(20), let time = UnixTime(digestForm: bytes.extracting(range)) else { return nil }
            if hole.content == .startTime { values.startTime = time } else { values.endTime = time }
            return range.upperBound
        case .key, .previousKey:
            guard let range = range(hole.range.count) else { return nil }
            let key = bytes.extracting(range)
            let isOwn = hole.content == .key
            guard let time = isOwn ? model.location.time(inKey: key) : previous.location.time(inKey: key) else {
                return nil
            }
            if isOwn { values.time = time } else { values.previousTime = time }
            return range.upperBound
        case .hash, .previousHash:
            guard let range = range(64), let hash = SHA256Digest(hex: bytes.extracting(range)) else { return nil }
            if hole.content == .hash { values.hash = hash } else { values.previousHash = hash }
            return range.upperBound
        case .previousSignature:
            // The common bytes after the value begin with the closing quotation mark.
            if let usual = range(StrictHex.wordDigits), usual.upperBound < bytes.count,
                bytes[usual.upperBound] == UInt8(ascii: "\""),
                StrictHex.read(bytes.extracting(usual), into: &values.previousWords)
            {
                return usual.upperBound
            }
            let end = bytes.plainEnd(from: start)
            values.previousSignature = start..<end
            return end
        case .logDay:
            guard let range = range(10), Self.isDay(bytes.extracting(range)) else { return nil }
            values.day = range
            return range.upperBound
        case .name:
            values.name = start..<bytes.plainEnd(from: start)
            return values.name.upperBound
        case .textOrNull:
            if start < bytes.count, bytes[start] == UInt8(ascii: "\"") {
                let end = bytes.plainEnd(from: start + 1)
                return end < bytes.count && bytes[end] == UInt8(ascii: "\"") ? end + 1 : nil
            }
            return bytes.holds(Self.null.span, at: start) ? start + Self.null.count : nil
        case .logFiles:
            return endOfLogFiles(bytes, from: start, into: &values)
        }
    }

    /// Whether `text` has the form `YYYY/MM/DD`.
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

    private func endOfLogFiles(_ bytes: Span<UInt8>, from start: Int, into values: inout Values) -> Int? {
        guard start < bytes.count, bytes[start] == UInt8(ascii: "[") else { return nil }
        var position = Self.endOfSpace(bytes, from: start + 1)
        if position < bytes.count, bytes[position] == UInt8(ascii: "]") { return position + 1 }
        guard let logFiles else { return nil }
        while let end = read(logFiles.frame, bytes, from: position, into: &values), let hash = values.hash {
            values.key.removeAll(keepingCapacity: true)
            values.key += logFiles.keyFolder
            bytes.extracting(values.day).withUnsafeBufferPointer { values.key += $0 }
            values.key.append(ByteString.slash)
            bytes.extracting(values.name).withUnsafeBufferPointer { values.key += $0 }
            values.logFiles.append(
                bucket: logFiles.bucket, key: &values.key, hash: hash, algorithm: logFiles.algorithm)
            position = Self.endOfSpace(bytes, from: end)
            guard position < bytes.count else { return nil }
            if bytes[position] == UInt8(ascii: "]") { return position + 1 }
            guard bytes[position] == UInt8(ascii: ",") else { return nil }
            position = Self.endOfSpace(bytes, from: position + 1)
        }
        return nil
    }

    /// Returns the first position at or after `start` that isn't JSON white space, or the end.
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
