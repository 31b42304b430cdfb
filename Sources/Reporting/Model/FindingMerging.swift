internal import CloudTrailFormat
internal import CloudTrailVerification
internal import Primitives

/// The findings of a merged report.
enum FindingMerging {
    /// All findings in canonical order. What every shard says of the run as a whole, or of what belongs to no account, is
    /// said once; and that filter values match nothing only if they match nothing in any shard.
    static func merged(_ shards: [ReportDocument], _ accounting: AccountingMerging?) -> [FindingRecord] {
        var common: [FindingRecord: Common] = [:]
        var keys: [FindingRecord.SortKey] = []
        for (number, shard) in shards.enumerated() {
            var times: [FindingRecord: Int] = [:]
            for (position, finding) in shard.findings.enumerated() {
                guard finding.isOfRun || (accounting != nil && finding.chain == nil) else {
                    keys.append(FindingRecord.SortKey(finding))
                    continue
                }
                // All shards have those of the run in one order.
                var known = common[finding] ?? Common(position: finding.isOfRun ? position : 0)
                times[finding, default: 0] += 1
                if times[finding] == 1 { known.shards += 1 }
                known.times = finding.isOfRun ? 1 : max(known.times, times[finding] ?? 1)
                if accounting?.relieved.contains(number) ?? true { known.isRelieved = true }
                common[finding] = known
            }
        }
        for (finding, found) in common {
            let isGapOfRun = finding.isOfRun && finding.known == .coverageGap
            if isGapOfRun, found.isRelieved, found.shards < shards.count { continue }
            keys += Array(repeating: FindingRecord.SortKey(finding, position: found.position), count: found.times)
        }
        return keys.sorted().map(\.finding)
    }

    /// Findings in canonical order.
    static func ordered(_ findings: [FindingRecord]) -> [FindingRecord] {
        findings.enumerated().map { FindingRecord.SortKey($0.element, position: $0.offset) }.sorted().map(\.finding)
    }

    /// A finding that several shards may have.
    private struct Common {
        let position: Int
        var shards = 0
        /// How often one run over everything would say it.
        var times = 0
        /// Whether a shard says it that lacks what another shard has.
        var isRelieved = false
    }
}

extension FindingRecord {
    /// The finding `unaccounted` of a merged report.
    init(_ imbalance: MergedImbalance) {
        self.init(
            code: .known(.unaccounted), verdict: FindingCode.unaccounted.descriptor.verdict, isAllowed: false,
            message: imbalance.words)
    }

    /// Whether it speaks of no account and no file: every shard finds it.
    fileprivate var isOfRun: Bool {
        chain == nil && path == nil && (known == .keyFingerprintMismatch || known == .coverageGap && bucket == nil)
    }

    /// The canonical order of findings, by the bytes that the escaped texts stand for: account, region, trail, time, key,
    /// code, path, then what is left; null first.
    fileprivate struct SortKey: Comparable {
        let finding: FindingRecord
        private let parts: [[UInt8]]
        private let position: Int

        init(_ finding: FindingRecord, position: Int = 0) {
            func text(_ value: String?) -> [UInt8] { value.map { [1] + EscapedText.bytes(of: $0) } ?? [] }
            func time(_ value: UnixTime?) -> [UInt8] {
                guard let value else { return [] }
                // Big-endian with the sign bit turned over sorts as the number.
                let bits = UInt64(bitPattern: value.seconds) ^ (1 << 63)
                return [1] + (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * $0)) }
            }
            let chain = finding.chain
            parts = [
                text(chain?.accountID), text(chain?.region), text(chain?.trail), time(finding.from), text(finding.key),
                text(finding.code.text), text(finding.path), text(chain.map { $0.homeRegion }),
                // No organization sorts as an empty one.
                text(chain.map { $0.organizationID ?? "" }), text(chain.map { $0.isBackfill ? "1" : "0" }),
                text(finding.bucket), time(finding.to),
            ]
            self.finding = finding
            self.position = position
        }

        static func < (left: SortKey, right: SortKey) -> Bool {
            for (first, second) in zip(left.parts, right.parts) where first != second {
                return first.lexicographicallyPrecedes(second)
            }
            if left.position != right.position { return left.position < right.position }
            return left.written.lexicographicallyPrecedes(right.written)
        }

        /// The record as it is written, but for what was allowed: all that is left where the rest agrees, as of two described
        /// trails of different shards.
        private var written: [UInt8] {
            var finding = finding
            finding.verdict = .note
            finding.isAllowed = false
            return Array(JSONText.object(ReportMembers.finding(finding)).serialized().utf8)
        }
    }
}
