import Testing
import TrailSealPrimitives

@Suite struct EscapedTextTests {
    @Test(arguments: [
        ("plain text", "plain text"), ("a\nb\tc", "a\\x0ab\\x09c"), ("\u{1B}[31m", "\\x1b[31m"),
        ("back\\slash", "back\\\\slash"),
        ("\u{9B}31m", "\\u{9b}31m"), ("\u{202E}abc", "\\u{202e}abc"), ("é 日本", "é 日本"), ("\u{7F}", "\\x7f"),
        ("\u{2028}", "\\u{2028}"), ("\u{FEFF}", "\\u{feff}"),
    ])
    func text(_ raw: String, _ shown: String) { #expect(EscapedText.string(of: raw) == shown) }

    @Test func bytesThatAreNoText() {
        #expect(EscapedText.string(of: [0x61, 0xFF, 0xC3, 0x28, 0xED, 0xA0, 0x80]) == "a\\xff\\xc3(\\xed\\xa0\\x80")
    }

    /// Two names are different even if Swift's String calls them equal.
    @Test func namesAreBytes() {
        #expect(ByteString("\u{212A}") != ByteString("K"))
        #expect(ByteString("e\u{301}") != ByteString("\u{E9}"))
        #expect("\u{212A}" == "K" as String || "e\u{301}" == "\u{E9}" as String)
        #expect(Set([ByteString("e\u{301}"), ByteString("\u{E9}")]).count == 2)
    }
}
