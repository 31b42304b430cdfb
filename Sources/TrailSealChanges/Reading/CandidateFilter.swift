internal import Glibc

/// Tells whether the content of a log file may hold a change, without reading it as JSON.
///
/// Most log files hold none, so this decides how fast a run is. It misses no change: the content has the name of an event
/// as `"eventName":"NAME"`, with white space around the colon, unless a letter of it is written as `\u00XX`.
enum CandidateFilter {
    /// A text to look for, and the position of its byte that is rarest in log files.
    private struct Needle {
        let bytes: [UInt8]
        let rarest: Int

        init(_ text: String, rarest: Int) {
            bytes = Array(text.utf8)
            self.rarest = rarest
        }
    }

    private static let member = Needle("eventName\"", rarest: 5)
    /// The beginning of an escaped ASCII character.
    private static let escape = Needle("\\u00", rarest: 0)
    /// A component of the key of each object that CloudTrail writes.
    private static let folder = Needle("AWSLogs", rarest: 1)
    private static let longestName = ChangeKind.allCases.map(\.rawValue.utf8.count).max() ?? 0

    /// The names by length, and whether only the key of an object makes an event of that name a change.
    private static let names: [[(name: [UInt8], needsFolder: Bool)]] = {
        var names = [[(name: [UInt8], needsFolder: Bool)]](repeating: [], count: longestName + 1)
        for kind in ChangeKind.allCases {
            let name = Array(kind.rawValue.utf8)
            names[name.count].append((name, kind.topic == .object && kind != .deleteObjects))
        }
        return names
    }()

    /// Whether `content` may hold a change.
    static func mayHoldChange(_ content: UnsafeRawBufferPointer) -> Bool {
        if holdsEscapedLetter(content) { return true }
        var hasFolder: Bool?
        var rest = content[...]
        while let found = position(of: member, in: rest) {
            rest = content[(found + member.bytes.count)...]
            guard let name = value(rest) else { continue }
            for one in name.count < names.count ? names[name.count] : [] where name.elementsEqual(one.name) {
                guard one.needsFolder else { return true }
                let holds = hasFolder ?? (position(of: folder, in: content[...]) != nil)
                if holds { return true }
                hasFolder = holds
            }
        }
        return false
    }

    /// Whether a letter is written as an escape, which a JSON reader takes for the letter itself.
    private static func holdsEscapedLetter(_ content: UnsafeRawBufferPointer) -> Bool {
        var rest = content[...]
        while let found = position(of: escape, in: rest) {
            rest = content[(found + escape.bytes.count)...]
            if let digit = rest.first, (UInt8(ascii: "4")...UInt8(ascii: "7")).contains(digit) { return true }
        }
        return false
    }

    /// Returns the string after a member's name: a colon with white space around it, and the bytes between quotation marks. Nil
    /// if something else follows, or if the string is longer than any name.
    private static func value(_ bytes: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer>? {
        var (index, hasColon) = (bytes.startIndex, false)
        while index < bytes.endIndex {
            switch bytes[index] {
            case 0x20, 0x09, 0x0A, 0x0D: index += 1
            case UInt8(ascii: ":") where !hasColon: (index, hasColon) = (index + 1, true)
            case UInt8(ascii: "\"") where hasColon:
                let text = bytes[(index + 1)...].prefix(longestName + 1)
                return text.firstIndex(of: UInt8(ascii: "\"")).map { text[..<$0] }
            default: return nil
            }
        }
        return nil
    }

    /// Returns the position of the first occurrence of a text.
    private static func position(of needle: Needle, in bytes: Slice<UnsafeRawBufferPointer>) -> Int? {
        var index = bytes.startIndex + needle.rarest
        while index < bytes.endIndex, let base = bytes.base.baseAddress {
            guard let hit = memchr(base + index, Int32(needle.bytes[needle.rarest]), bytes.endIndex - index) else {
                return nil
            }
            let position = UnsafeRawPointer(hit) - base - needle.rarest
            let end = position + needle.bytes.count
            if end <= bytes.endIndex, bytes[position..<end].elementsEqual(needle.bytes) { return position }
            index = position + needle.rarest + 1
        }
        return nil
    }
}
