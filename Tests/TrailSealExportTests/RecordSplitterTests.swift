import Foundation
import Testing
import TrailSealExport

@Suite struct RecordSplitterTests {
    /// The records of a text that arrives in pieces.
    private func lines(_ text: String, piece: Int, addition: String = "") -> (lines: [String], count: Int) {
        var splitter = RecordSplitter(addition: Array(addition.utf8))
        var output: [UInt8] = []
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            bytes[start..<min(start + piece, bytes.count)].withUnsafeBytes { splitter.read($0, to: &output) }
            start += piece
        }
        #expect(output.isEmpty || output.last == 0x0A)
        return (
            String(decoding: output, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
                .map(String.init), splitter.eventCount
        )
    }

    static let events = [
        "{}", "{\"a\":1}", "{\"a\":\"},]\\\"{[\",\"b\":[1,[2],{}]}", "{\"Records\":[{\"inner\":1}]}",
        "{\"u\":\"\\u00e9 é\"}",
        "{\"s\":\"line\\nbreak \\\\\"}",
    ]

    @Test(arguments: [1, 2, 3, 7, 64, 100_000]) func everyEventIsOneLine(_ piece: Int) {
        for layout in ["{\"Records\":[%]}", "\n{ \"x\" : [1,2] ,\t\"Records\" : [ % ] , \"y\":{\"Records\":[9]} }\n"] {
            for separator in [",", " ,\r\n "] {
                let text = layout.replacingOccurrences(of: "%", with: Self.events.joined(separator: separator))
                let (found, count) = lines(text, piece: piece)
                #expect(found == Self.events && count == Self.events.count)
            }
        }
    }

    @Test func whatHasNoEvents() {
        for text in [
            "", "{}", "[]", "{\"Records\":[]}", "{\"Records\":null}", "{\"Records\":{\"a\":[1]}}", "{\"records\":[1]}",
            "{\"a\":{\"Records\":[1]}}", "{\"a\":\"Records\",\"b\":[1]}", "[{\"Records\":[1]}]", "not JSON", "}}}]]]",
        ] {
            let (found, count) = lines(text, piece: 5)
            #expect(found.isEmpty && count == 0, "\(text)")
        }
    }

    @Test func whiteSpaceBetweenTokensIsLeftOut() {
        #expect(
            lines("{\"Records\":[ { \"a\" :\n [ 1 , 2 ] ,\t\"b c\" : \" \" } ]}", piece: 4).lines == [
                "{\"a\":[1,2],\"b c\":\" \"}"
            ])
    }

    @Test func scalarsAreEventsToo() {
        #expect(lines("{\"Records\":[1,\"a,b\",null,[2]]}", piece: 1).lines == ["1", "\"a,b\"", "null", "[2]"])
    }

    @Test func additionsStandInEveryObject() {
        let found = lines("{\"Records\":[{},{\"a\":{}},3]}", piece: 2, addition: "\"p\":{\"q\":1}").lines
        #expect(found == ["{\"p\":{\"q\":1}}", "{\"a\":{},\"p\":{\"q\":1}}", "3"])
    }

    /// Any bytes come to an end, in bounded memory.
    @Test func anyBytes() {
        var generator = SystemRandomNumberGenerator()
        let alphabet = Array("{}[]\",:\\Records 1\n".utf8)
        for _ in 0..<2_000 {
            var splitter = RecordSplitter()
            var output: [UInt8] = []
            let bytes = (0..<200).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }
            bytes.withUnsafeBytes { splitter.read($0, to: &output) }
            #expect(output.count <= 2 * bytes.count)
        }
    }
}
