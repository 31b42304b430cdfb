import Testing
import TrailSealFormat
import TrailSealPrimitives

@Suite struct SignatureListingTests {
    private func read(_ text: [UInt8], by size: Int) -> [String]? {
        var reader = SignatureListingReader()
        var entries: [String] = []
        func note(_ entry: SignatureListing.Entry) {
            let signature = entry.metadata.signature.map { StrictHex.encode($0) } ?? "-"
            let names = [entry.bucket, entry.key].map { name in
                name.map { String(decoding: $0.bytes, as: UTF8.self) } ?? "-"
            }
            entries.append((names + [signature]).joined(separator: " "))
        }
        var start = 0
        while start < text.count {
            let end = min(start + size, text.count)
            guard reader.take(text[start..<end], note) else { return nil }
            start = end
        }
        return reader.end(note) ? entries : nil
    }

    private static let long = String(repeating: "k", count: 80)

    /// Each shape gives the same answers, however the file is cut into pieces.
    @Test(
        arguments: [
            (#"{"Key":"a","signature":"00ff"}"#, ["- a 00ff"]),
            (
                #"{"Key":"a","signature":"00ff"}"# + "\n" + #"{"Key":"\"}{\\","Metadata":{"signature":"01"}}"#
                    + "\r\n\n", ["- a 00ff", "- \"}{\\ 01"]
            ),
            (
                "{\n  \"Metadata\": {\n    \"signature\": \"00\"\n  }\n}\n{\n\"Metadata\":{\"signature\":\"01\"}}",
                ["- - 00", "- - 01"]
            ),
            (#" [ {"Key":"a","signature":"00"} , {} , 7, "x,]" , {"Bucket":"b","Key":"c"} ] "#, ["- a 00", "b c -"]),
            ("[ ]", []), ("{}\n{}\n", []),
            (
                "bucket,key,signature\r\n\"b\",\"\(long)\"\"x,\",00ff\nb,k,00\n,\(long),0",
                ["b \(long)\"x, 00ff", " \(long) -"]
            ),
            (
                "signature,key\n00,s3://b/\(long)\n01,S3A://b/\(long)\n02,s3://\(long)",
                ["b \(long) 00", "b \(long) 01"]
            ),
            ("\"Key\" ;\tX-Amz-Meta-Signature\n\(long);00\n", ["- \(long) 00"]),
            ("key\tsignature\narn:aws-cn:s3:::b/\(long)\t00\n", ["b \(long) 00"]),
            (#"{"Path":"s3://b/k","signature":"00"}"#, ["b k 00"]),
            (#"{"name":"s3n://b/k","signature":"00"}"#, ["b k 00"]),
            ("HTTP/1.1 200 OK\r\nx-amz-meta-signature: 00ff\r\n", ["- - 00ff"]),
            (
                "HTTP/1.1 200 OK\nX-Amz-Meta-Signature: 00\n\nHTTP/1.1 200 OK\nx-amz-meta-signature: 01\n",
                ["- - 00", "- - 01"]
            ),
            ("s3://b/k (object):\n   x-amz-meta-signature: 00\ns3://b/l (object):\n x: y\n", ["b k 00", "b l -"]),
        ] as [(String, [String])])
    func shapes(_ text: String, _ expected: [String]) {
        let wide: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        for bytes in [Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8), wide] {
            for size in [1, 2, 3, 5, 17, 1 << 16] {
                #expect(read(bytes, by: size) == expected, "\(text) by \(size)")
            }
        }
    }

    @Test(arguments: [
        "", " \n", "{}", "{\"a\":1}", "[1]", "[{}]", "[{},]", "[{}", "{\"Key\":\"a\"", "{\"Key\":\"a\"}x", "[] []",
        "{\"Key\":\"a\",\"Key\":\"b\"}", "{\"Key\":\"a\"}\n[]", "[{\"Key\":\"a\"}}", "nothing", "a: b\n", "{]",
    ])
    func others(_ text: String) {
        for size in [1, 3, 100] { #expect(read(Array(text.utf8), by: size) == nil, "\(text)") }
    }

    /// An answer larger than any real one is ignored, so nothing large is kept.
    @Test("LIMIT-12: an answer larger than a megabyte is ignored") func size() {
        let text = "{\"Key\":\"a\",\"b\":\"" + String(repeating: "x", count: 1 << 20) + "\"}"
        #expect(read(Array(text.utf8), by: 1 << 16) == nil)
        #expect(read(Array(("key,signature\n" + String(repeating: "x", count: 2 << 20)).utf8), by: 1 << 16) == nil)
    }

    /// Half of a UTF-16 surrogate pair at the end of a piece waits for the other half.
    @Test func pairs() {
        let wide: [UInt8] =
            [0xFF, 0xFE] + "{\"Key\":\"\u{1F512}\"}".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        for size in 1...7 { #expect(read(wide, by: size) == ["- \u{1F512} -"]) }
    }
}
