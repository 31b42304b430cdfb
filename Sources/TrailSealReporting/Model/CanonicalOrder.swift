internal import TrailSealPrimitives

/// The canonical order of findings: by account, Region, trail, time, key, code, path and then the other values, with null
/// first. Texts are compared by the bytes that they stand for. Allowances and messages don't matter. Findings with the same
/// values stay in the order of their shard.
struct CanonicalOrder: Comparable {
    let finding: FindingRecord
    private let parts: [[UInt8]]
    private let sequence: Int

    /// Creates a sort key. `sequence` is the position among the findings of all shards; it orders findings with equal values.
    init(_ values: FindingValues, _ finding: FindingRecord, sequence: Int) {
        func text(_ value: String?) -> [UInt8] { value.map { [1] + EscapedText.bytes(of: $0) } ?? [] }
        func number(_ value: Int64?) -> [UInt8] {
            guard let value else { return [] }
            // Big-endian bytes with the sign bit flipped sort like the numbers.
            let bits = UInt64(bitPattern: value) ^ (1 << 63)
            return [1] + (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * $0)) }
        }
        let (chain, owner) = (values.chain, values.owner)
        parts = [
            text(chain?.accountID), text(chain?.region), text(chain?.trail), number(values.from?.seconds),
            text(values.key), text(values.code.text), text(values.path), text(chain.map { $0.homeRegion }),
            // A chain without an organization sorts like one with an empty id.
            text(chain.map { $0.organizationID ?? "" }), text(chain.map { $0.isBackfill ? "1" : "0" }),
            text(values.bucket), number(values.to?.seconds),
            text(owner?.accountID), text(owner?.region), text(owner?.trail),
            // Each shard has these at another position among its own findings.
            text(values.isOfRun ? values.expected : nil), text(values.isOfRun ? values.actual : nil),
        ]
        self.finding = finding
        self.sequence = sequence
    }

    static func == (left: CanonicalOrder, right: CanonicalOrder) -> Bool {
        left.sequence == right.sequence
    }

    static func < (left: CanonicalOrder, right: CanonicalOrder) -> Bool {
        for (first, second) in zip(left.parts, right.parts) where first != second {
            return first.lexicographicallyPrecedes(second)
        }
        return left.sequence < right.sequence
    }
}
