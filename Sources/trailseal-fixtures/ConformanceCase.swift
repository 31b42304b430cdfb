import VirtualTrail

/// One case of the conformance suite.
struct ConformanceCase {
    struct Expected {
        let code: String
        var key: String?
        /// Path below the case's folder.
        var path: String?
        var count: Int?
        var from: String?
        var to: String?
    }

    let name: String
    /// The rules of Documentation/CONTRACT.md that the case shows, separated by ", ".
    let rule: String
    let description: String
    let world: World
    var archives = ["tree"]
    var keys = ["keys"]
    var signatures = ["signatures"]
    var options: [String] = []
    let exitStatus: Int
    /// The expected verdict. Nil if the run must end with an error.
    let verdict: String?
    var findings: [Expected] = []
    /// Codes of findings that the run may have besides `findings`.
    var tolerated: [String] = []
    /// The expected numbers of verified, unverified, invalid and missing digests. Nil if the rules leave them open.
    var digests: [Int]? = [0, 0, 0, 0]
    /// The expected numbers of verified, unverified, invalid, missing and unreferenced logs. Nil if the rules leave them
    /// open.
    var logs: [Int]? = [0, 0, 0, 0, 0]

    var json: String {
        func quoted(_ text: String) -> String { JSONNode.quoted(text) }
        func list(_ items: [String]) -> String {
            items.isEmpty ? "[]" : "[\n    " + items.joined(separator: ",\n    ") + "\n  ]"
        }
        func object(_ members: [(String, String?)]) -> String {
            "{" + members.compactMap { name, value in value.map { "\"\(name)\": \($0)" } }.joined(separator: ", ") + "}"
        }
        func counts(_ names: [String], _ numbers: [Int]?) -> String? {
            numbers.map { object(zip(names, $0).map { ($0, String($1)) }) }
        }
        var arguments = archives
        if !keys.isEmpty { arguments += keys.flatMap { ["--keys", $0] } }
        if !world.signatures.isEmpty || signatures != ["signatures"] {
            arguments += signatures.flatMap { ["--signatures", $0] }
        }
        arguments += options
        let setup = world.setup.map { step in
            object([
                ("do", quoted(step.action.rawValue)), ("path", quoted(step.path)), ("name", step.name.map(quoted)),
                ("value", step.value.map(quoted)),
            ])
        }
        let found = findings.map { finding in
            object([
                ("code", quoted(finding.code)), ("key", finding.key.map(quoted)), ("path", finding.path.map(quoted)),
                ("from", finding.from.map(quoted)), ("to", finding.to.map(quoted)),
                ("count", finding.count.map(String.init)),
            ])
        }
        let summary = object([
            ("digests", counts(["verified", "unverified", "invalid", "missing"], digests)),
            ("logs", counts(["verified", "unverified", "invalid", "missing", "unreferenced"], logs)),
        ])
        var lines: [(String, String)] = [
            ("schemaVersion", "\"1.1\""), ("name", quoted(name)), ("description", quoted(description)),
            ("rule", quoted(rule)), ("setup", list(setup)),
            ("arguments", "[" + arguments.map(quoted).joined(separator: ", ") + "]"),
            ("exitStatus", String(exitStatus)), ("verdict", verdict.map(quoted) ?? "null"), ("findings", list(found)),
        ]
        if !tolerated.isEmpty {
            lines.append(("tolerated", "[" + tolerated.map(quoted).joined(separator: ", ") + "]"))
        }
        lines.append(("summary", summary))
        return "{\n" + lines.map { "  \"\($0)\": \($1)" }.joined(separator: ",\n") + "\n}\n"
    }
}

/// The archive that most cases start from: one trail, three hours, two logs an hour, and the newest digest's saved
/// signature.
struct Plain {
    var trail = Trail()
    var digests: [Digest]
    var world = World()

    init(_ trail: Trail = Trail(), hours: Range<Int> = 0..<3, logs: Int = 2, saveHead: Bool = true) {
        self.trail = trail
        digests = World.hourly(trail, hours, logs: logs)
        world.publish(digests)
        if saveHead { world.saveHead(digests.last) }
        world.listKeys([World.KeyRecord(.first)])
    }

    func digest(_ index: Int) -> String { digests[index].key }
    func log(_ hour: Int, _ index: Int = 0) -> String { digests[hour].logs[index].key }
}

/// Returns the verdict that exit status 0, 1 or 2 stands for. Nil for any other status.
func verdict(of exit: Int) -> String? { [0: "verified", 1: "invalid", 2: "unverified"][exit] }

typealias Expected = ConformanceCase.Expected
