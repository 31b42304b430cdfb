import CloudTrailVerification
import Primitives
import Testing

/// What damaged content looks like (LOG-18).
@Suite struct ContentLookTests {
    private static func look(_ text: String, isCut: Bool = false) -> ContentLook? {
        ContentLook(beginning: Array(text.utf8), isCut: isCut)
    }

    @Test(
        arguments: [
            // As S3 writes it.
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
        // That the file was cut behind it says less.
        #expect(Self.look(text, isCut: true) == .s3Error(code: "NoSuchKey"))
    }

    @Test(
        arguments: [
            "<Error/>", "<Error></Error>", "<Error><Message>m</Message></Error>", "<Error><Code></Code></Error>",
            "<Error><Code> \n</Code></Error>", "<Errors><Code>NoSuchKey</Code></Errors>",
            "<error><code>x</code></error>",
            "<Error><Code>NoSuchKey", "<?xml version=\"1.0\"<Error><Code>NoSuchKey</Code></Error>", "Error", "<", "<?",
            "<ListBucketResult><Code>x</Code></ListBucketResult>", "{\"Records\":[]}", "{\"Error\":{\"Code\":\"x\"}}",
            " ",
        ]) func otherTexts(_ text: String)
    {
        #expect(Self.look(text) == nil)
        #expect(Self.look(text, isCut: true) == .cut)
    }

    @Test func codesAreBounded() {
        let code = String(repeating: "C", count: 400)
        #expect(
            Self.look("<Error><Code>\(code)</Code></Error>")
                == .s3Error(code: ByteString(String(repeating: "C", count: ContentLook.codeLimit))))
        // Its end lies behind what is looked at.
        #expect(Self.look("<Error><Code>\(code)\(code)</Code></Error>") == nil)
        #expect(Self.look("<!--" + String(repeating: " ", count: 600) + "--><html>") == nil)
        // A code may be any bytes; reports escape them.
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
        #expect(Self.look(text) == nil)
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
