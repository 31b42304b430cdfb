internal import TrailSealPrimitives

/// The identity of a trail.
package struct TrailName: Hashable, Sendable {
    /// The account that owns it.
    package let account: String
    /// The Region in which it was created.
    package let region: String
    /// Its name.
    package let name: String

    /// Creates a name.
    package init(account: String, region: String, name: String) {
        self.account = account
        self.region = region
        self.name = name
    }

    /// Creates a name from a record. `text` is a name or an ARN. A name alone is one of `account` in `region`, because AWS accepts
    /// a bare name only there (CloudTrail API Reference, "UpdateTrail").
    init(_ text: String, account: String?, region: String?) {
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        if parts.count == 6, parts[0] == "arn", parts[5].hasPrefix("trail/") {
            (self.account, self.region) = (String(parts[4]), String(parts[3]))
            name = String(parts[5].dropFirst("trail/".count))
        } else {
            (self.account, self.region) = (account ?? "", region ?? "")
            name = text
        }
    }

    /// The ARN.
    package var arn: String {
        "arn:\(Partition.of(region: region)):cloudtrail:\(region):\(account):trail/\(name)"
    }
}
