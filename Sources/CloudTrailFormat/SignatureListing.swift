public import Primitives

/// A file of many saved answers that the user named with `--signatures`: JSON Lines, a JSON array, JSON objects in a row,
/// CSV with a header line, the text of `s3cmd info`, or HTTP headers. `SignatureListingReader` reads one that is not in
/// memory.
public struct SignatureListing: Sendable {
    /// Largest listing in bytes: some 700 bytes a digest, so this is 750,000 of them; a trail of 17 regions writes
    /// 150,000 in a year. Larger ones can be split, for `--signatures` is repeatable.
    public static let sizeLimit = 512 << 20

    /// One saved answer.
    public struct Entry: Sendable {
        /// Nil where the answer does not name it.
        public let bucket: ByteString?
        /// Nil where the answer does not name it.
        public let key: ByteString?
        public let metadata: SignatureMetadata

        /// An answer that names no object.
        public init(_ metadata: SignatureMetadata) {
            (bucket, key) = (nil, nil)
            self.metadata = metadata
        }

        /// A key that is an address in S3 names its bucket, whatever shape the listing has. Nil if the address has no key.
        init?(bucket: ByteString?, key: ByteString?, metadata: SignatureMetadata) {
            self.metadata = metadata
            guard let key, let path = S3Address.path(in: key) else {
                (self.bucket, self.key) = (bucket, key)
                return
            }
            guard let slash = path.bytes.firstIndex(of: ByteString.slash) else { return nil }
            self.bucket = ByteString(path.bytes[..<slash])
            self.key = ByteString(path.bytes[(slash + 1)...])
        }

        /// Whether it says nothing of any digest.
        var isEmpty: Bool { key == nil && metadata.isEmpty }
    }

    /// Those that say something, in their order.
    public let entries: [Entry]

    /// Nil where `saved` is none of the shapes. An empty JSON array is a listing.
    public init?(_ saved: [UInt8]) {
        var reader = SignatureListingReader()
        var entries: [Entry] = []
        guard reader.take(saved[...], { entries.append($0) }), reader.end({ entries.append($0) }) else { return nil }
        self.entries = entries
    }
}

extension SignatureListing.Entry {
    /// What one JSON value says; nil if it is no object, or the address in it is none.
    init?(_ document: JSONValue) {
        guard document.object != nil else { return nil }
        let bucket = document["Bucket"]?.string ?? document["s3Bucket"]?.string
        let key =
            document["Key"]?.string ?? document["Path"]?.string ?? document["s3Object"]?.string
            ?? document["url"]?.string ?? document["name"]?.string
        self.init(
            bucket: bucket.map { ByteString($0) }, key: key.map { ByteString($0) },
            metadata: SignatureMetadataParser.metadata(of: document))
    }
}
