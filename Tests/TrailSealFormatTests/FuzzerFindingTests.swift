import Testing
import TrailSealFormat
import TrailSealPrimitives

/// Bugs that the fuzzers found. Each test keeps one from coming back.
@Suite struct FuzzerFindingTests {
    private func digest(newestEventTime: String, logEventTime: String = "null") -> [UInt8] {
        let hash = String(repeating: "ab", count: 32)
        let log =
            #"{"s3Bucket":"b","s3Object":"k","hashValue":"\#(hash)","hashAlgorithm":"SHA-256","#
            + #""newestEventTime":\#(logEventTime),"oldestEventTime":null}"#
        let text =
            #"{"awsAccountId":"111122223333","digestStartTime":"2026-10-01T00:00:00Z","#
            + #""digestEndTime":"2026-10-01T01:00:00Z","digestS3Bucket":"b","digestS3Object":"k","#
            + #""digestPublicKeyFingerprint":"\#(String(repeating: "0f", count: 16))","#
            + #""digestSignatureAlgorithm":"SHA256withRSA","newestEventTime":\#(newestEventTime),"#
            + #""oldestEventTime":null,"previousDigestS3Bucket":null,"previousDigestS3Object":null,"#
            + #""previousDigestHashValue":null,"previousDigestHashAlgorithm":null,"previousDigestSignature":null,"#
            + #""logFiles":[\#(log)]}"#
        return Array(text.utf8)
    }

    /// A bad escape isn't JSON, even in a member whose value isn't used.
    @Test(arguments: [#""\q""#, #""\u12""#, #""\uD800""#]) func badEscapesInEventTimes(_ text: String) throws {
        #expect(throws: DigestFormatError.self) { try DigestDocumentDecoder.decode(digest(newestEventTime: text)) }
        #expect(throws: DigestFormatError.self) {
            try DigestDocumentDecoder.decode(digest(newestEventTime: "null", logEventTime: text))
        }
        let good = try DigestDocumentDecoder.decode(digest(newestEventTime: #""\u0041""#, logEventTime: #""\/""#))
        #expect(good.logFiles.count == 1)
    }

    /// Foundation's decoder accepted padding that pads nothing, and padding inside the text.
    @Test func base64WithWrongPadding() throws {
        func list(_ value: String) -> [UInt8] {
            Array(#"{"PublicKeyList":[{"Value":"\#(value)","ValidityStartTime":1,"ValidityEndTime":2}]}"#.utf8)
        }
        #expect(try PublicKeyList.decode(list(#"AQID\r\nBA==\n"#)).first?.value == [1, 2, 3, 4])
        for value in ["AQID=", "AQID====", "AQ=D", "AQIDB", ""] {
            #expect(throws: PublicKeyListError.self) { try PublicKeyList.decode(list(value)) }
        }
    }

    /// A signature whose digits form a JSON number was taken for an answer without a signature.
    @Test(arguments: ["1790000000", "12e4", "0", "-1"]) func bareDigits(_ text: String) {
        let expected: [UInt8]? = ["1790000000": [0x17, 0x90, 0, 0, 0], "12e4": [0x12, 0xE4]][text]
        #expect(SignatureMetadataParser.metadata(in: Array(text.utf8)).signature == expected)
    }
}
