import Foundation
import TestSupport
import Testing

/// The cases of `TestVectors/changes`, through the binary.
@Suite struct ChangesTests {
    @Test func everyFolderIsACase() {
        #expect(ChangeCase.all.map(\.name) == ChangeCase.folders)
        #expect(ChangeCase.all.count >= 105)
        for one in ChangeCase.all { #expect(one.description.hasSuffix(".") && !one.rule.isEmpty, "\(one.name)") }
    }

    @Test(arguments: (1...9).map { "CHANGE-\($0)" }) func everyRuleHasACase(_ rule: String) {
        #expect(ChangeCase.all.contains { $0.rule.components(separatedBy: ", ").contains(rule) })
    }

    /// Each event of the table occurs in a case.
    @Test func everyEventHasACase() {
        let found = Set(ChangeCase.all.flatMap(\.changes).compactMap { $0["eventName"]?.text })
        #expect(found == Self.table)
    }

    private static let table = Set(
        """
        CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging PutEventSelectors
        PutBucketPolicy DeleteBucketPolicy PutBucketAcl PutBucketPublicAccessBlock DeleteBucketPublicAccessBlock
        PutAccountPublicAccessBlock DeleteAccountPublicAccessBlock PutBucketLogging
        PutBucketLifecycle DeleteBucketLifecycle PutBucketVersioning PutBucketReplication DeleteBucketReplication PutObjectLockConfiguration
        PutBucketObjectLockConfiguration PutBucketEncryption DeleteBucketEncryption DeleteBucket
        DeleteObject DeleteObjects PutObject CopyObject CompleteMultipartUpload PutObjectAcl RestoreObject
        DisableKey EnableKey ScheduleKeyDeletion CancelKeyDeletion PutKeyPolicy
        DeleteLogGroup DeleteLogStream PutRetentionPolicy DeleteRetentionPolicy
        DisableAWSServiceAccess RemoveAccountFromOrganization LeaveOrganization DeregisterDelegatedAdministrator
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    @Test(arguments: ChangeCase.all) func binary(_ one: ChangeCase) throws {
        let (status, report) = try Self.report(of: one, by: ["changes"])
        #expect(status == one.exitStatus)
        #expect(report["verdict"] == one.verdict.map(WrittenValue.text) ?? .null)
        let found = report["changes"]?.list ?? []
        let names = found.map { $0["eventName"]?.text ?? "?" }
        if found.count == one.changes.count {
            for (index, expected) in one.changes.enumerated() {
                let differences = found[index].differences(from: expected, at: "changes[\(index)]")
                #expect(differences.isEmpty, "\(differences.joined(separator: "\n"))")
            }
        } else {
            Issue.record("changes: \(names) for \(one.changes.map { $0["eventName"]?.text ?? "?" })")
        }
        let counts = report["changeCounts"] ?? .null
        for (name, number) in one.counts {
            #expect(counts[name] == .number(Double(number)), "\(name) of changeCounts")
        }
        Self.checkFindings(report, one, found)
        for (control, expected) in one.history ?? [:] { Self.checkHistory(report, control, expected) }
        Self.checkShape(found)
    }

    /// `verify --changes` lists the same.
    @Test(arguments: ChangeCase.all) func verifyListsTheSame(_ one: ChangeCase) throws {
        let (status, report) = try Self.report(of: one, by: ["changes"])
        let (verifyStatus, verified) = try Self.report(of: one, by: ["verify", "--changes"])
        // 3 is 0 with a failed control, which `changes` doesn't judge.
        #expect(verifyStatus == status || verifyStatus == 3 && status == 0)
        for name in ["verdict", "changes", "changeCounts", "findings", "accounts"] {
            #expect(verified[name] == report[name], "\(name)")
        }
    }

    /// Without the option there are no changes, and nothing else differs.
    @Test func withoutTheOption() throws {
        let one = try #require(ChangeCase.all.first { $0.name == "gap-stopped" })
        let (status, report) = try Self.report(of: one, by: ["verify"])
        #expect(status == one.exitStatus)
        #expect(report["changes"] == nil || report["changes"] == .list([]) || report["changes"] == .null)
        #expect(report["changeCounts"] ?? .null == .null)
    }

    private static func report(of one: ChangeCase, by command: [String]) throws -> (status: Int32, report: WrittenValue)
    {
        let folder = try TemporaryFolder()
        let file = folder.path("report.json")
        let outcome = try Program.trailseal(
            command + one.arguments + ["--report", "json=\(file)", "--deterministic"]
        ).run(in: one.folder, timeout: 60)
        #expect(!outcome.isTimedOut)
        guard let data = FileManager.default.contents(atPath: file) else {
            Issue.record("no report: \(outcome.errors)")
            return (outcome.status, .null)
        }
        return (outcome.status, try JSONDecoder().decode(WrittenValue.self, from: data))
    }

    /// The changes of findings: those of the case, and for each finding at most five that are in the list.
    private static func checkFindings(_ report: WrittenValue, _ one: ChangeCase, _ changes: [WrittenValue]) {
        let names = Dictionary(changes.map { ($0["eventId"]?.text ?? "", $0["eventName"]?.text ?? "") }) { first, _ in
            first
        }
        let findings = report["findings"]?.list ?? []
        for finding in findings {
            let ids = finding["changes"]?.list?.compactMap(\.text)
            #expect(ids != nil, "a finding without changes")
            #expect((ids ?? []).count <= 5 && (ids ?? []).allSatisfy { names[$0] != nil })
        }
        for (code, expected) in one.findingChanges ?? [:] {
            let own = findings.filter { $0["code"] == .text(code) }
            #expect(!own.isEmpty, "no finding \(code)")
            for finding in own {
                let found = (finding["changes"]?.list ?? []).map { names[$0.text ?? ""] ?? "?" }
                if expected.ordered {
                    #expect(found == expected.events, "\(code)")
                } else {
                    #expect(found.sorted() == expected.events.sorted(), "\(code)")
                }
            }
        }
    }

    private static func checkHistory(_ report: WrittenValue, _ control: String, _ expected: ChangeCase.History) {
        let controls = (report["accounts"]?.list ?? []).flatMap { $0["controls"]?.list ?? [] }
        let histories = controls.filter { $0["id"] == .text(control) }.flatMap { $0["history"]?.list ?? [] }
        guard let found = histories.first(where: { $0["resource"] == .text(expected.resource) }) else {
            Issue.record("no history of \(control) for \(expected.resource)")
            return
        }
        let states = (found["spans"]?.list ?? []).compactMap { $0["state"]?.text }
        if let atCapture = expected.atCapture { #expect(found["atCapture"] == .text(atCapture)) }
        if let wanted = expected.states { #expect(states == wanted) }
        if let last = expected.last { #expect(states.last == last) }
        if let text = expected.text { #expect(found["text"] == .text(text)) }
    }

    /// What holds for each list: every change has every member, the list is sorted, and so are the proofs.
    private static func checkShape(_ changes: [WrittenValue]) {
        let members = [
            "time", "accountId", "region", "eventSource", "eventName", "eventId", "who", "sourceIp", "userAgent",
            "outcome", "error", "effect", "subject", "controls", "proofs",
        ]
        for change in changes {
            for member in members { #expect(change[member] != nil, "no \(member)") }
            for member in ["type", "arn", "issuer", "mfa", "accessKeyId", "invokedBy"] {
                #expect(change["who"]?[member] != nil, "no \(member) of who")
            }
            let proofs = (change["proofs"]?.list ?? []).map { $0.texts(["digestKey", "logKey", "bucket", "sha256"]) }
            #expect(!proofs.isEmpty)
            for proof in proofs { #expect(!proof.contains("")) }
            #expect(Self.areSorted(proofs.map { [$0[0], $0[1]] }))
        }
        #expect(Self.areSorted(changes.map { $0.texts(["time", "eventId"]) }))
    }

    private static func areSorted(_ rows: [[String]]) -> Bool {
        zip(rows, rows.dropFirst()).allSatisfy { !$1.lexicographicallyPrecedes($0) }
    }
}

/// A case of `TestVectors/changes`, as TestVectors/README.md describes it.
struct ChangeCase: Decodable, Sendable, CustomTestStringConvertible {
    struct OfFinding: Decodable {
        let events: [String]
        let ordered: Bool
    }

    struct History: Decodable {
        let resource: String
        let atCapture: String?
        let states: [String]?
        let last: String?
        let text: String?
    }

    let name: String
    let rule: String
    let description: String
    let arguments: [String]
    let exitStatus: Int32
    let verdict: String?
    let changes: [WrittenValue]
    let counts: [String: Int]
    let findingChanges: [String: OfFinding]?
    let history: [String: History]?

    var testDescription: String { name }
    var folder: String { Self.root.appending(path: name).path }

    private static let root = TestPaths.package.appending(path: "TestVectors/changes")
    static let folders = ((try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []).sorted()
    static let all = folders.compactMap { name in
        FileManager.default.contents(atPath: root.appending(path: "\(name)/case.json").path).flatMap {
            try? JSONDecoder().decode(ChangeCase.self, from: $0)
        }
    }
}

/// A JSON value.
enum WrittenValue: Decodable, Equatable, Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
    case list([WrittenValue])
    case object([String: WrittenValue])

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let list = try? value.decode([WrittenValue].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: WrittenValue].self))
        }
    }

    subscript(name: String) -> WrittenValue? {
        if case .object(let members) = self { members[name] } else { nil }
    }
    var list: [WrittenValue]? { if case .list(let items) = self { items } else { nil } }
    /// The texts of some members; an empty one for a member that isn't a text.
    func texts(_ names: [String]) -> [String] { names.map { self[$0]?.text ?? "" } }
    var text: String? { if case .text(let text) = self { text } else { nil } }

    /// How the value differs from an expected one. An object may have more members. `proofCount` is the number of
    /// `proofs`.
    func differences(from expected: WrittenValue, at path: String) -> [String] {
        guard case .object(let members) = expected, case .object = self else {
            return self == expected ? [] : ["\(path) is \(self) for \(expected)"]
        }
        return members.sorted { $0.key < $1.key }.flatMap { name, value in
            if name == "proofCount" {
                let count = WrittenValue.number(Double(self["proofs"]?.list?.count ?? 0))
                return count.differences(from: value, at: path + ".proofs")
            }
            guard let own = self[name] else { return ["\(path) has no \(name)"] }
            return own.differences(from: value, at: "\(path).\(name)")
        }
    }
}
