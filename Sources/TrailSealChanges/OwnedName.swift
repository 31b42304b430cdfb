/// The name of a KMS key or a log group, with the account and Region that own it if they are known.
struct OwnedName: Hashable, Sendable {
    let account: String?
    let region: String?
    let name: String

    /// Creates a name from an ARN of a key or a log group: `arn:PARTITION:kms:REGION:ACCOUNT:key/ID`,
    /// `arn:PARTITION:logs:REGION:ACCOUNT:log-group:NAME:*`. Anything else is a name alone, of something in `account` and `region`.
    init(_ text: String, account: String? = nil, region: String? = nil) {
        let parts = text.split(separator: ":", maxSplits: 7, omittingEmptySubsequences: false)
        if parts.count >= 7, parts[0] == "arn", parts[5] == "log-group" {
            (self.account, self.region, name) = (String(parts[4]), String(parts[3]), String(parts[6]))
        } else if parts.count == 6, parts[0] == "arn", parts[5].hasPrefix("key/") {
            (self.account, self.region) = (String(parts[4]), String(parts[3]))
            name = String(parts[5].dropFirst("key/".count))
        } else {
            (self.account, self.region, name) = (account, region, text)
        }
    }
}
