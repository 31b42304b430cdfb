internal import CloudTrailFormat
internal import Primitives

/// Reads a trail description file: the combined document, or a bare `aws cloudtrail describe-trails` answer.
///
/// Members that are not known are counted and otherwise ignored; one of the wrong type is an error that names its
/// path. Member names are those of the AWS API models (CloudTrail 2013-11-01, S3 2006-03-01, S3 Control 2018-08-20).
public enum TrailDescriptionDecoder {
    /// Largest file in bytes. A trail with its bucket takes some 5,000, so this is 50,000 trails.
    public static let sizeLimit = 256 << 20

    private static let sections: Set<ByteString> = [
        "accountId", "capturedAt", "region", "DescribeTrails", "trails", "buckets", "GetAccountPublicAccessBlock",
    ]

    /// The account that `bytes` describe.
    public static func decode(_ bytes: [UInt8]) throws(TrailDescriptionError) -> TrailDescription {
        let document: JSONValue
        do throws(JSONSyntaxError) {
            document = try JSONValue(bytes)
        } catch {
            throw TrailDescriptionError(.document, "is not JSON: \(error)")
        }
        let unknown = UnknownMembers()
        let top = try DescriptionMembers(document, path: .document, known: nil, unknown: unknown)
        guard top.object["trailList"] != nil || !sections.isDisjoint(with: top.object.keys) else {
            throw TrailDescriptionError(.document, "has neither DescribeTrails nor trailList")
        }
        var description = try sections(of: top)
        description.attachAnswers()
        if description.accountID == nil { description.accountID = owner(of: description.trails.payload ?? []) }
        description.unknownMemberCount = unknown.count
        return description
    }

    /// The account whose trails they are, as far as one that is no organization's trail tells: only those are shown
    /// to others than their owner.
    private static func owner(of trails: [DescribedTrail]) -> String? {
        trails.lazy.filter { $0.isOrganizationTrail == false }.compactMap(\.ownerID).first.map {
            String(decoding: $0.bytes, as: UTF8.self)
        }
    }

    private static func sections(of top: DescriptionMembers) throws(TrailDescriptionError) -> TrailDescription {
        // A bare answer stays one where somebody adds whose it is.
        let isBare = top.object["DescribeTrails"] == nil && top.object["trailList"] != nil
        let known = isBare ? sections.union(["trailList", "ResponseMetadata"]) : sections
        top.unknown.count += top.object.keys.count { !known.contains($0) }
        let account = try top.text("accountId")
        guard account.isEmpty || AWSIdentifier.isAccountID(Array(account.utf8)[...]) else {
            throw TrailDescriptionError(top.path.member("accountId"), "is no account number of 12 digits")
        }
        let captured = try top.time("capturedAt")
        var answers: [ByteString: TrailAnswers] = [:]
        if let members = try top.members("trails", known: nil) {
            for arn in members.object.keys.sorted() {
                guard let trail = try members.members(arn, known: TrailMembers.calls) else { continue }
                answers[arn] = try TrailMembers.answers(trail, captured: captured)
            }
        }
        var buckets: [ByteString: DescribedBucket] = [:]
        if let members = try top.members("buckets", known: nil) {
            for name in members.object.keys.sorted() {
                guard let settings = try members.members(name, known: BucketMembers.calls) else { continue }
                buckets[name] = try BucketMembers.bucket(settings)
            }
        }
        return TrailDescription(
            accountID: account.isEmpty ? nil : account, capturedAt: captured,
            trails: isBare ? try trailList(top) : try trails(top), answers: answers, buckets: buckets,
            publicAccessBlock: try BucketMembers.publicAccessBlock(top, "GetAccountPublicAccessBlock"),
            unknownMemberCount: 0)
    }

    private static func trails(_ top: DescriptionMembers) throws(TrailDescriptionError) -> Answer<[DescribedTrail]> {
        let answer = try top.answer("DescribeTrails", known: ["trailList"]) {
            (members) throws(TrailDescriptionError) in try trailList(members)
        }
        switch answer {
        case .notCollected: return .notCollected
        case .error(let code): return .error(code: code)
        case .payload(let list): return list
        }
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
