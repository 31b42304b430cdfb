extension ReportHead {
    /// Of which shards a merged report is made (SHARD-4).
    public struct Shards: Hashable, Sendable {
        /// How many shards the run had.
        public var count: Int
        /// Numbers, from 1, of those of which there is no report.
        public var missing: [Int]
        /// Numbers of those of which there is more than one.
        public var doubled: [Int]
        /// Whether the reports fit together. If not, a warning of the report says why.
        public var isConsistent: Bool

        /// Most numbers of shards in a sentence. A count is only as trusted as the file that it stands in.
        private static let namedLimit = 20

        public init(count: Int, missing: [Int] = [], doubled: [Int] = [], isConsistent: Bool = true) {
            self.count = count
            self.missing = missing
            self.doubled = doubled
            self.isConsistent = isConsistent
        }

        /// Whether the reports are of one whole run.
        var isWhole: Bool { missing.isEmpty && doubled.isEmpty && isConsistent }

        /// `shard 2 of 3 is missing`; nil if none is.
        var missingWords: String? { label(missing) { "\($0) missing" } }

        /// `shard 2 of 3 is given twice`, or `shards 1, 2 of 3 are given twice`; nil if none is.
        var doubledWords: String? { label(doubled) { "\($0) given twice" } }

        /// What keeps the report from being that of one run; nil if nothing does.
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
