internal import TrailSealPrimitives

/// Reads one saved answer: a file beside a digest, or in a folder laid out like the keys.
///
/// Accepts the shapes of FORMAT-27: the JSON of `head-object` and `get-object` (`Metadata`), of boto3
/// (`ResponseMetadata.HTTPHeaders`), and of s5cmd and `mc stat` (`metadata`); raw HTTP headers; the output of `s3cmd
/// info`; and the bare signature in hexadecimal, also as a JSON string, as `--query` prints it.
public enum SignatureMetadataParser {
    /// Largest answer in bytes. Real ones have about 1,500.
    public static let sizeLimit = 1 << 20

    /// Returns the metadata in `saved`. It is empty if there is none, for example in a saved error message.
    public static func metadata(in saved: [UInt8]) -> SignatureMetadata {
        if let metadata = HeadAnswerReader.metadata(in: saved) { return metadata }
        let bytes = TranscodedText(saved).bytes
        // Must come first, because a signature of digits only is also valid JSON.
        if let signature = SignatureMetadata.signature(in: bytes) { return SignatureMetadata(signature) }
        if let document = try? JSONValue(bytes) {
            if let text = document.string {
                return SignatureMetadata(SignatureMetadata.signature(in: Array(text.utf8)))
            }
            return metadata(of: document)
        }
        return SignatureMetadata(fields: headerFields(in: bytes))
    }

    static func metadata(of answer: JSONValue) -> SignatureMetadata {
        var fields: [(name: String, value: String)] = []
        let places = [answer["Metadata"], answer["ResponseMetadata"]?["HTTPHeaders"], answer["headers"], answer]
        for place in places {
            for (name, value) in (place?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
                if let text = value.string { fields.append((String(decoding: name.bytes, as: UTF8.self), text)) }
            }
            let metadata = SignatureMetadata(fields: fields)
            if !metadata.isEmpty { return metadata }
        }
        return SignatureMetadata(fields: fields)
    }

    /// Returns the lines of the form `name: value`.
    static func headerFields(in bytes: [UInt8]) -> [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            fields.append((trimmed(line[..<colon]), trimmed(line[(colon + 1)...])))
        }
        return fields
    }

    static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        return String(decoding: bytes.drop(while: isSpace).reversed().drop(while: isSpace).reversed(), as: UTF8.self)
    }
}
