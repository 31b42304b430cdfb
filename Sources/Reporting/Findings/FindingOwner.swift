internal import CloudTrailFormat
internal import CloudTrailVerification
internal import Primitives

/// Whose a finding is that is about no chain, as far as its facts say it: a filter, a log file, a described trail. Display
/// texts; nil means any, or not known.
public struct FindingOwner: Hashable, Sendable {
    public var accountID: String?
    public var region: String?
    public var trail: String?

    /// Nil if nothing is known.
    init?(accountID: String?, region: String?, trail: String?) {
        guard accountID != nil || region != nil || trail != nil else { return nil }
        self.accountID = accountID
        self.region = region
        self.trail = trail
    }

    /// `ACCOUNT/REGION/TRAIL`, the form of a selector.
    var selector: String { [accountID, region, trail].map { $0 ?? "*" }.joined(separator: "/") }
}

extension Finding {
    /// Nil if it is about a chain, or about nobody.
    var owner: FindingOwner? {
        guard chain == nil else { return nil }
        func owner(_ account: ByteString?, _ region: ByteString?, _ trail: ByteString?) -> FindingOwner? {
            FindingOwner(accountID: account?.description, region: region?.description, trail: trail?.description)
        }
        return switch detail {
        case .coverageGap(.unmatchedFilter(.account, let value)): owner(value, nil, nil)
        case .coverageGap(.unmatchedFilter(.region, let value)): owner(nil, value, nil)
        case .coverageGap(.unmatchedFilter(.trail, let value)): owner(nil, nil, value)
        case .coverageGap(.noChainForFilters(let account, let region, let trail)),
            .unaccounted(.combination(let account, let region, let trail)):
            owner(account, region, trail)
        case .coverageGap(.unseenTrail(let trail, let account, _, _)): owner(account, subject.region, trail)
        default: owner(subject.accountID, subject.region, nil)
        }
    }
}
