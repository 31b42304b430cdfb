import SlowParsers
import Testing
import TrailSealFormat
import TrailSealPrimitives

/// Compares the readers of keys, hexadecimal, base64 and times with slow ones that were written from the grammar alone.
/// There are some 100,000 values, most of them near misses.
@Suite struct ParserTests {
    private static let digits = Array("0123456789".utf8)
    private static let small = Array("abcdefghijklmnopqrstuvwxyz".utf8)

    /// Counts accepted values, so a test can't pass by trying only invalid or only valid ones.
    private struct Tally {
        var accepted = 0
        var refused = 0

        mutating func count(_ isAccepted: Bool) {
            if isAccepted { accepted += 1 } else { refused += 1 }
        }
    }

    private func expectBoth(_ tally: Tally, atLeast minimum: Int, _ location: SourceLocation = #_sourceLocation) {
        #expect(tally.accepted >= minimum && tally.refused >= minimum, "\(tally)", sourceLocation: location)
    }

    // MARK: Keys

    private func key(_ random: inout SeededGenerator) -> [UInt8] {
        let account = random.text(12..<13, of: Self.digits)
        let region = random.choice(["us-east-1", "us-gov-west-1", "x1", "cn-north-1"].map { Array($0.utf8) })
        let trails = [
            "management", "a", "t_us-east-1_x", "_", "a_20261001T010000Z", "b_backfill", "CloudTrail-Digest_.",
        ]
        let time = UnixTime(seconds: Int64(random.number(0..<2_000_000_000)))
        let prefix = random.choice(["", "", "p/", "a//b/", "/x/", "AWSLogs/", "//", "p/AWSLogs/o-abcdefghij/"])
        let organization = random.choice(["", "", "o-abcdefghij/", "o-0123456789abcdefghijklmnopqrstuv/"])
        let home = random.choice([region, Array("eu-west-1".utf8)])
        let name: [[UInt8]] = [
            account, Array("CloudTrail-Digest".utf8), region, Array(random.choice(trails).utf8), home,
            Array((time.keyForm + random.choice(["", "", "_backfill"]) + ".json.gz").utf8),
        ]
        let folders: [[UInt8]] = [
            account, Array("CloudTrail-Digest".utf8), region, Array(time.dayFolder.utf8),
            Array(name.joined(separator: [UInt8(ascii: "_")])),
        ]
        return Array((prefix + "AWSLogs/" + organization).utf8) + Array(folders.joined(separator: [0x2F]))
    }

    @Test func digestKeys() {
        var random = SeededGenerator(seed: 1)
        let inserted = [
            "/", "_", "AWSLogs", "AWSLogs/", "o-", "_backfill", ".json.gz", "us-east-1", "-", "\0", "\u{130}",
        ]
        .map { Array($0.utf8) }
        var tally = Tally()
        for _ in 0..<20_000 {
            let text = random.mutated(key(&random), inserted: inserted)
            let readings = SlowKey.readings(text)
            let key = DigestObjectKey(ByteString(text))
            tally.count(key != nil)
            guard readings.count <= 1, agree(key, readings.first, text) else {
                Issue.record("\(ByteString(text)): \(String(describing: key)) and \(readings)")
                return
            }
        }
        expectBoth(tally, atLeast: 3_000)
    }

    private func agree(_ key: DigestObjectKey?, _ slow: SlowKey?, _ text: [UInt8]) -> Bool {
        guard let key, let slow else { return key == nil && slow == nil }
        return key.text.bytes == text && key.prefix.bytes == slow.prefix ?? []
            && key.chain.organizationID?.bytes == slow.organization && key.chain.accountID.bytes == slow.account
            && key.chain.region.bytes == slow.region && key.chain.trail.bytes == slow.trail
            && key.chain.homeRegion.bytes == slow.homeRegion && key.endTime.seconds == slow.end
            && (key.chain.kind == .backfill) == slow.isBackfill
    }

    /// Two different keys are never the same value. `/AWSLogs/…` was once read as `AWSLogs/…`.
    @Test func anEmptyPrefixIsNoPrefix() throws {
        let text =
            "AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/10/01/111122223333_CloudTrail-Digest_us-east-1_t"
            + "_us-east-1_20261001T010000Z.json.gz"
        let key = try #require(DigestObjectKey(ByteString(text)))
        #expect(key.prefix.isEmpty)
        #expect(DigestObjectKey(ByteString("/" + text)) == nil)
        #expect(DigestObjectKey(ByteString("//" + text))?.text == ByteString("//" + text))
    }

    // MARK: Hexadecimal and base64

