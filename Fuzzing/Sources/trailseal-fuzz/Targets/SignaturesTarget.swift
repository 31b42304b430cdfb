import SlowParsers
import TrailSealFormat
import TrailSealPrimitives

/// `SignatureMetadataParser` and `SignatureListing`: every shape in which tools save a digest's metadata.
enum SignaturesTarget: FuzzTarget {
    static let name = "signatures"
    static let words = [
        "\"Metadata\":", "\"signature\":", "\"ResponseMetadata\":", "\"HTTPHeaders\":", "\"headers\":", "\"Key\":",
        "\"Bucket\":", "\"Path\":", "\"url\":", "\"name\":", "s3://", " (object):", "x-amz-meta-signature: ",
        "x-amz-meta-signature", "X-Amz-Meta-", "backfill-generation-timestamp", "bucket,key,signature\n", "\"\"", "[{",
        "}\n{", "1790000000", "1e11", "nan", "0x1p4", "2026-10-01T02:00:00Z", "\u{FEFF}",
    ]

    static func seeds(_ vectors: TestVectors) -> [[UInt8]] {
        let saved = vectors.files("/signatures/", ".json", ".jsonl", ".csv", ".txt")
        let beside = vectors.files("/tree/", ".gz.json", ".sig", ".head", ".metadata.json", ".head.json", ".meta.json")
        let digests = vectors.files("/signatures", ".csv", ".jsonl", ".txt")
        let all = (saved.prefix(60) + beside.prefix(40) + digests).map(\.bytes).filter { $0.count < 8_192 }
        let texts = [
            "s3://bucket/a/b (object):\n   x-amz-meta-signature: 00ff\n   x-amz-meta-backfill-generation-timestamp: 1\n",
            "HTTP/1.1 200 OK\r\nx-amz-meta-signature: 00ff\r\n", "00ff\n", "key,signature\n\"a\"\"b\",00ff\n",
            #"{"Key":"s3://bucket/a/b","Metadata":{"signature":"00ff"}}"# + "\n" + #"{"Key":"x"}"# + "\n",
        ]
        return all + texts.map { Array($0.utf8) } + texts.map(utf16)
    }

    static func run(_ bytes: [UInt8]) {
        let metadata = SignatureMetadataParser.metadata(in: bytes)
        require(SignatureMetadataParser.metadata(in: bytes) == metadata, "one answer of an input")
        if let signature = metadata.signature {
            require(!signature.isEmpty, "a signature has bytes")
            let bare = Array(StrictHex.encode(signature).utf8)
            require(SignatureMetadataParser.metadata(in: bare).signature == signature, "a bare signature is read")
            let header = Array("x-amz-meta-signature: ".utf8) + bare
            require(SignatureMetadataParser.metadata(in: header).signature == signature, "a header is read")
        }
        let listing = SignatureListing(bytes).map { $0.entries.map(Entry.init) }
        require(SignatureListing(bytes).map { $0.entries.map(Entry.init) } == listing, "one listing of an input")
        if let text = String(validating: bytes, as: UTF8.self), bytes.first != 0xEF {
            let wide = utf16(text)
            require(SignatureMetadataParser.metadata(in: wide) == metadata, "an answer in UTF-16 reads as in UTF-8")
            require(SignatureListing(wide).map { $0.entries.map(Entry.init) } == listing, "so does a listing")
        }
        // A document with a repeated member must not be read as JSON, neither alone nor as a line of a listing.
        if let document = SlowJSON.parse(bytes, depth: 512, halfPairs: true), document.doublesAMember,
            bytes.first == UInt8(ascii: "["), document.items != nil
        {
            require(listing == nil, "an array with a doubled member is refused")
        }
        if bytes.first == UInt8(ascii: "["), let listing { checkArray(bytes, listing) }
    }

    /// Each entry of an array must be what the object alone gives, so nothing is taken from its neighbors.
    private static func checkArray(_ bytes: [UInt8], _ listing: [Entry]) {
        guard let items = SlowJSON.parse(bytes, depth: 512, halfPairs: true)?.items else {
            return require(false, "only JSON is a JSON array")
        }
        require(listing.count <= items.count, "no entry comes from nowhere")
        let texts = Set(items.flatMap(\.strings).map { ByteString($0) })
        for entry in listing {
            guard let key = entry.key, entry.bucket == nil else { continue }
            require(texts.contains(key), "a key is a text of the array")
        }
    }

    private struct Entry: Hashable {
        let bucket: ByteString?
        let key: ByteString?
        let metadata: SignatureMetadata

        init(_ entry: SignatureListing.Entry) {
            bucket = entry.bucket
            key = entry.key
            metadata = entry.metadata
        }
    }
}
