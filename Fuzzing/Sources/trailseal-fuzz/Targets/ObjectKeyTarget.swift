import Foundation
import SlowParsers
import TrailSealFormat
import TrailSealPrimitives

/// Keys, names, places, times and hashes. A zero byte separates the declared object from the file's path.
enum ObjectKeyTarget: FuzzTarget {
    static let name = "object-key"
    static let words = [
        "AWSLogs/", "/AWSLogs/", "o-abcdefghij/", "CloudTrail-Digest", "/CloudTrail-Digest/", "_CloudTrail-Digest_",
        "_CloudTrail_", "us-east-1", "111122223333", "2026/10/01", "20261001T020000Z", "20261001T0200Z",
        "2026-10-01T02:00:00Z", "_backfill", ".json.gz", ".json", "\u{0}", "0229", "\u{212A}", "\\x",
    ]

    static func seeds(_ vectors: TestVectors) -> [[UInt8]] {
        let paths = vectors.files("/tree/", ".json.gz").map(\.path)
        let keys = paths.compactMap { path in path.range(of: "/tree/").map { Array(path[$0.upperBound...].utf8) } }
        let plain = Array(Set(keys.map { ByteString($0) })).sorted().map(\.bytes)
        let placed = plain.prefix(150).map { Array("bucket/".utf8) + $0 + [0] + Array("evidence/".utf8) + $0 }
        let texts = ["2026-10-01T02:00:00Z", "20261001T020000Z", "20261001T0200Z", "2026-10-01 02:00:00.5+02:00"]
        let hash = String(repeating: "0123456789abcDEF", count: 4)
        return plain.prefix(300) + placed + (texts + [hash]).map { Array($0.utf8) }
    }

    static func run(_ bytes: [UInt8]) {
        let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false).map(Array.init)
        let text = parts[0]
        checkKey(text)
        checkNames(text)
        checkValues(text)
        if let joined = S3Location(joined: ByteString(text)) {
            require(joined.joined.bytes == text && !joined.bucket.bytes.contains(0x2F), "a location is written as read")
        } else {
            require(!text.contains(0x2F), "what has a slash has a bucket")
        }
        if parts.count > 1 { checkPlace(path: parts[1], declared: text) }
    }

    private static func checkKey(_ text: [UInt8]) {
        let readings = SlowKey.readings(text)
        require(readings.count <= 1, "the grammar is unambiguous")
        guard let key = DigestObjectKey(ByteString(text)) else {
            return require(readings.isEmpty, "a good key is read")
        }
        guard let slow = readings.first else { return require(false, "a bad key is refused") }
        require(key.text.bytes == text, "a key is written as read")
        require(DigestObjectKey(key.text) == key, "and read as written")
        require(key.prefix.bytes == slow.prefix ?? [], "the prefix")
        require(key.chain.organizationID?.bytes == slow.organization, "the organization")
        require(
            key.chain.accountID.bytes == slow.account && key.chain.region.bytes == slow.region, "account and region")
        require(key.chain.trail.bytes == slow.trail && key.chain.homeRegion.bytes == slow.homeRegion, "trail and home")
        require(key.endTime.seconds == slow.end && (key.chain.kind == .backfill) == slow.isBackfill, "time and kind")
    }

    private static func checkNames(_ text: [UInt8]) {
        let name = ByteString(text).splitAtLastSlash.name
        let stamps = name.bytes.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
            .compactMap { SlowTime.seconds(Array($0), "YYYYMMDDThhmmZ") }
        require(LogFileName.stamp(in: name)?.seconds == stamps.last, "the stamp of a log file")
        let shown = EscapedText.string(of: text)
        require(shown.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }, "what is shown is printable")
        require(EscapedText.mended(shown) == shown, "what is escaped stays as it is")
    }

    private static func checkValues(_ text: [UInt8]) {
        let all = text[...]
        require(
            UnixTime(digestForm: all)?.seconds == SlowTime.seconds(text, "YYYY-MM-DDThh:mm:ssZ"), "the form of digests")
        require(UnixTime(keyForm: all)?.seconds == SlowTime.seconds(text, "YYYYMMDDThhmmssZ"), "the form of keys")
        require(UnixTime(logKeyForm: all)?.seconds == SlowTime.seconds(text, "YYYYMMDDThhmmZ"), "the form of log keys")
        if let time = UnixTime(iso8601: all), (1...9_999).contains(time.civil.year) {
            require(
                UnixTime(iso8601: Array(time.iso8601.utf8)[...])?.iso8601 == time.iso8601, "a time is written as read")
        }
        let hex = SlowText.hex(text)
        require(StrictHex.decode(text) == hex, "hexadecimal")
        require(SHA256Digest(hex: all)?.bytes == (text.count == 64 ? hex : nil), "a hash")
    }

    private static func checkPlace(path: [UInt8], declared: [UInt8]) {
        let (path, declared) = (ByteString(path), ByteString(declared))
        guard let mapping = PathMapping(root: 0, path: path, declared: declared) else { return }
        guard path.bytes.first != ByteString.slash, declared.bytes.first != ByteString.slash else { return }
        require(mapping.covers(declared), "a mapping covers what it was made of")
        require(mapping.path(of: declared) == path, "and says where that lies")
        require(mapping.location(of: path) == declared, "and what lies there")
    }
}
