/// Numbers of things of which each is in exactly one bin, and their total, counted by itself.
package protocol BinnedCounts: Hashable, Sendable {
    /// The raw value is the name of the member, here and in reports.
    associatedtype Bin: CaseIterable, RawRepresentable, Sendable where Bin.RawValue == String

    static var totalName: String { get }
    var total: Int { get set }
    static func member(_ bin: Bin) -> WritableKeyPath<Self, Int>
    init()
}

extension BinnedCounts {
    package subscript(bin: Bin) -> Int {
        get { self[keyPath: Self.member(bin)] }
        set { self[keyPath: Self.member(bin)] = newValue }
    }

    /// Adds the numbers of another part. A sum that doesn't fit stays at the largest number.
    package mutating func add(_ other: Self) {
        total = total.addingClamped(other.total)
        for bin in Bin.allCases { self[bin] = self[bin].addingClamped(other[bin]) }
    }

    /// Whether the bins add up to the total and no number is negative. A sum that doesn't fit adds up to nothing.
    package var addsUp: Bool {
        var sum = 0
        for bin in Bin.allCases {
            let (next, overflow) = sum.addingReportingOverflow(self[bin])
            if overflow || self[bin] < 0 { return false }
            sum = next
        }
        // The largest number may stand for any that is larger.
        return sum == total && total < .max
    }
}

extension Int {
    /// The sum, or the end of the range that it passes.
    package func addingClamped(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }
}
