internal import TrailSealPrimitives

/// Where a value stands in a description file, as messages show it: `DescribeTrails.trailList[0].TrailARN`.
///
/// Names come from the file. Those of letters, digits and the characters of ARNs are shown as they are. All others
/// are quoted and escaped, as in `buckets["my.bucket"].GetBucketAcl`, so paths are unambiguous and harmless in a
/// terminal.
struct DescriptionPath: Hashable {
    /// Empty for the document itself.
    let text: String

    static let document = DescriptionPath(text: "")

    func member(_ name: ByteString) -> DescriptionPath {
        guard !name.isEmpty, name.bytes.allSatisfy(Self.isPlain) else {
            let quoted = name.description.split(separator: "\"", omittingEmptySubsequences: false)
                .joined(separator: "\\\"")
            return DescriptionPath(text: "\(text)[\"\(quoted)\"]")
        }
        return DescriptionPath(text: (text.isEmpty ? "" : text + ".") + name.description)
    }

    func element(_ index: Int) -> DescriptionPath { DescriptionPath(text: "\(text)[\(index)]") }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":"),
            UInt8(ascii: "/"):
            true
        default: false
        }
    }
}
