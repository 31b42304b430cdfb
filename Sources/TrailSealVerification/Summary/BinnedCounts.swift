/// Counts of things that are in exactly one bin each, with their total. The total is counted separately, so that a
/// thing in no bin or in two shows.
package protocol BinnedCounts: Hashable, Sendable {
    /// The bins. A raw value is the name of the count, here and in reports.
    associatedtype Bin: CaseIterable, RawRepresentable, Sendable where Bin.RawValue == String

    /// The name of the total in reports.
    static var totalName: String { get }
    /// The total.
    var total: Int { get set }
    /// The count of a bin.
    static func member(_ bin: Bin) -> WritableKeyPath<Self, Int>
    /// Creates counts of zero.
    init()
}

extension BinnedCounts {
    /// The count of a bin.
    package subscript(bin: Bin) -> Int {
        get { self[keyPath: Self.member(bin)] }
        set { self[keyPath: Self.member(bin)] = newValue }
    }

    /// Adds the counts of another part. A sum that overflows is clamped to the largest integer.
    package mutating func add(_ other: Self) {
        total = total.addingClamped(other.total)
        for bin in Bin.allCases { self[bin] = self[bin].addingClamped(other[bin]) }
    }

    /// Whether the bins add up to the total and no count is negative. False after an overflow.
    package var addsUp: Bool {
        var sum = 0
        for bin in Bin.allCases {
            let (next, overflow) = sum.addingReportingOverflow(self[bin])
            if overflow || self[bin] < 0 { return false }
            sum = next
        }
        // A clamped total stands for any larger number.
        return sum == total && total < .max
    }
}

extension Int {
    /// Returns the sum, clamped to the range of `Int`.
    package func addingClamped(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }
}
