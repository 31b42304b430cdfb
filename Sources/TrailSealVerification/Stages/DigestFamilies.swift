internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// Groups digests that may say something about each other, so that the groups can be proved in parallel. Digests that
/// declare or name objects of one family belong together, and so do families that such a digest joins. A union-find
/// structure.
struct DigestFamilies {
    /// For each digest, the number of a family that it declares or names.
    private var own: [Int] = []
    /// For each family, a family that it was joined with and that is nearer to the root of its set. The root refers to
    /// itself.
    private var joined: [Int] = []

    private var numbers: [S3Location.Family: Int] = [:]
    /// Adjacent digests are mostly of one family.
    private var last: (location: S3Location, number: Int)?

    init(_ statements: [DigestStatement]) {
        own.reserveCapacity(statements.count)
        for statement in statements {
            let declared = number(statement.document.location)
            own.append(declared)
            guard let previous = statement.document.previous?.location else { continue }
            let named = number(previous)
            if named != declared { join(declared, named) }
        }
    }

    private mutating func number(_ location: S3Location) -> Int {
        if let last, last.location.isOfSeries(of: location) { return last.number }
        let next = joined.count
        let number = numbers.value(of: location.family, or: next)
        if number == next { joined.append(next) }
        last = (location, number)
        return number
    }

    private mutating func join(_ one: Int, _ other: Int) {
        let (left, right) = (root(one), root(other))
        joined[max(left, right)] = min(left, right)
    }

    private mutating func root(_ family: Int) -> Int {
        var family = family
        while joined[family] != family {
            joined[family] = joined[joined[family]]
            family = joined[family]
        }
        return family
    }

    /// Returns the positions of the digests in at most `count` groups without a common family, each in order.
    mutating func parts(_ count: Int) -> [[Int]] {
        let limit = max(1, own.count / max(1, count))
        var parts: [[Int]] = [[]]
        var partOfFamily: [Int: Int] = [:]
        for (position, family) in own.enumerated() {
            let family = root(family)
            let part = partOfFamily[family] ?? parts.count - 1
            partOfFamily[family] = part
            parts[part].append(position)
            if part == parts.count - 1, parts[part].count >= limit, parts.count < count { parts.append([]) }
        }
        return parts
    }
}
