public import TrailSealPrimitives

/// A file of many saved answers that the user gave with `--signatures`.
///
/// Accepts JSON Lines, a JSON array, JSON objects in a row, CSV with a header line, the output of `s3cmd info`, and
/// HTTP headers. `SignatureListingReader` reads a listing without loading it into memory.
public struct SignatureListing: Sendable {
    /// Largest listing in bytes. A digest takes about 700 bytes, so this is 750,000 digests; a trail of 17 Regions
    /// writes 150,000 a year. Larger listings can be split, because `--signatures` may be repeated.
    public static let sizeLimit = 512 << 20

    /// One saved answer.
    public struct Entry: Sendable {
        /// The bucket, or nil if the answer doesn't name it.
        public let bucket: ByteString?
        /// The key, or nil if the answer doesn't name it.
        public let key: ByteString?
        /// The signature and other metadata.
        public let metadata: SignatureMetadata

        /// Creates an answer that names no object.
        public init(_ metadata: SignatureMetadata) {
            (bucket, key) = (nil, nil)
            self.metadata = metadata
        }

        /// Creates an answer. A key that is an S3 address also names the bucket, whatever shape the listing has.
        /// Returns nil if the address has no key.
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

        /// Whether the answer says nothing about any digest.
        var isEmpty: Bool { key == nil && metadata.isEmpty }
    }

    /// The answers that say something, in order.
    public let entries: [Entry]

    /// Reads a listing. Returns nil if `saved` has none of the shapes. An empty JSON array is a listing.
    public init?(_ saved: [UInt8]) {
        var reader = SignatureListingReader()
        var entries: [Entry] = []
        guard reader.take(saved[...], { entries.append($0) }), reader.end({ entries.append($0) }) else { return nil }
        self.entries = entries
    }
}

extension SignatureListing.Entry {
    /// Reads an answer from a JSON value. Returns nil if it isn't an object, or its address has no key.
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
