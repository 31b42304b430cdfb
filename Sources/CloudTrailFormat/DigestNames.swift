internal import Primitives

/// A number for each object that digests declare or name as their predecessor.
public final class DigestNames: Sendable {
    /// By digest: the object that it declares; nil for one that has no name.
    public let own: [Int?]
    /// By digest: its predecessor, unless that is itself.
    public let previous: [Int?]
    private let numbers: [S3Location: Int]

    /// By digest: the object that it declares, and its predecessor.
    public init(own: [S3Location?], previous: [S3Location?]) {
        var numbers: [S3Location: Int] = [:]
        numbers.reserveCapacity(own.count)
        func number(_ location: S3Location) -> Int {
            let next = numbers.count
            return numbers.value(of: location, or: next)
        }
        var names: (own: [Int?], previous: [Int?]) = ([], [])
        // Neighbours mostly follow each other.
        var last: (location: S3Location, number: Int)?
        for (own, previous) in zip(own, previous) {
            let declared = own.map { (location: $0, number: number($0)) }
            let older = previous.map { location in
                last.flatMap { $0.location == location ? $0.number : nil } ?? number(location)
            }
            names.own.append(declared?.number)
            names.previous.append(older == declared?.number ? nil : older)
            last = declared
        }
        (self.own, self.previous) = names
        self.numbers = numbers
    }

    /// Number of the objects.
    public var count: Int { numbers.count }

    public subscript(location: S3Location) -> Int? { numbers[location] }
}
