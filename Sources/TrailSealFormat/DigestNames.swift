internal import TrailSealPrimitives

/// Assigns a number to each object that digests declare or name as their predecessor.
public final class DigestNames: Sendable {
    /// For each digest, the number of the object that it declares. Nil if it declares none.
    public let own: [Int?]
    /// For each digest, the number of its predecessor. Nil if it has none or names itself.
    public let previous: [Int?]
    private let numbers: [S3Location: Int]

    /// Numbers the objects. The arrays hold, for each digest, the object that it declares and its predecessor.
    public init(own: [S3Location?], previous: [S3Location?]) {
        var numbers: [S3Location: Int] = [:]
        numbers.reserveCapacity(own.count)
        func number(_ location: S3Location) -> Int {
            let next = numbers.count
            return numbers.value(of: location, or: next)
        }
        var names: (own: [Int?], previous: [Int?]) = ([], [])
        names.own.reserveCapacity(own.count)
        names.previous.reserveCapacity(own.count)
        // The predecessor of a digest mostly is the one before it in the array, so this saves a look-up.
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

    /// Number of objects.
    public var count: Int { numbers.count }

    /// The number of an object, or nil if no digest declares or names it.
    public subscript(location: S3Location) -> Int? { numbers[location] }
}
