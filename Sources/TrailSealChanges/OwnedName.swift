internal import TrailSealPrimitives

/// The name of a KMS key or a log group, with the account and Region that own it if they are known.
struct OwnedName: Hashable, Sendable {
    let account: String?
    let region: String?
    let name: String

    /// Creates a name from an ARN of a key or a log group: `arn:PARTITION:kms:REGION:ACCOUNT:key/ID`,
    /// `arn:PARTITION:logs:REGION:ACCOUNT:log-group:NAME:*`. Anything else is a name alone, of something in `account` and `region`.
    init(_ text: String, account: String? = nil, region: String? = nil) {
        let arn = ARN(text)
        let group = arn?.resource(after: "log-group:").map { String($0.prefix { $0 != ":" }) }
        if let arn, let owned = group ?? arn.resource(after: "key/") {
            (self.account, self.region, name) = (arn.accountID, arn.region, owned)
        } else {
            (self.account, self.region, name) = (account, region, text)
        }
    }
}
