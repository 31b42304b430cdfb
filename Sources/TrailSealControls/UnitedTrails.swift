internal import TrailSealPrimitives

/// Merges trails by ARN. Add the newest first.
struct UnitedTrails {
    private(set) var trails: [DescribedTrail] = []
    private var places: [ByteString: (index: Int, captured: UnixTime?)] = [:]

    /// Adds an entry. An entry is one answer, so an older one adds nothing. One that may be equally new is
    /// reconciled.
    mutating func add(_ trail: DescribedTrail, captured: UnixTime?) {
        guard !trail.arn.isEmpty, let place = places[trail.arn] else {
            if !trail.arn.isEmpty { places[trail.arn] = (trails.count, captured) }
            trails.append(trail)
            return
        }
        if !trails[place.index].isListed {
            trails[place.index] = trail
            places[trail.arn] = (place.index, captured)
        } else if trail.isListed, captured == nil || place.captured == nil || place.captured == captured {
            trails[place.index].reconcile(with: trail)
        }
    }
}

extension DescribedTrail {
    /// Merges another entry of the same trail that may be equally new. Members on which they disagree are unknown.
    fileprivate mutating func reconcile(with other: DescribedTrail) {
        contradicted.formUnion(other.contradicted)
        func one<Value>(
            _ member: String, _ own: Value?, _ others: Value?, _ agree: (Value, Value) -> Bool
        ) -> Value? {
            if let own, let others, !agree(own, others) { contradicted.insert(member) }
            return contradicted.contains(member) ? nil : own ?? others
        }
        func flag(_ member: String, _ own: Bool?, _ others: Bool?) -> Bool? { one(member, own, others, ==) }
        // Compares bytes, because Unicode equivalence would hide a difference.
        func text(_ member: String, _ own: String?, _ others: String?) -> String? {
            one(member, own, others) { ByteString($0) == ByteString($1) }
        }
        isMultiRegion = flag("IsMultiRegionTrail", isMultiRegion, other.isMultiRegion)
        validatesLogFiles = flag("LogFileValidationEnabled", validatesLogFiles, other.validatesLogFiles)
        hasCustomEventSelectors = flag(
            "HasCustomEventSelectors", hasCustomEventSelectors, other.hasCustomEventSelectors)
        isOrganizationTrail = flag("IsOrganizationTrail", isOrganizationTrail, other.isOrganizationTrail)
        kmsKeyID = text("KmsKeyId", kmsKeyID, other.kmsKeyID)
        logGroupARN = text("CloudWatchLogsLogGroupArn", logGroupARN, other.logGroupARN)
        bucket = one("S3BucketName", bucket, other.bucket, ==)
        let regions = [homeRegion, other.homeRegion].map { $0.isEmpty ? nil : $0 }
        homeRegion = text("HomeRegion", regions[0], regions[1]) ?? ""
        if name.isEmpty { name = other.name }
    }
}
