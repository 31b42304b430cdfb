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
        self = TrailName(arn: text) ?? TrailName(account: account ?? "", region: region ?? "", name: text)
    }

    /// Reads the ARN of a trail. Nil if it is another text.
    package init?(arn text: String) {
        guard let arn = ARN(text), let name = arn.resource(after: "trail/") else { return nil }
        self.init(account: arn.accountID, region: arn.region, name: name)
    }

    /// Where its changes are recorded.
    var place: ObservedTime.Place { ObservedTime.Place(account: account, region: region) }

    /// The ARN.
    package var arn: String {
        "arn:\(Partition.of(region: region)):cloudtrail:\(region):\(account):trail/\(name)"
    }
}
