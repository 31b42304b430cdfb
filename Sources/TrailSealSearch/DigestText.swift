internal import VirtualTrail

/// The text of a digest file, edited as a forger would: in place, with all other bytes unchanged.
struct DigestText: Sendable {
    private(set) var text: String

    init(_ content: [UInt8]) { text = String(decoding: content, as: UTF8.self) }

    var content: [UInt8] { Array(text.utf8) }

    /// Returns the range of a member's value. Takes the first member of that name, so never one of a listed log.
    private func place(of member: String) -> Range<String.Index>? {
        guard let name = text.firstRange(of: "\"\(member)\":") else { return nil }
        let rest = text[name.upperBound...]
        switch rest.first {
        case "\"":
            guard let end = rest.dropFirst().firstIndex(of: "\"") else { return nil }
            return name.upperBound..<text.index(after: end)
        case "[":
            guard let end = rest.lastIndex(of: "]") else { return nil }
            return name.upperBound..<text.index(after: end)
        default:
            guard let end = rest.firstIndex(where: { $0 == "," || $0 == "}" }) else { return nil }
            return name.upperBound..<end
        }
    }

    /// Returns a member's string, or nil for `null`.
    func string(_ member: String) -> String? {
        guard let place = place(of: member), text[place].hasPrefix("\"") else { return nil }
        return String(text[place].dropFirst().dropLast())
    }

    mutating func set(_ member: String, _ value: String) {
        guard let place = place(of: member) else { return }
        text.replaceSubrange(place, with: value)
    }

    mutating func set(_ member: String, string: String?) { set(member, string.map { "\"\($0)\"" } ?? "null") }

    /// Gives a member another name, so that it is absent.
    mutating func rename(_ member: String) { replace("\"\(member)\":", with: "\"\(member)X\":") }

    mutating func replace(_ old: String, with new: String) {
        guard let place = text.firstRange(of: old) else { return }
        text.replaceSubrange(place, with: new)
    }

    /// The listed logs, as JSON text.
    var entries: [String] {
        get {
            guard let place = place(of: "logFiles") else { return [] }
            let inside = text[place].dropFirst().dropLast()
            guard !inside.isEmpty else { return [] }
            return inside.dropFirst().dropLast().split(separator: "},{").map { "{\($0)}" }
        }
        set { set("logFiles", "[" + newValue.joined(separator: ",") + "]") }
    }

    /// The string that CloudTrail would sign for this text (FORMAT-18).
    var message: [UInt8] {
        let parts = [
            string("digestEndTime") ?? "", (string("digestS3Bucket") ?? "") + "/" + (string("digestS3Object") ?? ""),
            Hashes.hex(Hashes.sha256(content)), string("previousDigestSignature") ?? "null",
        ]
        return Array(parts.joined(separator: "\n").utf8)
    }

    /// A signature with the forger's key.
    var forgedSignature: String { Hashes.hex(SigningKey.forger.signature(over: message)) }
}
