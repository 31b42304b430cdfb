/// The parts of an Amazon Resource Name, `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE` (AWS IAM User Guide, "Identify AWS resources
/// with Amazon Resource Names"). Nothing is said about whether such a resource can exist. Patterns in policies have the same form.
package struct ARN: Hashable, Sendable {
    /// The partition, for example `aws-cn`.
    package let partition: String
    /// The service, for example `s3`.
    package let service: String
    /// The Region. Empty for global resources.
    package let region: String
    /// The account that owns the resource. Empty for buckets.
    package let accountID: String
    /// Everything after the account. It may hold colons.
    package let resource: String

    /// Reads an ARN. Nil if the text doesn't have its form.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn" else { return nil }
        (partition, service, region) = (String(parts[1]), String(parts[2]), String(parts[3]))
        (accountID, resource) = (String(parts[4]), String(parts[5]))
    }

    /// Returns what follows `prefix` in the resource. Nil if the resource begins otherwise.
    package func resource(after prefix: String) -> String? {
        resource.hasPrefix(prefix) ? String(resource.dropFirst(prefix.count)) : nil
    }
}
