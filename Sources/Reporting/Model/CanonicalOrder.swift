internal import Primitives

/// The canonical order of findings, by the bytes that the escaped texts stand for: account, region, trail, time, key,
/// code, path, then what is left; null first. What was allowed doesn't matter, and neither do the words. Findings of one
/// shard that agree in all of that stay in its order.
struct CanonicalOrder: Comparable {
    let finding: FindingRecord
    private let parts: [[UInt8]]
    private let sequence: Int

    /// `sequence` tells findings apart whose values agree: the place among those of all shards.
    init(_ values: FindingValues, _ finding: FindingRecord, sequence: Int) {
        func text(_ value: String?) -> [UInt8] { value.map { [1] + EscapedText.bytes(of: $0) } ?? [] }
        func number(_ value: Int64?) -> [UInt8] {
            guard let value else { return [] }
            // Big-endian with the sign bit turned over sorts as the number.
            let bits = UInt64(bitPattern: value) ^ (1 << 63)
            return [1] + (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * $0)) }
        }
        let (chain, owner) = (values.chain, values.owner)
        parts = [
            text(chain?.accountID), text(chain?.region), text(chain?.trail), number(values.from?.seconds),
            text(values.key), text(values.code.text), text(values.path), text(chain.map { $0.homeRegion }),
            // No organization sorts as an empty one.
            text(chain.map { $0.organizationID ?? "" }), text(chain.map { $0.isBackfill ? "1" : "0" }),
            text(values.bucket), number(values.to?.seconds),
            text(owner?.accountID), text(owner?.region), text(owner?.trail),
            // Each shard finds these at another place among its own.
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
