internal import TrailSealPrimitives
internal import TrailSealVerification

// The facts about a finding that the formats of other products need.

/// Checks names for the formats of other products. Anybody can choose the names of folders and settings, and a single invalid
/// name would make AWS refuse a whole batch of findings.
enum Place {
    /// Whether the text has the form of a Region.
    static func isRegion(_ text: String) -> Bool {
        (1...16).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }

    /// Whether the text has the form of an account id.
    static func isAccount(_ text: String) -> Bool {
        text.utf8.count == 12 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}

extension ChainName {
    /// The ARN of the trail. The owner of an organization trail isn't known, so the ARN then has the account of the chain.
    var trailARN: String {
        "arn:\(Partition.of(region: homeRegion)):cloudtrail:\(homeRegion):\(accountID):trail/\(trail)"
    }
}

extension FindingRecord {
    /// The severity for the record's own verdict, which differs from that of its code if the finding is allowed.
    var severity: FindingSeverity { FindingSeverity.of(verdict, known) }

    /// The account and Region of the chain or owner, or else those that the folders in the key or path name.
    var place: (account: String?, region: String?) {
        if let chain { return (chain.accountID, chain.region) }
        let named = placeOfName
        // A filter can have any value, so it is checked.
        return (
            owner?.accountID.flatMap { Place.isAccount($0) ? $0 : nil } ?? named.account,
            owner?.region.flatMap { Place.isRegion($0) ? $0 : nil } ?? named.region
        )
    }

    private var placeOfName: (account: String?, region: String?) {
        let parts = (key ?? path ?? "").split(separator: "/").map(String.init)
        guard let kind = parts.lastIndex(where: { $0.hasPrefix("CloudTrail") && !$0.contains("_") }) else {
            return (nil, nil)
        }
        let account = kind > 0 && Place.isAccount(parts[kind - 1]) ? parts[kind - 1] : nil
        let isRegion = kind + 1 < parts.count - 1 && Place.isRegion(parts[kind + 1])
        return (account, isRegion ? parts[kind + 1] : nil)
    }

    /// The ARN of the S3 object; nil if the bucket or key isn't known.
    var objectARN: String? {
        guard let bucket, let key else { return nil }
        return "arn:\(Partition.of(region: place.region ?? "")):s3:::\(bucket)/\(key)"
    }
}

extension FindingDescriptor {
    /// The severity, or nil if findings of the code aren't unverified.
    fileprivate var severityOfUnverified: FindingSeverity? { verdict == .unverified ? severity : nil }

    /// The severity, or nil if findings of the code aren't invalid.
    fileprivate var severityOfInvalid: FindingSeverity? { verdict == .invalid ? severity : nil }
}

extension FindingSeverity {
    /// Returns the severity for the verdict of a record, which can differ from that of its code. `code` is nil if only a newer
    /// version knows it.
    static func of(_ verdict: FindingVerdict, _ code: FindingCode?) -> FindingSeverity {
        switch verdict {
        case .note: .informational
        case .unverified: code?.descriptor.severityOfUnverified ?? .low
        case .invalid: code?.descriptor.severityOfInvalid ?? .critical
        }
    }

    /// The label that ASFF and OCSF share.
    var label: String {
        switch self {
        case .informational: "INFORMATIONAL"
        case .low: "LOW"
        case .high: "HIGH"
        case .critical: "CRITICAL"
        }
    }
}

extension String {
    /// Returns at most `limit` characters. If the text was cut, the last one is an ellipsis.
    func shortened(to limit: Int) -> String {
        unicodeScalars.count <= limit ? self : String(String.UnicodeScalarView(unicodeScalars.prefix(limit - 1))) + "…"
    }
}
