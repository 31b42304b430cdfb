/// Writes numbers for readers.
package enum Numbers {
    /// Returns the number with its digits in groups of three, as in `96,410`.
    package static func grouped(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result += "," }
            result.append(digit)
        }
        return (number < 0 ? "-" : "") + result
    }

    /// Returns a number of bytes such as `1.2 GB`. Units are powers of 1,000.
    package static func bytes(_ count: Double) -> String {
        var value = count
        for unit in ["B", "kB", "MB", "GB"] where value >= 0 {
            if value < 1_000 { return unit == "B" ? "\(Int(value)) B" : "\(tenths(value)) \(unit)" }
            value /= 1_000
        }
        return "\(tenths(value)) TB"
    }

    /// Returns a duration as `MM:SS`, or as `H:MM:SS` from an hour on.
    package static func clock(_ seconds: Double) -> String {
        let whole = Int(min(max(0, seconds), 8_640_000).rounded())
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let tail = "\(two(whole / 60 % 60)):\(two(whole % 60))"
        return whole < 3_600 ? tail : "\(whole / 3_600):\(tail)"
    }

    private static func tenths(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
