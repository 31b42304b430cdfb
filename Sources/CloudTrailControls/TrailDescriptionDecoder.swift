internal import CloudTrailFormat
internal import Primitives

/// Reads a trail description file: the combined document, or a bare `aws cloudtrail describe-trails` answer.
///
/// Members that are not known are counted and otherwise ignored; one of the wrong type is an error that names its
/// path. Member names are those of the AWS API models (CloudTrail 2013-11-01, S3 2006-03-01, S3 Control 2018-08-20).
public enum TrailDescriptionDecoder {
    /// Largest file in bytes. A trail with its bucket takes some 5,000, so this is 50,000 trails.
    public static let sizeLimit = 256 << 20

    private static let sections: Set<String> = [
        "accountId", "capturedAt", "region", "DescribeTrails", "trails", "buckets", "GetAccountPublicAccessBlock",
    ]

    /// The account that `bytes` describe.
    public static func decode(_ bytes: [UInt8]) throws(TrailDescriptionError) -> TrailDescription {
        guard let document = LooseJSON(bytes) else { throw TrailDescriptionError(member: nil, reason: "is not JSON") }
        let unknown = UnknownMembers()
        let top = try DescriptionMembers(document, path: "", known: nil, unknown: unknown)
        var description: TrailDescription
        if sections.isDisjoint(with: top.object.keys) {
            guard top.object["trailList"] != nil else {
                throw TrailDescriptionError(member: nil, reason: "has neither DescribeTrails nor trailList")
            }
            unknown.count += top.object.keys.count { $0 != "trailList" && $0 != "ResponseMetadata" }
            description = TrailDescription(
                accountID: nil, capturedAt: nil, trails: try trailList(top), answers: [:], buckets: [:],
                publicAccessBlock: .notCollected, unknownMemberCount: 0)
        } else {
            description = try combined(top)
        }
        description.attachAnswers()
        if description.accountID == nil { description.accountID = owner(of: description.trails.payload ?? []) }
        description.unknownMemberCount = unknown.count
        return description
    }

    /// The account whose trails they are, as far as one that is no organization's trail tells: only those are shown
    /// to others than their owner.
    private static func owner(of trails: [DescribedTrail]) -> String? {
        trails.lazy.filter { $0.isOrganizationTrail == false }.compactMap(\.ownerID).first
    }

    private static func combined(_ top: DescriptionMembers) throws(TrailDescriptionError) -> TrailDescription {
        top.unknown.count += top.object.keys.count { !sections.contains($0) }
        let account = try top.text("accountId")
        guard account.isEmpty || AWSIdentifier.isAccountID(Array(account.utf8)[...]) else {
            throw TrailDescriptionError(member: "accountId", reason: "is no account number of 12 digits")
        }
        var answers: [String: TrailAnswers] = [:]
        if let members = try top.members("trails", known: nil) {
            for arn in members.object.keys.sorted() {
                guard let trail = try members.members(arn, known: TrailMembers.calls) else { continue }
                answers[arn] = try TrailMembers.answers(trail)
            }
        }
        // The answer's own members are counted by the list.
        let list = try top.answer("DescribeTrails", known: ["trailList"]) {
            (members) throws(TrailDescriptionError) in try trailList(members)
        }
        let trails: Answer<[DescribedTrail]> =
            switch list {
            case .notCollected: .notCollected
            case .error(let code): .error(code: code)
            case .payload(let answer): answer
            }
        var buckets: [String: DescribedBucket] = [:]
        if let members = try top.members("buckets", known: nil) {
            for name in members.object.keys.sorted() {
                guard let settings = try members.members(name, known: BucketMembers.calls) else { continue }
                buckets[name] = try BucketMembers.bucket(settings)
            }
        }
        return TrailDescription(
            accountID: account.isEmpty ? nil : account, capturedAt: try top.time("capturedAt"), trails: trails,
            answers: answers,
            buckets: buckets,
            publicAccessBlock: try BucketMembers.publicAccessBlock(top, "GetAccountPublicAccessBlock"),
            unknownMemberCount: 0)
    }

    /// The trails of `trailList`, each once; not collected where there is no such list.
    private static func trailList(
        _ members: DescriptionMembers
    ) throws(TrailDescriptionError) -> Answer<[DescribedTrail]> {
        let entries = try members.list("trailList", known: TrailMembers.entry) {
            (entry) throws(TrailDescriptionError) in try TrailMembers.trail(entry)
        }
        guard let entries else { return .notCollected }
        return .payload(DescriptionMerge.united(entries))
    }
}
