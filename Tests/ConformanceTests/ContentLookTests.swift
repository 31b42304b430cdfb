import Testing
import TrailSealPrimitives
import TrailSealVerification

/// Descriptions of damaged content (LOG-18).
@Suite struct ContentLookTests {
    private static func look(_ text: String, isCut: Bool = false) -> ContentLook? {
        ContentLook(beginning: Array(text.utf8), isCut: isCut)
    }

    @Test(
        arguments: [
            // The form in which S3 writes it.
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchKey</Code><Message>The specified key does not "
                + "exist.</Message><Key>AWSLogs/x</Key></Error>",
            "<Error><Code>NoSuchKey</Code></Error>",
            "\n \t<?xml version='1.0'?>\r\n\r\n<Error>\n  <Code>\n NoSuchKey\n  </Code>\n</Error>",
            "\u{FEFF}<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code></Error>",
            "\u{FEFF}\n<Error xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Code>NoSuchKey</Code>",
            "<!-- a proxy was here --><?xml version=\"1.0\"?><Error><Message>m</Message><Code>NoSuchKey</Code></Error>",
            "<Error ><Code>NoSuchKey</Code></Error >",
        ]) func s3Errors(_ text: String)
    {
        #expect(Self.look(text) == .s3Error(code: "NoSuchKey"))
        // The description also covers a file that was cut after this.
        #expect(Self.look(text, isCut: true) == .s3Error(code: "NoSuchKey"))
    }

    @Test(
        arguments: [
            "<Error/>", "<Error></Error>", "<Error><Message>m</Message></Error>", "<Error><Code></Code></Error>",
            "<Error><Code> \n</Code></Error>", "<Errors><Code>NoSuchKey</Code></Errors>",
            "<error><code>x</code></error>",
            "<Error><Code>NoSuchKey", "<?xml version=\"1.0\"<Error><Code>NoSuchKey</Code></Error>", "Error", "<", "<?",
            "<ListBucketResult><Code>x</Code></ListBucketResult>", "nothing is here",
        ]) func otherTexts(_ text: String)
    {
        #expect(Self.look(text) == .text)
        #expect(Self.look(text, isCut: true) == .cut)
    }

    @Test func codesAreBounded() {
        let code = String(repeating: "C", count: 400)
        #expect(
            Self.look("<Error><Code>\(code)</Code></Error>")
                == .s3Error(code: ByteString(String(repeating: "C", count: ContentLook.codeLimit))))
        // Its end lies beyond the bytes that are examined.
        #expect(Self.look("<Error><Code>\(code)\(code)</Code></Error>") == .text)
        #expect(Self.look("<!--" + String(repeating: " ", count: 600) + "--><html>") == .text)
        // A code may have any bytes. Reports escape them.
        let bytes = Array("<Error><Code>".utf8) + [0xFF, 0x0A, 0x1B] + Array("</Code>".utf8)
        #expect(ContentLook(beginning: bytes) == .s3Error(code: ByteString([0xFF, 0x0A, 0x1B] as [UInt8])))
    }

    @Test(
        arguments: [
            "<html>", "<HTML lang=\"en\">", "<!DOCTYPE html>\n<html>",
            "<!doctype HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\">",
            "\u{FEFF}\n<!-- saved --><html><head>", "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"x\"><html/>",
            "<html/>",
        ]) func pages(_ text: String)
    {
        #expect(Self.look(text) == .html)
        #expect(Self.look(text, isCut: true) == .html)
    }

    @Test(arguments: ["<htmlx>", "<html", "<!doctype htmlx>", "<!doctype xml>", "html", "< html>", "text <html>"])
    func noPages(_ text: String) {
        #expect(Self.look(text) == .text)
    }

    @Test(arguments: ["{\"Records\":[]}", "{\"a\":1}", "[]", " ", "{", "{\"", "\u{0}x", "{\"Errors\":1}"])
    func nothingKnown(_ text: String) {
        #expect(Self.look(text) == nil)
        #expect(Self.look(text, isCut: true) == .cut)
    }

    @Test(
        arguments: [
            ("{\"Error\":{\"Code\":\"x\"}}", "x"), ("{\"Error\": {\"Message\": \"m\"}}", ""),
            ("{\"__type\":\"AccessDeniedException\",\"message\":\"m\"}", "AccessDeniedException"),
            ("\n{ \"Code\" : \"SlowDown\" }", "SlowDown"), ("{\"Code\":7}", ""), ("{\"Code\":\"x", "x"),
            ("\nAn error occurred (ExpiredToken) when calling the GetObject operation: m", "ExpiredToken"),
            ("Unable to locate credentials. You can configure them.", ""),
        ]) func errorMessages(_ text: String, _ code: String)
    {
        #expect(Self.look(text) == .errorMessage(code: ByteString(code)))
        #expect(Self.look(text, isCut: true) == .errorMessage(code: ByteString(code)))
    }

    /// The finding names an object of the other kind. For one of the same kind it says that the content differs.
    @Test func otherObjects() {
        let digest = Array("{\"awsAccountId\":\"111122223333\"".utf8)
        let log = Array("{\"Records\":[{".utf8)
        #expect(ContentLook(beginning: digest) == .digestFile)
        #expect(ContentLook(beginning: digest, inPlaceOf: .digest) == nil)
        #expect(ContentLook(beginning: log, inPlaceOf: .digest) == .logFile)
        #expect(ContentLook(beginning: log) == nil)
        #expect(Self.look("{\n  \"Records\": [") == .reformattedLog)
        #expect(Self.look("{\"AcceptRanges\":\"bytes\",\"Metadata\":{}}") == .savedAnswer)
    }

    static let formats: [(bytes: [UInt8], format: ContentLook.Archive)] = [
        ([0x50, 0x4B, 0x03, 0x04], .zip), (Array("BZh91AY".utf8), .bzip2),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], .xz),
        ([0x28, 0xB5, 0x2F, 0xFD], .zstd), ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .sevenZip),
        ([UInt8](repeating: 0x61, count: 257) + Array("ustar".utf8), .tar),
    ]

    @Test(arguments: formats) func archives(_ bytes: [UInt8], _ format: ContentLook.Archive) {
        #expect(ContentLook(beginning: bytes) == .archive(format))
        #expect(ContentLook(beginning: Array(bytes.dropLast())) != .archive(format) || format == .bzip2)
    }

    @Test func zeros() {
        #expect(ContentLook(beginning: [UInt8](repeating: 0, count: 512)) == .zeros)
        #expect(ContentLook(beginning: [0, 0, 1]) == nil)
    }

    @Test func gzipInGzip() {
        #expect(ContentLook(beginning: [0x1F, 0x8B, 0x08, 0x00]) == .gzipAgain)
        #expect(ContentLook(beginning: [0x1F, 0x8B, 0x08], isCut: true) == .gzipAgain)
        #expect(ContentLook(beginning: [0x1F, 0x8B]) == nil)
        #expect(ContentLook(beginning: [0x1F, 0x8B, 0x07, 0x00]) == nil)
    }

    @Test func emptyOrCut() {
        #expect(Self.look("") == .empty)
        #expect(Self.look("", isCut: true) == .cut)
        #expect(Self.look("{\"Records\":[{", isCut: true) == .cut)
    }
}
