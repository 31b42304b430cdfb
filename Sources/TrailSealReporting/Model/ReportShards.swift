extension ReportHead {
    /// The shards of a merged report (SHARD-4).
    package struct Shards: Hashable, Sendable {
        /// The number of shards of the run.
        package var count: Int
        /// The numbers, from 1, of shards without a report.
        package var missing: [Int]
        /// The numbers of shards with more than one report.
        package var doubled: [Int]
        /// Whether the reports fit together. If they don't, a warning says why.
        package var isConsistent: Bool

        /// The most numbers of shards in a sentence. An untrusted file can hold any count.
        private static let namedLimit = 20

        /// Creates a value.
        package init(count: Int, missing: [Int] = [], doubled: [Int] = [], isConsistent: Bool = true) {
            self.count = count
            self.missing = missing
            self.doubled = doubled
            self.isConsistent = isConsistent
        }

        /// Whether the reports are of one whole run.
        var isWhole: Bool { missing.isEmpty && doubled.isEmpty && isConsistent }

        /// For example `shard 2 of 3 is missing`; nil if none is missing.
        var missingWords: String? { label(missing) { "\($0) missing" } }

        /// For example `shard 2 of 3 is given twice` or `shards 1, 2 of 3 are given twice`; nil if none is.
        var doubledWords: String? { label(doubled) { "\($0) given twice" } }

        /// Why the report isn't about one whole run; nil if it is.
        var label: String? {
            let apart = isConsistent ? nil : "the shards don't fit together (see the warnings)"
            let parts = [missingWords, doubledWords, apart].compactMap(\.self)
            return parts.isEmpty ? nil : parts.joined(separator: "; ")
        }

        private func label(_ numbers: [Int], _ verb: (String) -> String) -> String? {
            guard !numbers.isEmpty else { return nil }
            let named = numbers.prefix(Self.namedLimit).map(String.init).joined(separator: ", ")
            let left = numbers.count - Self.namedLimit
            let more = left > 0 ? " and \(left) more" : ""
            let isOne = numbers.count == 1
            return "shard\(isOne ? "" : "s") \(named)\(more) of \(count) " + verb(isOne ? "is" : "are")
        }
    }
}
