public import Primitives

/// What the components of a key or path around an account's folder say (AWS CloudTrail User Guide, "Finding your CloudTrail
/// log files").
public enum AccountPath {
    /// `CloudTrail`, or that and a hyphen, as `CloudTrail-Digest` and what AWS may add.
    public static func isKindOfFolder(_ name: ArraySlice<UInt8>) -> Bool {
        name.begins(with: "CloudTrail") && (name.count == 10 || name.dropFirst(10).first == 0x2D)
    }

    /// `AWSLogs`.
    public static func isLogsFolder(_ name: ArraySlice<UInt8>) -> Bool {
        name.count == 7 && name.begins(with: "AWSLogs")
    }

    /// The components behind the last `AWSLogs`, and behind the organization where one follows it: account, kind of folder,
    /// region, day and name. Nil without `AWSLogs`.
    public static func belowAccounts(_ key: ByteString) -> ArraySlice<ArraySlice<UInt8>>? {
        let parts = key.components
        guard let anchor = parts.lastIndex(where: isLogsFolder) else { return nil }
        let below = parts[(anchor + 1)...]
        guard let first = below.first, AWSIdentifier.isOrganizationID(first) else { return below }
        return below.dropFirst()
    }
}
