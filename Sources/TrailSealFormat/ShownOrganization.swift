public import TrailSealPrimitives

/// What a path says of the organization in a key: the folder between `AWSLogs` and the account, if there is one.
///
/// A trail of an organization and a trail of an account may give digests the same base name.
public enum ShownOrganization: Hashable, Sendable {
    /// The path shows no account below `AWSLogs`.
    case unknown
    /// The account lies directly below `AWSLogs`.
    case none
    /// The account lies below this organization.
    case identifier(ByteString)

    /// Reads a path. The last `AWSLogs` with an account below it counts, because a prefix may contain others.
    public init(_ path: ByteString) {
        let parts = path.components
        for index in parts.indices.reversed() where AccountPath.isLogsFolder(parts[index]) {
            let below = parts[(index + 1)...]
            guard let first = below.first else { continue }
            if AWSIdentifier.isAccountID(first) {
                self = .none
                return
            }
            if AWSIdentifier.isOrganizationID(first), let account = below.dropFirst().first,
                AWSIdentifier.isAccountID(account)
            {
                self = .identifier(ByteString(first))
                return
            }
        }
        self = .unknown
    }

    /// Whether a key with this organization, or with none, is another object's.
    public func contradicts(_ organization: ByteString?) -> Bool {
        switch self {
        case .unknown: false
        case .none: organization != nil
        case .identifier(let own): own != organization
        }
    }
}
