public import Primitives

/// What the components of a key or path around an account's folder say (AWS CloudTrail User Guide, "Finding your CloudTrail
/// log files").
public enum AccountPath {
    /// `CloudTrail`, or that and a hyphen, as `CloudTrail-Digest` and what AWS may add.
    public static func isKindOfFolder(_ name: ArraySlice<UInt8>) -> Bool {
        name.begins(with: "CloudTrail") && (name.count == 10 || name.dropFirst(10).first == 0x2D)
    }

    /// The same in capitals and small letters of any kind: no other service's folder is called like that.
    static func isCalledLikeKind(_ name: ArraySlice<UInt8>) -> Bool {
        let beginning = name.prefix(10).lazy.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        return beginning.elementsEqual("cloudtrail".utf8) && (name.count == 10 || name.dropFirst(10).first == 0x2D)
    }

    /// `AWSLogs`.
    public static func isLogsFolder(_ name: ArraySlice<UInt8>) -> Bool {
        name.count == 7 && name.begins(with: "AWSLogs")
    }

    /// What a root's own path says of all that lies below it: `AWSLogs`, account, kind folder, Region and day, as far as it ends
    /// in them. Empty if it ends in something else. Without `AWSLogs` the folders may be an examiner's.
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

    /// Whether these are a Region, year, month and day, as far as they go.
    private static func isRegionAndDay(_ parts: ArraySlice<ArraySlice<UInt8>>) -> Bool {
        guard let region = parts.first else { return true }
        let lengths = [4, 2, 2]
        return AWSIdentifier.isRegionName(region) && parts.count <= 4
            && zip(parts.dropFirst(), lengths).allSatisfy { part, length in
                part.count == length && part.allSatisfy { (0x30...0x39).contains($0) }
            }
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
