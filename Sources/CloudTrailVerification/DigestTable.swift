internal import CloudTrailFormat

/// Digests in an order of their own, left where they were read: to keep them twice would cost more memory than
/// everything else that is known of a healthy archive.
struct DigestTable: RandomAccessCollection, Sendable {
    private struct Place {
        let batch: Int32
        let position: Int32
    }

    private let read: [[UnauthenticatedDigest]]
    private var places: [Place] = []

    /// An empty table of digests out of `read`, with room for `capacity`.
    init(of read: [[UnauthenticatedDigest]], capacity: Int) {
        self.read = read
        places.reserveCapacity(capacity)
    }

    /// Adds a digest by its place in what was read.
    mutating func append(batch: Int32, position: Int) {
        places.append(Place(batch: batch, position: Int32(truncatingIfNeeded: position)))
    }

    var startIndex: Int { 0 }
    var endIndex: Int { places.count }

    subscript(index: Int) -> UnauthenticatedDigest {
        _read {
            let place = places[index]
            yield read[Int(place.batch)][Int(place.position)]
        }
    }
}
