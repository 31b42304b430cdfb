import SlowParsers
import TrailSealFormat
import TrailSealPrimitives

/// `PublicKeyList`, compared with a JSON tree and a slow base64 decoder.
enum KeyListTarget: FuzzTarget {
    static let name = "key-list"
    static let words = [
        "\"PublicKeyList\":", "\"publicKeyList\":", "\"Value\":", "\"ValidityStartTime\":", "\"ValidityEndTime\":",
        "\"Fingerprint\":", "1436317441.0", "\"1436317441.0\"", "\"2026-10-01T02:00:00+02:00\"", "1e999", "null", "==",
        "\\n", "\\r\\n", "\u{FEFF}", "\"Value\":\"AA==\"",
    ]

    static func seeds(_ vectors: TestVectors) -> [[UInt8]] {
        let lists = vectors.files("/keys/", ".json").map(\.bytes)
        let one =
            #"{"PublicKeyList":[{"Value":"AQID\r\n","ValidityStartTime":1436317441.5,"#
            + #""ValidityEndTime":"2026-10-01T02:00:00Z","Fingerprint":"00112233445566778899aabbccddeeFF"}]}"#
        return lists + [Array(one.utf8), utf16(one)]
    }

    static func run(_ bytes: [UInt8]) {
        let records = try? PublicKeyList.decode(bytes)
        if let text = String(validating: bytes, as: UTF8.self), bytes.first != 0xEF {
            require((try? PublicKeyList.decode(utf16(text))) == records, "UTF-16 reads as UTF-8")
        }
        if bytes.first == 0xEF || bytes.first == 0xFE || bytes.first == 0xFF { return }
        let slow = SlowJSON.parse(bytes, depth: 512, halfPairs: true).flatMap { $0.doublesAMember ? nil : $0 }
        let isText = slow?.strings.allSatisfy { String(validating: $0, as: UTF8.self) != nil } ?? false
        guard let records else {
            let isGood = slow?["PublicKeyList"]?.items?.allSatisfy(isPlainlyGood) ?? false
            return require(!isGood || !isText, "a good listing is read")
        }
        if slow == nil, holdsSeveral(bytes) { return }
        guard let slow, isText else { return require(false, "only JSON without a doubled member is read") }
        require(
            (try? PublicKeyList.decode(bytes + bytes)) == records + records, "answers one behind the other are read")
        guard let list = member(slow, "PublicKeyList")?.items else { return require(false, "a list is there") }
        require(list.count == records.count, "every key is read")
        for (entry, record) in zip(list, records) {
            require(value(entry) == record.value && !record.value.isEmpty, "base64")
            require(member(entry, "Fingerprint")?.text.flatMap(SlowText.hex) == record.fingerprint, "the fingerprint")
            for (name, time) in [("ValidityStartTime", record.validFrom), ("ValidityEndTime", record.validUntil)] {
                guard let seconds = plainTime(member(entry, name)) else { continue }
                require(seconds == time.seconds, name)
            }
        }
    }

    /// Whether a JSON object is followed by something that may be another one.
    private static func holdsSeveral(_ bytes: [UInt8]) -> Bool {
        bytes.indices.contains { index in
            bytes[index] == UInt8(ascii: "}") && bytes[(index + 1)...].contains(UInt8(ascii: "{"))
                && SlowJSON.parse(Array(bytes[...index]), depth: 512, halfPairs: true) != nil
        }
    }

    /// Returns a member by name, ignoring case. An exact match wins.
    private static func member(_ object: SlowJSON, _ name: String) -> SlowJSON? {
        let matching = object.members?.filter {
            String(decoding: $0.name, as: UTF8.self).lowercased() == name.lowercased()
        }
        .filter { $0.name.count == name.utf8.count }
        let ordered = matching?.sorted { $0.name.lexicographicallyPrecedes($1.name) }
        return object[name] ?? ordered?.first?.value
    }

    private static func value(_ entry: SlowJSON) -> [UInt8]? {
        member(entry, "Value")?.text.flatMap { text in SlowText.base64(text.filter { $0 != 0x0A && $0 != 0x0D }) }
    }

    private static func plainTime(_ value: SlowJSON?) -> Int64? {
        value?.text.flatMap { SlowTime.seconds($0, "YYYY-MM-DDThh:mm:ssZ") }
    }

    /// Whether an entry is good without any doubt.
    private static func isPlainlyGood(_ entry: SlowJSON) -> Bool {
        guard value(entry).map({ !$0.isEmpty }) ?? false else { return false }
        let fingerprint = entry["Fingerprint"]
        return fingerprint?.text.flatMap(SlowText.hex)?.count == 16
            && plainTime(entry["ValidityStartTime"]) != nil && plainTime(entry["ValidityEndTime"]) != nil
    }
}

/// `text` as Windows PowerShell redirects it.
func utf16(_ text: String) -> [UInt8] {
    ([0xFEFF] + Array(text.utf16)).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
}
