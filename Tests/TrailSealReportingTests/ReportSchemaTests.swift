import Foundation
import TestSupport
import Testing
import TrailSealPrimitives
import TrailSealVerification

@testable import TrailSealReporting

/// The published schema describes all members of reports, and no others. These tests are about names. `Tests/Reports`
/// validates reports with a JSON Schema library.
@Suite struct ReportSchemaTests {
    /// The schemas by their names.
    private static func schemas() throws -> [String: JSONWriter] {
        let folder = TestPaths.package.appending(path: "Documentation/schema")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try Dictionary(
            uniqueKeysWithValues: names.map { name in
                (name, try JSONWriter.parse([UInt8](Data(contentsOf: folder.appending(path: name)))))
            })
    }

    private static func members(_ value: JSONWriter) -> [JSONWriter.Member] {
        if case .members(let members) = value { members } else { [] }
    }

    private static func member(_ name: String, of value: JSONWriter) -> JSONWriter? {
        members(value).first { $0.name == name }?.value
    }

    private static func items(_ value: JSONWriter) -> [JSONWriter] {
        if case .array(let items) = value { items } else { [] }
    }

    /// Paths of all members that a schema describes, such as `chains[].digests.verified`. `name` is the schema's.
    private static func described(
        _ part: JSONWriter, in name: String, of schemas: [String: JSONWriter], at path: String = ""
    ) -> Set<String> {
        func inside(_ part: JSONWriter, _ path: String) -> Set<String> {
            described(part, in: name, of: schemas, at: path)
        }
        var paths: Set<String> = []
        if case .string(let reference)? = member("$ref", of: part) {
            let steps = reference.components(separatedBy: "#/$defs/")
            let other = steps[0].isEmpty ? name : steps[0]
            var target = schemas[other]
            if steps.count > 1 {
                target = target.flatMap { member("$defs", of: $0) }.flatMap { member(steps[1], of: $0) }
            }
            guard let target else {
                Issue.record("\(name): \(reference) is not there")
                return []
            }
            paths.formUnion(described(target, in: other, of: schemas, at: path))
        }
        for alternative in ["anyOf", "allOf"].flatMap({ member($0, of: part).map(items) ?? [] }) {
            paths.formUnion(inside(alternative, path))
        }
        if let consequence = member("then", of: part) { paths.formUnion(inside(consequence, path)) }
        if let item = member("items", of: part) { paths.formUnion(inside(item, path + "[]")) }
        for property in member("properties", of: part).map(members) ?? [] where property.value != .bool(false) {
            let inner = path.isEmpty ? property.name : path + "." + property.name
            paths.insert(inner)
            paths.formUnion(inside(property.value, inner))
        }
        return paths
    }

    /// Paths of all members that a report holds. AWS defines what is within `evidence`.
    private static func written(_ value: JSONWriter, at path: String = "") -> Set<String> {
        if path.hasSuffix(".evidence") { return [] }
        var paths: Set<String> = []
        for item in items(value) { paths.formUnion(written(item, at: path + "[]")) }
        for member in members(value) {
            let inner = path.isEmpty ? member.name : path + "." + member.name
            paths.insert(inner)
            paths.formUnion(written(member.value, at: inner))
        }
        return paths
    }

    /// The golden reports, and reports with control changes, of a shard, of a merge with a missing shard, with `--deterministic`, and with a
    /// finding that isn't about a chain but has a known owner.
    private static func reports() throws -> [ReportDocument] {
        let golden = try ["invalid", "unverified", "controls", "accounting"].map {
            try ReportReader.read(try GoldenFile("\($0)/result.json").bytes())
        }
        var run = ShardedRun()
        run.findings[1].append(ShardedRun.gap(account: ShardedRun.accounts[1]))
        var part = run.report(1)
        part.head.run.isDeterministic = true
        part.head.verification?.accounting?.shared?.combinations = [
            AccountingRecord.LackingCombination(combination: FilterCombination(), isExcused: true)
        ]
        var lacking = FindingRecord(code: .known(.coverageGap), verdict: .note, isAllowed: true, message: "")
        lacking.owner = FindingOwner(accountID: "111122223333", region: "us-east-1", trail: nil)
        part.findings.append(lacking)
        part.chains[0].gaps = [TimeSpan(from: AccountedRun.start, to: AccountedRun.end)]
        let digest = "tree/AWSLogs/digest.json.gz"
        part.findings += [FindingCode.digestKeyUnknown, .logDigestUnverified].map {
            FindingRecord(code: .known($0), verdict: .unverified, isAllowed: false, path: digest, message: "")
        }
        return golden + [ChangedRun.document(), part, try ReportMerging.merge([run.report(0), run.report(2)])]
    }

    private func compare(_ name: String, with values: [JSONWriter]) throws {
        let schemas = try Self.schemas()
        let described = Self.described(try #require(schemas[name]), in: name, of: schemas)
        let written = values.reduce(into: Set<String>()) { $0.formUnion(Self.written($1)) }
        #expect(written.subtracting(described).sorted() == [])
        // A key file has members that a folder lacks, and the other way round.
        let unseen = described.subtracting(written).filter { !$0.hasPrefix("inputs.") }
        #expect(unseen.sorted() == [])
        #expect(described.count > 200)
    }

    @Test func eachMemberIsDescribed() throws {
        try compare(
            "report.json", with: try Self.reports().map { try JSONWriter.parse(Array($0.written(.json).utf8)) })
    }

    /// The golden files hold the records of single files. A JSON report doesn't have those.
    @Test func eachMemberOfALineIsDescribed() throws {
        let golden = try ["invalid", "unverified", "controls"].map {
            String(decoding: try GoldenFile("\($0)/result.jsonl").bytes(), as: UTF8.self)
        }
        let texts = golden + (try Self.reports().map { $0.written(.jsonl) })
        let lines = texts.flatMap { $0.split(separator: "\n") }
        try compare("lines.json", with: try lines.map { try JSONWriter.parse(Array($0.utf8)) })
    }

    /// A command's schema describes what the command adds to the common form.
    @Test(arguments: ["verify.json", "controls.json", "merge.json"]) func commandsShareTheForm(_ name: String) throws {
        let schemas = try Self.schemas()
        let common = Self.described(try #require(schemas["report.json"]), in: "report.json", of: schemas)
        #expect(Self.described(try #require(schemas[name]), in: name, of: schemas) == common)
    }
}
