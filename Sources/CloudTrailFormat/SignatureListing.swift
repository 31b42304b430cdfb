public import Primitives

/// A file of many saved answers that the user named with `--signatures`: JSON Lines, a JSON array, CSV with a header
/// line, the text of `s3cmd info`, or one answer (or several in a row) that names no object.
public struct SignatureListing: Sendable {
    /// Largest listing in bytes: some 700 bytes a digest, so this is 750,000 of them; a trail of 17 regions writes
    /// 150,000 in a year. Larger ones can be split, for `--signatures` is repeatable.
    public static let sizeLimit = 512 << 20
    /// Most answers without an object that are kept: each is tried on every digest that lacks a proof.
    public static let unattributedLimit = 64

    /// One saved answer.
    public struct Entry: Sendable {
        /// Nil where the answer does not name it.
        public let bucket: ByteString?
        /// Nil where the answer does not name it.
        public let key: ByteString?
        public let metadata: SignatureMetadata
    }

    public let entries: [Entry]

    /// Nil where `saved` is none of the shapes. An empty JSON array is a listing.
    public init?(_ saved: [UInt8]) {
        let bytes = TranscodedText(saved).bytes
        let start = bytes.first { !(0x09...0x0D).contains($0) && $0 != 0x20 }
        let found: [Entry]?
        switch start {
        case UInt8(ascii: "["): found = Self.jsonArray(bytes)
        case UInt8(ascii: "{"): found = Self.jsonObjects(bytes)
        case nil: found = nil
        default: found = Self.csv(bytes) ?? Self.headerBlocks(bytes)
        }
        guard let found else { return nil }
        entries = found
    }

    private static func jsonArray(_ bytes: [UInt8]) -> [Entry]? {
        guard let items = (try? JSONValue(bytes))?.array else { return nil }
        let entries = items.compactMap(entry)
        // An array of anything else is no listing; an empty one is.
        return items.isEmpty || entries.contains { $0.key != nil || !$0.metadata.isEmpty } ? entries : nil
    }

    /// One JSON object a line; or a single one over many lines.
    private static func jsonObjects(_ bytes: [UInt8]) -> [Entry]? {
        if let document = try? JSONValue(bytes) {
            let entry = entry(document)
            return entry.map { $0.metadata.isEmpty && $0.key == nil ? [] : [$0] }.flatMap { $0.isEmpty ? nil : $0 }
        }
        var entries: [Entry] = []
        for line in bytes.split(separator: 0x0A) {
            if line.allSatisfy({ $0 == 0x20 || (0x09...0x0D).contains($0) }) { continue }
            guard let document = try? JSONValue(Array(line)), document.object != nil else { return nil }
            if let entry = entry(document) { entries.append(entry) }
        }
        return entries
    }

    private static func entry(_ document: JSONValue) -> Entry? {
        guard document.object != nil else { return nil }
        let metadata = SignatureMetadataParser.metadata(of: document)
        var bucket = document["Bucket"]?.string ?? document["s3Bucket"]?.string
        var key =
            document["Key"]?.string ?? document["Path"]?.string ?? document["s3Object"]?.string
            ?? document["url"]?.string ?? document["name"]?.string
        if let text = key, text.hasPrefix("s3://") {
            let rest = text.dropFirst("s3://".count)
            guard let slash = rest.firstIndex(of: "/") else { return nil }
            bucket = String(rest[..<slash])
            key = String(rest[rest.index(after: slash)...])
        }
        return Entry(bucket: bucket.map { ByteString($0) }, key: key.map { ByteString($0) }, metadata: metadata)
    }

    /// CSV (RFC 4180) whose first line names the columns `bucket` (optional), `key` and `signature`.
    private static func csv(_ bytes: [UInt8]) -> [Entry]? {
        var lines = bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).map { fields($0) }
        guard !lines.isEmpty else { return nil }
        let header = lines.removeFirst().map { String(decoding: $0, as: UTF8.self).lowercased() }
        guard let keyColumn = header.firstIndex(of: "key"), header.contains("signature") else { return nil }
        let bucketColumn = header.firstIndex(of: "bucket")
        return lines.compactMap { line in
            guard line.indices.contains(keyColumn) else { return nil }
            let named = zip(header, line).map { (name: $0, value: String(decoding: $1, as: UTF8.self)) }
            return Entry(
                bucket: bucketColumn.flatMap { line.indices.contains($0) ? ByteString(line[$0]) : nil },
                key: ByteString(line[keyColumn]), metadata: SignatureMetadata(fields: named))
        }
    }

    private static func fields(_ line: ArraySlice<UInt8>) -> [[UInt8]] {
        var fields: [[UInt8]] = [[]]
        var isQuoted = false
        var index = line.startIndex
        while index < line.endIndex {
            let byte = line[index]
            let next = line.index(after: index)
            if byte == UInt8(ascii: "\"") {
                if isQuoted, next < line.endIndex, line[next] == byte {
                    fields[fields.count - 1].append(byte)
                    index = next
                } else {
                    isQuoted.toggle()
                }
            } else if byte == UInt8(ascii: ","), !isQuoted {
                fields.append([])
            } else {
                fields[fields.count - 1].append(byte)
            }
            index = line.index(after: index)
        }
        return fields
    }

    /// Raw HTTP headers, or `s3cmd info`, which puts a line `s3://BUCKET/KEY (object):` before each object's.
    private static func headerBlocks(_ bytes: [UInt8]) -> [Entry]? {
        var entries: [Entry] = []
        var object: S3Location?
        var fields: [(name: String, value: String)] = []
        func close() {
            let metadata = SignatureMetadata(fields: fields)
            if object != nil || !metadata.isEmpty {
                entries.append(Entry(bucket: object?.bucket, key: object?.key, metadata: metadata))
            }
            fields = []
        }
        let suffix = Array(" (object):".utf8)
        for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            if line.starts(with: Array("s3://".utf8)), line.suffix(suffix.count).elementsEqual(suffix) {
                close()
                object = S3Location(joined: ByteString(line.dropFirst(5).dropLast(suffix.count)))
            } else {
                fields += SignatureMetadataParser.headerFields(in: Array(line))
            }
        }
        close()
        return entries.contains { $0.key != nil || !$0.metadata.isEmpty } ? entries : nil
    }
}
