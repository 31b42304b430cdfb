internal import CloudTrailVerification
internal import Primitives

// What the formats of other products need to know of a finding.

/// The partition of a region, as ARNs name it.
enum Partition {
    static func of(region: String) -> String {
        for (prefix, name) in [
            ("cn-", "aws-cn"), ("us-gov-", "aws-us-gov"), ("us-isob-", "aws-iso-b"), ("us-isof-", "aws-iso-f"),
            ("eu-isoe-", "aws-iso-e"), ("us-iso-", "aws-iso"),
        ] where region.hasPrefix(prefix) { return name }
        return "aws"
    }
}

/// What other products take for a region and an account. Names of folders and settings are anybody's to choose, and one
/// odd name would have a whole batch of findings refused.
enum Place {
    static func isRegion(_ text: String) -> Bool {
        (1...16).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }

    static func isAccount(_ text: String) -> Bool {
        text.utf8.count == 12 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}

extension ChainName {
    /// The trail that writes it. Of an organization's trail the owner is not known; then it is named under this account.
    var trailARN: String {
        "arn:\(Partition.of(region: homeRegion)):cloudtrail:\(homeRegion):\(accountID):trail/\(trail)"
    }
}

extension FindingRecord {
    /// How bad it is: by the record's verdict, which may be another than its code's where it is allowed.
    var severity: FindingSeverity { FindingSeverity.of(verdict, known) }

    /// Account and region: those of its chain or owner, or of the folders in its key or path.
    var place: (account: String?, region: String?) {
        if let chain { return (chain.accountID, chain.region) }
        let named = placeOfName
        // A filter may have any value.
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

    /// The object in S3.
    var objectARN: String? {
        guard let bucket, let key else { return nil }
        return "arn:\(Partition.of(region: place.region ?? "")):s3:::\(bucket)/\(key)"
    }
}

extension FindingDescriptor {
    /// Nil where the code's findings are not unverified.
    fileprivate var severityOfUnverified: FindingSeverity? { verdict == .unverified ? severity : nil }

    /// Nil where the code's findings are not invalid.
    fileprivate var severityOfInvalid: FindingSeverity? { verdict == .invalid ? severity : nil }
}

extension FindingSeverity {
    /// By the verdict of a record, which may be another than its code's. `code` is nil for one of a newer version.
    static func of(_ verdict: FindingVerdict, _ code: FindingCode?) -> FindingSeverity {
        switch verdict {
        case .note: .informational
        case .unverified: code?.descriptor.severityOfUnverified ?? .low
        case .invalid: code?.descriptor.severityOfInvalid ?? .critical
        }
    }

    /// In the words that ASFF and OCSF share.
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
    /// At most `count` characters, the last one an ellipsis where something was cut.
    func shortened(to limit: Int) -> String {
        unicodeScalars.count <= limit ? self : String(String.UnicodeScalarView(unicodeScalars.prefix(limit - 1))) + "…"
    }
}
