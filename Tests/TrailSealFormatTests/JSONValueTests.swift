import Testing
import TrailSealFormat
import TrailSealPrimitives

/// The reader of files that tools wrote, and its callers.
@Suite struct JSONValueTests {
    private func error(_ bytes: [UInt8]) -> JSONSyntaxError? {
        do throws(JSONSyntaxError) {
            _ = try JSONValue(bytes)
            return nil
        } catch {
            return error
        }
    }

    private func utf16(_ text: String) -> [UInt8] {
        ([0xFEFF] + Array(text.utf16)).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    }

    @Test func valuesAreRead() throws {
        let document = try JSONValue(Array(#"{"a":[1.5,true,null,"\u00e9\n"],"b":{}}"#.utf8))
        let items = try #require(document.object?["a"]?.array)
        guard items.count == 4, case .number(1.5) = items[0], case .bool(true) = items[1], case .null = items[2] else {
            Issue.record("\(items)")
            return
        }
        #expect(items[3].string == "\u{E9}\n")
        #expect(document.object?["b"]?.object?.isEmpty == true)
    }

    /// Trial and error took time cubic in the depth: half a second for 500 levels.
    @Test func nestingIsReadInOnePass() {
        let clock = ContinuousClock()
        let deep = Array((String(repeating: "[", count: 512) + String(repeating: "]", count: 512)).utf8)
        let time = clock.measure { for _ in 0..<20 { #expect(error(deep) == nil) } }
        #expect(time < .seconds(2))
        #expect(error([0x5B] + deep + [0x5D])?.reason == "nested deeper than 512 levels")
        #expect(error(Array(repeating: 0x5B, count: 5_000_000))?.offset == 512)
    }

    @Test func doubledMembersAreRefused() {
        #expect(
            error(Array(#"{"a":1,"\u0061":2}"#.utf8)) == JSONSyntaxError(offset: 8, reason: "a member is given twice"))
        // Two names that are canonically equivalent are still two names.
        #expect(error(Array("{\"\u{E9}\":1,\"e\u{301}\":2}".utf8)) == nil)
    }

    @Test func numbersOfAnySizeAreNumbers() throws {
        let long = String(repeating: "7", count: 100_000)
        for text in ["1e999999", "-1e999999", long, "1e-999999"] {
            guard case .number = try JSONValue(Array(text.utf8)) else {
                Issue.record("\(text.prefix(20))")
                continue
            }
        }
        #expect(try JSONValue(Array("1e999999".utf8)).time == nil)
        #expect(try JSONValue(Array("1790000000.25".utf8)).time == UnixTime(seconds: 1_790_000_000))
    }

    @Test func stringsAreUTF8() throws {
        #expect(error([0x5B, 0x22, 0xC3, 0x28, 0x22, 0x5D])?.offset == 2)
        #expect(error([0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D])?.offset == 2)
        #expect(try JSONValue(Array(#""\ud800""#.utf8)).string == "\u{FFFD}")
    }

    @Test func marksAreUnderstood() throws {
        #expect(try JSONValue([0xEF, 0xBB, 0xBF] + Array("\"a\"".utf8)).string == "a")
        #expect(try JSONValue(utf16("\"\u{1F512}\"")).string == "\u{1F512}")
        // Positions refer to the file.
        #expect(error([0xEF, 0xBB, 0xBF] + Array("[1 2]".utf8))?.offset == 6)
        #expect(error(utf16("[\"\u{1F512}\" 2]"))?.offset == 2 + 2 * 6)
    }

    @Test func listingsMayBeUTF16() throws {
        let line = #"{"key":"a","signature":"0a0b"}"#
        let listing = try #require(SignatureListing(utf16(line + "\r\n" + line)))
        #expect(listing.entries.map(\.metadata.signature) == [[10, 11], [10, 11]])
        #expect(SignatureMetadataParser.metadata(in: utf16("0a0b\r\n")).signature == [10, 11])
        #expect(try PublicKeyList.decode(utf16(#"{"PublicKeyList":[]}"#)).isEmpty)
    }

    @Test func keyListsSayWhereTheyFail() {
        do throws(PublicKeyListError) {
            _ = try PublicKeyList.decode(Array(#"{"PublicKeyList":[],"PublicKeyList":[]}"#.utf8))
            Issue.record("accepted")
        } catch {
            #expect("\(error)" == "it isn't JSON: a member is given twice at byte 21")
        }
    }
}