    @Test func hexadecimal() {
        var random = SeededGenerator(seed: 2)
        let alphabet = Array("0123456789abcdefABCDEF".utf8)
        // Neighbours of the digits in ASCII, and bytes that differ from a digit in one bit.
        let inserted = ["/", ":", "@", "G", "`", "g", "\u{10}", "p", " ", "\n", "0x"].map { Array($0.utf8) }
        var tally = Tally()
        for _ in 0..<25_000 {
            let whole = random.text(random.choice([0..<9, 32..<33, 64..<65]), of: alphabet)
            let text = random.mutated(whole, inserted: inserted)
            let slow = SlowText.hex(text)
            tally.count(slow != nil)
            guard StrictHex.decode(text) == slow,
                SHA256Digest(hex: text[...])?.bytes == (text.count == 64 ? slow : nil),
                slow.map({ SlowText.hex(Array(StrictHex.encode($0).utf8)) == $0 }) ?? true
            else {
                Issue.record("\(ByteString(text))")
                return
            }
        }
        expectBoth(tally, atLeast: 5_000)
    }

    @Test func base64() {
        var random = SeededGenerator(seed: 3)
        let inserted = ["=", "==", "-", "_", ",", "\n", " ", "A", "AAAA", "@", "[", "\u{E4}"].map { Array($0.utf8) }
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var tally = Tally()
        for _ in 0..<15_000 {
            var whole = random.text(0..<25, of: alphabet)
            while whole.count % 4 == 1 { whole.removeLast() }
            whole += [[], [], [0x3D, 0x3D], [0x3D]][whole.count % 4]
            let text = random.mutated(whole, inserted: inserted)
            let slow = SlowText.base64(text)
            tally.count(slow != nil)
            guard StrictBase64.decode(text) == slow else {
                Issue.record("\(ByteString(text)): \(String(describing: slow))")
                return
            }
        }
        expectBoth(tally, atLeast: 3_000)
    }

    /// Foundation's decoder accepts some of these.
    @Test(arguments: ["AAAAA", "AAAA=", "AAAAA=", "AAAA====", "AA=A", "A===", "AAAA\n", " AAAA", "AA-_"])
    func isNoBase64(_ text: String) {
        #expect(StrictBase64.decode(Array(text.utf8)) == nil)
    }

    // MARK: Times

    private typealias Form = (pattern: String, read: ([UInt8]) -> UnixTime?)

    @Test func times() {
        var random = SeededGenerator(seed: 4)
        let forms: [Form] = [
            ("YYYY-MM-DDThh:mm:ssZ", { UnixTime(digestForm: $0[...]) }),
            ("YYYYMMDDThhmmssZ", { UnixTime(keyForm: $0[...]) }),
            ("YYYYMMDDThhmmZ", { UnixTime(logKeyForm: $0[...]) }),
        ]
        let inserted = ["-", ":", "T", "Z", "t", "0", "9", "29", "30", "31", "02", "24", "60", ".", "+", "\u{661}"].map
        {
            Array($0.utf8)
        }
        var tally = Tally()
        for number in 0..<40_000 {
            let form = forms[number % forms.count]
            let text = random.mutated(spelling(form.pattern, &random), inserted: inserted)
            let slow = SlowTime.seconds(text, form.pattern)
            let time = form.read(text)
            tally.count(slow != nil)
            guard time?.seconds == slow, time.map({ isWrittenAsRead($0, text, form.pattern) }) ?? true else {
                Issue.record("\(ByteString(text)): \(String(describing: time)) and \(String(describing: slow))")
                return
            }
        }
        expectBoth(tally, atLeast: 8_000)
    }

    private func isWrittenAsRead(_ time: UnixTime, _ text: [UInt8], _ pattern: String) -> Bool {
        let whole = UnixTime(digestForm: Array(time.iso8601.utf8)[...])
        let same =
            switch pattern {
            case "YYYYMMDDThhmmssZ": time.keyForm.utf8.elementsEqual(text)
            case "YYYYMMDDThhmmZ": time.keyForm.utf8.prefix(13).elementsEqual(text.dropLast())
            default: time.iso8601.utf8.elementsEqual(text)
            }
        return same && whole == time
    }

    /// Replaces the letters of a pattern with digits. Most results are valid times, many on the last days of a month.
    private func spelling(_ pattern: String, _ random: inout SeededGenerator) -> [UInt8] {
        let values: [UInt8: Int] = [
            UInt8(ascii: "Y"): random.choice([1, 400, 1900, 1999, 2000, 2024, 2026, 2100, 9999]),
            UInt8(ascii: "M"): random.number(1..<13),
            UInt8(ascii: "D"): random.choice([1, 15, 28, 28, 29, 29, 30, 31]),
            UInt8(ascii: "h"): random.choice([0, 12, 23]), UInt8(ascii: "m"): random.choice([0, 5, 59]),
            UInt8(ascii: "s"): random.choice([0, 30, 59]),
        ]
        var text = Array(pattern.utf8)
        for (letter, value) in values {
            var rest = value
            for index in text.indices.reversed() where Array(pattern.utf8)[index] == letter {
                text[index] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
            }
        }
        return text
    }
}
