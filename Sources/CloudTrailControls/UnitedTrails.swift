internal import Primitives

/// Trails by their ARN, each once. They are added the newest first.
struct UnitedTrails {
    private(set) var trails: [DescribedTrail] = []
    private var places: [ByteString: Place] = [:]

    private struct Place {
        let index: Int
        let captured: UnixTime?
        var buckets: Set<ByteString>
    }

    /// An entry is one answer: an older one has nothing to add. One of which nobody knows whether it is older has.
    mutating func add(_ trail: DescribedTrail, captured: UnixTime?) {
        guard !trail.arn.isEmpty, let place = places[trail.arn] else {
            if !trail.arn.isEmpty {
                places[trail.arn] = Place(index: trails.count, captured: captured, buckets: Set(trail.buckets))
            }
            trails.append(trail)
            return
        }
        if captured != nil, place.captured != nil, place.captured != captured { return }
        trails[place.index].reconcile(with: trail)
        for bucket in trail.buckets where places[trail.arn]?.buckets.insert(bucket).inserted == true {
            trails[place.index].buckets.append(bucket)
            if trails[place.index].buckets.count > 1 { trails[place.index].isDescribedTwice = true }
        }
    }
}

extension DescribedTrail {
    /// Takes over what another entry of the same trail says, neither of which is known to be the newer; its buckets apart.
    fileprivate mutating func reconcile(with other: DescribedTrail) {
        var differs = other.isDescribedTwice
        func flag(_ own: Bool?, _ others: Bool?, failing: Bool) -> Bool? {
            guard let own, let others else { return own ?? others }
            if own != others { differs = true }
            return own == failing || others == failing ? failing : own
        }
        func setting(_ own: String?, _ others: String?) -> String? {
            guard let own, let others else { return own ?? others }
            if ByteString(own) != ByteString(others) { differs = true }
            return others.isEmpty ? others : own
        }
        func text(_ own: String, _ others: String) -> String {
            if own.isEmpty { return others }
            if !others.isEmpty, ByteString(own) != ByteString(others) { differs = true }
            return own
        }
        isMultiRegion = flag(isMultiRegion, other.isMultiRegion, failing: false)
        validatesLogFiles = flag(validatesLogFiles, other.validatesLogFiles, failing: false)
        hasCustomEventSelectors = flag(hasCustomEventSelectors, other.hasCustomEventSelectors, failing: true)
        // Neither fails a control; as everywhere, the first is heard.
        isOrganizationTrail = flag(
            isOrganizationTrail, other.isOrganizationTrail, failing: isOrganizationTrail ?? false)
        kmsKeyID = setting(kmsKeyID, other.kmsKeyID)
        logGroupARN = setting(logGroupARN, other.logGroupARN)
        name = text(name, other.name)
        homeRegion = text(homeRegion, other.homeRegion)
        if differs { isDescribedTwice = true }
    }
}
