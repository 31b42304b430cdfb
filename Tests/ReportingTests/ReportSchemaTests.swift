import CloudTrailVerification
import Foundation
import Primitives
import TestSupport
import Testing

@testable import Reporting

/// The published schema describes what reports hold, and nothing else. `Tests/Reports` asks a library for JSON Schema
/// whether reports are valid; here it is only about names.
@Suite struct ReportSchemaTests {
    private static func schema() throws -> JSONWriter {
        try JSONWriter.parse(
            [UInt8](Data(contentsOf: TestPaths.package.appending(path: "Documentation/schema/report.json"))))
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

    /// Paths of all members that a part of the schema describes, such as `chains[].digests.verified`.
    private static func described(_ part: JSONWriter, in schema: JSONWriter, at path: String = "") -> Set<String> {
        var paths: Set<String> = []
        if case .string(let reference)? = member("$ref", of: part), let name = reference.split(separator: "/").last,
            let target = member("$defs", of: schema).flatMap({ member(String(name), of: $0) })
        {
            paths.formUnion(described(target, in: schema, at: path))
        }
        for alternative in member("anyOf", of: part).map(items) ?? [] {
            paths.formUnion(described(alternative, in: schema, at: path))
        }
        if let item = member("items", of: part) { paths.formUnion(described(item, in: schema, at: path + "[]")) }
        for property in member("properties", of: part).map(members) ?? [] {
            let inner = path.isEmpty ? property.name : path + "." + property.name
            paths.insert(inner)
            paths.formUnion(described(property.value, in: schema, at: inner))
        }
        return paths
    }

    /// Paths of all members that a report holds. What is within `evidence` is AWS's.
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

    /// The golden reports, and reports of a shard, of a merge with a missing shard, with `--deterministic`, and with a
    /// finding about no chain whose owner is known.
    private static func reports() throws -> [[UInt8]] {
        let golden = try ["invalid", "unverified", "controls", "accounting"].map {
            try GoldenFile("\($0)/result.json").bytes()
        }
        var run = ShardedRun()
        run.findings[1].append(ShardedRun.gap(.account, ShardedRun.accounts[1]))
        var part = run.report(1)
        part.head.run.isDeterministic = true
        part.head.verification?.accounting?.shared?.combinations = [
            AccountingRecord.LackingCombination(combination: FilterCombination(), isExcused: true)
        ]
        var lacking = FindingRecord(code: .known(.coverageGap), verdict: .note, isAllowed: true, message: "")
        lacking.owner = FindingOwner(accountID: "111122223333", region: "us-east-1", trail: nil)
        part.findings.append(lacking)
        part.chains[0].gaps = [TimeSpan(from: AccountedRun.start, to: AccountedRun.end)]
        let merged = try ReportMerging.merge([run.report(0), run.report(2)])
        return golden + [part, merged].map { Array($0.written(.json).utf8) }
    }

    @Test func eachMemberIsDescribed() throws {
        let schema = try Self.schema()
        let described = Self.described(schema, in: schema)
        #expect(described.count > 200)
        let written = try Self.reports().reduce(into: Set<String>()) {
            $0.formUnion(Self.written(try JSONWriter.parse($1)))
        }
        #expect(written.subtracting(described).sorted() == [])
        // A key file has what a folder lacks, and the other way round.
        let unseen = described.subtracting(written).filter { !$0.hasPrefix("inputs.") }
        #expect(unseen.sorted() == [])
    }
}
