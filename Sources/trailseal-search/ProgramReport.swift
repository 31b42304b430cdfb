import Foundation
import TrailSealSearch

/// What a program wrote about a run: its report as JSON Lines, and its state. Reads reports of any version and
/// ignores unknown and absent members.
struct ProgramReport {
    private var digests: [Answer.Record] = []
    private var logs: [Answer.Record] = []
    private var findings: [Answer.Finding] = []
    /// The lines of findings, those of chains, and the numbers of the summary, as text.
    private var findingLines: [String] = []
    private var otherLines: [String] = []
    private var counts: [Int] = []
    /// Whether the report is complete.
    private var isComplete = false

    init(_ report: Data) {
        for line in report.split(separator: UInt8(ascii: "\n")) {
            guard let record = (try? JSONSerialization.jsonObject(with: line)) as? [String: Any] else { continue }
            let text = String(decoding: line, as: UTF8.self)
            switch record["kind"] as? String {
            case "digest": digests.append(Self.record(record))
            case "log": logs.append(Self.record(record))
            case "chain": otherLines.append(text)
            case "finding":
                findings.append(Self.finding(record))
                findingLines.append(Self.words(record))
            case "summary":
                isComplete = true
                guard let summary = record["summary"] as? [String: Any] else { continue }
                counts = Self.counts(summary)
                otherLines.append("\(counts)")
            default: break
            }
        }
    }

    func answer(status: Int) -> Answer {
        var answer = Answer(status: status)
        answer.holdsRecords = isComplete
        guard isComplete else { return answer }
        (answer.digests, answer.logs, answer.findings, answer.counts) = (digests, logs, findings, counts)
        let (findings, others) = (findingLines, otherLines)
        answer.findingWords = { findings }
        answer.words = { others }
        return answer
    }

    /// Returns the keys of the newest digests in a state file of either version: in its chains or in their segments.
    static func checkpoints(inState bytes: Data) -> Set<Path> {
        let state = (try? JSONSerialization.jsonObject(with: bytes)) as? [String: Any]
        let chains = state?["chains"] as? [[String: Any]] ?? []
        let segments = chains.flatMap { $0["segments"] as? [[String: Any]] ?? [] }
        let digests = chains + segments.compactMap { $0["last"] as? [String: Any] }
        return Set(digests.compactMap { path($0, "key") })
    }

    private static func path(_ record: [String: Any], _ name: String) -> Path? {
        (record[name] as? String).map { Path($0) }
    }

    private static func record(_ record: [String: Any]) -> Answer.Record {
        let standing: Answer.Standing =
            switch record["verdict"] as? String {
            case "verified": .verified
            case "missing": .missing
            case "invalid": .invalid
            case "unreferenced": .unreferenced
            default: .unverified
            }
        return Answer.Record(
            bucket: path(record, "bucket"), key: path(record, "key"), path: path(record, "path"),
            hash: (record["sha256"] as? String).flatMap(Hexadecimal.bytes), standing: standing)
    }

    private static func finding(_ record: [String: Any]) -> Answer.Finding {
        Answer.Finding(
            code: record["code"] as? String ?? "", verdict: record["verdict"] as? String ?? "",
            key: path(record, "key"), path: path(record, "path"), isGeneral: false, from: record["from"] as? String,
            to: record["to"] as? String)
    }

    private static func words(_ finding: [String: Any]) -> String {
        let members = ["verdict", "code", "bucket", "key", "path", "from", "to", "count"]
        return members.map { name in (finding[name] as? any CustomStringConvertible)?.description ?? "-" }
            .map { $0 == "<null>" ? "-" : $0 }.joined(separator: " ")
    }

    /// The numbers in the order of `Answer.counts`, or none if one is absent.
    private static func counts(_ summary: [String: Any]) -> [Int] {
        let names = [
            ("digests", ["verified", "unverified", "invalid"]),
            ("logs", ["unreferenced", "verified", "unverified", "missing", "invalid"]),
        ]
        let counts = names.flatMap { part, names in
            names.map { (summary[part] as? [String: Any])?[$0] as? Int }
        }
        return counts.contains(nil) ? [] : counts.compactMap { $0 }
    }
}
