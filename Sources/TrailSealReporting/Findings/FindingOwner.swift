internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealVerification

/// The account, Region and trail of a finding that isn't about a chain. They come from a filter, a file or a trail
/// description. The values are display texts. Nil means any value, or that the value isn't known.
package struct FindingOwner: Hashable, Sendable {
    /// The account.
    package var accountID: String?
    /// The Region.
    package var region: String?
    /// The name of the trail.
    package var trail: String?

    /// Returns nil if all three are nil.
    init?(accountID: String?, region: String?, trail: String?) {
        guard accountID != nil || region != nil || trail != nil else { return nil }
        self.accountID = accountID
        self.region = region
        self.trail = trail
    }

    /// The owner as a selector: `ACCOUNT/REGION/TRAIL`, with `*` for nil.
    var selector: String { [accountID, region, trail].map { $0 ?? "*" }.joined(separator: "/") }
}

extension Finding {
    /// The owner of the finding; nil if it is about a chain, or if no owner is known.
    var owner: FindingOwner? {
        guard chain == nil else { return nil }
        func owner(_ account: ByteString?, _ region: ByteString?, _ trail: ByteString?) -> FindingOwner? {
            FindingOwner(accountID: account?.description, region: region?.description, trail: trail?.description)
        }
        return switch detail {
        case .coverageGap(.noChainForFilters(let account, let region, let trail)),
            .unaccounted(.combination(let account, let region, let trail)):
            owner(account, region, trail)
        case .coverageGap(.unseenTrail(let trail, let account, _, _)): owner(account, subject.region, trail)
        default: owner(subject.accountID, subject.region, nil)
        }
    }
}
