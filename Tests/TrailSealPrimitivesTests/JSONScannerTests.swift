import Foundation
import Testing
import TrailSealPrimitives

@Suite struct JSONScannerTests {
    private func accepts(_ text: String) -> Bool {
        var scanner = JSONScanner(Array(text.utf8))
        do {
            try scanner.skipValue()
            try scanner.end()
            return true
        } catch {
            return false
        }
    }

    @Test(arguments: [
        "{}", "[]", "null", " [ 1 , -2.5e+10 , true , false , \"\" ] ", "{\"a\":{\"b\":[{}]}}",
        "\"\\u00e9\\n\\ud83d\\ude00\"",
        "0", "-0", "1E5",
    ])
    func accepted(_ text: String) {
        #expect(accepts(text))
        #expect((try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)) != nil)
    }

    @Test(arguments: [
        "", "{", "[1,]", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "01", "1.", "+1", ".5", "1e", "tru", "nul", "\"",
        "\"\\x\"",
        "\"\\u12\"", "\"\\ud800\"", "\"\u{1}\"", "[] []", "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "'a'",
        "// x\n1",
    ])
    func refused(_ text: String) { #expect(!accepts(text)) }

    @Test(arguments: [
        ("\\ud800", "\u{FFFD}"), ("\\udc00a", "\u{FFFD}a"), ("\\ud800\\u0041", "\u{FFFD}A"),
        ("\\ud800\\ud83d\\ude00", "\u{FFFD}\u{1F600}"), ("\\ud800\\ud800", "\u{FFFD}\u{FFFD}"),
    ])
    func halfPairsAreReplacedOnDemand(_ escaped: String, _ expected: String) throws {
        var scanner = JSONScanner(Array("\"\(escaped)\"".utf8))
        let text = try scanner.string()
        #expect(try scanner.value(of: text, replacesHalfPairs: true) == Array(expected.utf8))
        #expect(throws: JSONSyntaxError.self) { try scanner.value(of: text) }
    }

    @Test func depthIsBounded() {
        let limit = JSONScanner.defaultDepthLimit
        #expect(accepts(String(repeating: "[", count: limit) + String(repeating: "]", count: limit)))
        #expect(!accepts(String(repeating: "[", count: limit + 1) + String(repeating: "]", count: limit + 1)))
        #expect(!accepts(String(repeating: "[", count: 200_000)))
    }
}
