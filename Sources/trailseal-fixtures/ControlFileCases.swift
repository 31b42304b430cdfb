/// Description files as text: encodings, and JSON at its limits.
enum ControlFileCases {
    private typealias Healthy = HealthyAccount

    static var all: [ControlCase] { encodings + limits + refused }

    private static func passing(_ name: String, _ description: String, _ bytes: [UInt8]) -> ControlCase {
        var one = ControlDocumentCases.accept(
            name, description, exit: 0, [("a.json", [:])],
            [(Healthy.account, ControlDocumentCases.statuses("PASSED"))])
        one.files = [(name: "a.json", bytes: bytes)]
        return one
    }

    /// A description with characters that take more than one byte in any encoding.
    private static var text: String {
        ControlDocumentCases.changed([(["unknown"], "\u{E9}\u{1F512}")]).serialized
    }

    private static func utf16(_ text: String, isLowFirst: Bool) -> [UInt8] {
        (Array("\u{FEFF}".utf16) + Array(text.utf16)).flatMap { unit in
            let bytes = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
            return isLowFirst ? bytes : bytes.reversed()
        }
    }

    private static var encodings: [ControlCase] {
        [
            passing("utf-8-mark", "UTF-8 with a byte order mark.", Array(("\u{FEFF}" + text).utf8)),
            passing(
                "utf-16", "UTF-16 with a byte order mark, as Windows PowerShell redirects.",
                utf16(text, isLowFirst: true)),
            passing("utf-16-high-first", "UTF-16 with the high byte first.", utf16(text, isLowFirst: false)),
        ]
    }

    private static func unknown(_ value: String) -> [UInt8] {
        Array(ControlDocumentCases.changed([(["unknown"], .raw(value))]).serialized.utf8)
    }

    private static func nested(_ levels: Int) -> String {
        String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
    }

    private static var limits: [ControlCase] {
        [
            passing("nested", "Deep nesting in an unknown member.", unknown(nested(500))),
            passing("huge-number", "A number beyond any Double in an unknown member.", unknown("[1e999999, -1E+400]")),
            passing("long-number", "A number of 400 digits.", unknown(String(repeating: "7", count: 400))),
            passing("half-pair", "Half of a surrogate pair in an unknown member.", unknown(#"["\ud800", "\udc00a"]"#)),
        ]
    }

    private static var refused: [ControlCase] {
        func refuse(
            _ name: String, _ description: String, rule: String = "CONTROL-19", names complaint: String, _ text: String
        ) -> ControlCase {
            ControlDocumentCases.refuse(name, description, rule: rule, names: complaint, Array(text.utf8))
        }
        return [
            refuse(
                "doubled-member", "A member that is given twice: neither is taken.", rule: "INPUT-9",
                names: "isn't JSON: a member is given twice at byte 31",
                #"{"accountId": "111122223333", "accountId": "444455556666"}"#),
            refuse(
                "doubled-escaped-member", "The second is spelt with an escape.", rule: "INPUT-9",
                names: "a member is given twice",
                #"{"accountId": "111122223333", "account\u0049d": "444455556666"}"#),
            refuse(
                "cut", "The end is lacking.", names: "isn't JSON: ends too early at byte 27",
                #"{"accountId":"111122223333""#),
            refuse(
                "nested-too-deep", "Nesting beyond any answer.", names: "nested deeper than",
                #"{"accountId":"111122223333","unknown":"# + nested(20_000) + "}"),
            refuse(
                "huge-time", "A number beyond any Double as a time.", names: "capturedAt isn't a time",
                #"{"accountId":"111122223333","capturedAt":1e999999}"#),
            ControlDocumentCases.refuse(
                "not-utf-8", "A string that isn't UTF-8.", names: "a string that isn't UTF-8 at byte 15",
                Array(#"{"accountId": ""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8)),
            ControlDocumentCases.refuse(
                "utf-16-cut", "The position is that in the file.", names: "ends too early at byte 30",
                utf16(#"{"accountId":"#, isLowFirst: true) + [0x20, 0x00]),
        ]
    }
}
