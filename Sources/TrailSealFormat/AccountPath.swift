public import TrailSealPrimitives

/// Interprets the folders of a key or path around an account's folder (AWS CloudTrail User Guide, "Finding your
/// CloudTrail log files").
public enum AccountPath {
    /// Whether a folder is a kind folder: `CloudTrail`, or `CloudTrail-` and more, such as `CloudTrail-Digest` and
    /// what AWS may add.
    public static func isKindOfFolder(_ name: ArraySlice<UInt8>) -> Bool {
        name.begins(with: "CloudTrail") && (name.count == 10 || name.dropFirst(10).first == 0x2D)
    }

    /// Like `isKindOfFolder`, ignoring case. No other service's folder has such a name.
    static func isCalledLikeKind(_ name: ArraySlice<UInt8>) -> Bool {
        let beginning = name.prefix(10).lazy.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        return beginning.elementsEqual("cloudtrail".utf8) && (name.count == 10 || name.dropFirst(10).first == 0x2D)
    }

    /// Whether a folder is named `AWSLogs`.
    public static func isLogsFolder(_ name: ArraySlice<UInt8>) -> Bool {
        name.count == 7 && name.begins(with: "AWSLogs")
    }

    /// Returns the end of a root's own path that says what lies below it: `AWSLogs`, account, kind folder, Region and
    /// day, as far as the path goes. Empty if the path doesn't end in these folders. The `AWSLogs` folder is
    /// required, because an examiner may have created the others.
    public static func place(ofRoot path: ByteString) -> ByteString {
        let parts = path.components
        var account = parts.endIndex - 1
        if let kind = parts.lastIndex(where: isKindOfFolder) {
            guard isRegionAndDay(parts[(kind + 1)...]) else { return ByteString() }
            account = kind - 1
        }
        guard account > 0, AWSIdentifier.isAccountID(parts[account]) else { return ByteString() }
        let isOfOrganization = account > 1 && AWSIdentifier.isOrganizationID(parts[account - 1])
        let top = isOfOrganization ? account - 2 : account - 1
        guard isLogsFolder(parts[top]) else { return ByteString() }
        return ByteString(path.bytes[parts[top].startIndex...])
    }

    /// Whether these are a Region, year, month and day, or the first few of them.
    private static func isRegionAndDay(_ parts: ArraySlice<ArraySlice<UInt8>>) -> Bool {
        guard let region = parts.first else { return true }
        let lengths = [4, 2, 2]
        return AWSIdentifier.isRegionName(region) && parts.count <= 4
            && zip(parts.dropFirst(), lengths).allSatisfy { part, length in
                part.count == length && part.allSatisfy { (0x30...0x39).contains($0) }
            }
    }

    /// Returns the components after the last `AWSLogs`, and after the organization if one follows: account, kind
    /// folder, Region, day and name. Nil without `AWSLogs`.
    public static func belowAccounts(_ key: ByteString) -> ArraySlice<ArraySlice<UInt8>>? {
        let parts = key.components
        guard let anchor = parts.lastIndex(where: isLogsFolder) else { return nil }
        let below = parts[(anchor + 1)...]
        guard let first = below.first, AWSIdentifier.isOrganizationID(first) else { return below }
        return below.dropFirst()
    }
}
