internal import TrailSealFormat
public import TrailSealPrimitives

/// Reads a file of trail descriptions (CONTROL-25).
///
/// The file has one or more JSON values, one after the other:
///
/// - the combined document, or an answer of `aws cloudtrail describe-trails` or `get-trail`;
/// - an entry of such an answer's `trailList`;
/// - an array of any of these.
///
/// Unknown members are counted and ignored. A member of the wrong type, or one that is misspelled, is an error that
/// names its path. Member names are those of the AWS API models (CloudTrail 2013-11-01, S3 2006-03-01, S3 Control
/// 2018-08-20).
public enum TrailDescriptionDecoder {
    /// Largest file in bytes. A trail with its bucket takes about 5,000 bytes, so this is 50,000 trails.
    public static let sizeLimit = 256 << 20

    private static let sections: KnownMembers = [
        "accountId", "capturedAt", "region", "regions", "DescribeTrails", "trails", "buckets",
        "GetAccountPublicAccessBlock",
    ]
    /// A bare answer may also have members that say whose it is.
    private static let bare = KnownMembers(sections.names.union(["trailList", "Trail"]))
    private static let listAnswer: KnownMembers = ["trailList", "Error"]

    /// Returns the descriptions in `bytes`, one for each answer.
    ///
    /// `account` owns the answers that don't name an account. Times after `now` aren't used (CONTROL-30). Throws
    /// `TrailDescriptionError`.
    public static func decode(
        _ bytes: [UInt8], account: String? = nil, now: UnixTime? = nil
    ) throws(TrailDescriptionError) -> [TrailDescription] {
        let values: [JSONValue]
        do throws(JSONSyntaxError) {
            values = try JSONValue.sequence(bytes)
        } catch {
            throw TrailDescriptionError(.document, OtherFile(text: bytes)?.advice ?? "isn't JSON: \(error)")
        }
        var file = DescriptionFile()
        for (index, value) in values.enumerated() {
            try file.add(value, at: values.count == 1 ? .document : DescriptionPath.document.element(index))
        }
        var found: [TrailDescription] = []
        for document in file.documents { found.append(try description(document, account: account, now: now)) }
        return found
    }

    private static func description(
        _ document: DescriptionFile.Document, account: String?, now: UnixTime?
    ) throws(TrailDescriptionError) -> TrailDescription {
        let unknown = UnknownMembers()
        var description: TrailDescription
        switch document {
        case .answer(let value, let path):
            let isBare = value.object?["DescribeTrails"] == nil
            let top = try DescriptionMembers(value, path: path, known: isBare ? bare : sections, unknown: unknown)
            description = try sections(of: top, isBare: isBare, now: now)
        case .entries(let entries, let isWhole):
            description = TrailDescription(
                region: "", asksEveryRegion: false, listsAllTrails: isWhole, trails: .notCollected, answers: [:],
                buckets: [:], reachedBuckets: [], publicAccessBlock: .notCollected, unknownMemberCount: 0)
            var trails: [DescribedTrail] = []
            for (value, path) in entries {
                trails.append(
                    try TrailMembers.trail(
                        DescriptionMembers(value, path: path, known: TrailMembers.entry, unknown: unknown)))
            }
            description.trails = .payload(DescriptionMerge.united(trails))
        }
        description.accountID = description.accountID ?? account ?? owner(of: description.trails.payload ?? [])
        description.addUnlistedTrails()
        description.attachAnswers()
        try refuseStrangers(in: description)
        description.unknownMemberCount = unknown.count
        return description
    }

    /// The account that owns the trails, if one of them tells. Only organization trails are visible to other
    /// accounts, so any other trail does.
    private static func owner(of trails: [DescribedTrail]) -> String? {
        trails.lazy.filter { $0.isOrganizationTrail == false }.compactMap(\.ownerID).first.map {
            String(decoding: $0.bytes, as: UTF8.self)
        }
    }

    /// Throws if a trail is neither the account's own nor an organization's. AWS wouldn't show such a trail, so the
    /// file or the account that it names is wrong (CONTROL-22).
    private static func refuseStrangers(in description: TrailDescription) throws(TrailDescriptionError) {
        let stranger = description.trails.payload?.first {
            $0.isOrganizationTrail != true && description.isForeign($0) == true
        }
        guard let stranger, let account = description.accountID else { return }
        throw TrailDescriptionError(
            .document,
            "holds the trail \(stranger.id) among those of account \(account), but it belongs to account "
                + "\(stranger.ownerID ?? ByteString()) and isn't shown to be an organization trail; give each account's "
                + "answers with its own accountId (--account for bare answers)")
    }

    private static func sections(
        of top: DescriptionMembers, isBare: Bool, now: UnixTime?
    ) throws(TrailDescriptionError) -> TrailDescription {
        let account = try top.text("accountId")
        guard account.isEmpty || AWSIdentifier.isAccountID(Array(account.utf8)[...]) else {
            throw TrailDescriptionError(top.path.member("accountId"), "isn't an account number of 12 digits")
        }
        let capture = DescriptionCapture(try top.time("capturedAt"), now: now)
        var answers: [ByteString: TrailAnswers] = [:]
        if let members = try top.members("trails", known: nil) {
            for arn in members.object.keys.sorted() {
                guard arn.hasPrefix("arn:") else {
                    throw TrailDescriptionError(members.path.member(arn), "isn't named by a trail's ARN")
                }
                guard let trail = try members.members(arn, known: TrailMembers.calls) else { continue }
                answers[arn] = try TrailMembers.answers(arn, trail, capture)
            }
        }
        var buckets: [ByteString: DescribedBucket] = [:]
        if let members = try top.members("buckets", known: nil) {
            for name in members.object.keys.sorted() {
                guard !name.hasPrefix("arn:") else {
                    throw TrailDescriptionError(members.path.member(name), "isn't named by the bucket's name")
                }
                guard let settings = try members.members(name, known: BucketMembers.calls) else { continue }
                buckets[name] = try BucketMembers.bucket(name, settings)
            }
        }
        let isSingle = isBare && top.value("Trail") != nil
        if isSingle, top.value("trailList") != nil {
            throw TrailDescriptionError(top.path, "holds both trailList and Trail")
        }
        let regions = try top.texts("regions")
        return TrailDescription(
            accountID: account.isEmpty ? nil : account, capturedAt: capture.time, region: try top.word("region") ?? "",
            regions: regions.compactMap(\.self), asksEveryRegion: !regions.isEmpty && !regions.contains(nil),
            listsAllTrails: !isSingle,
            trails: isSingle ? try singleTrail(top) : isBare ? try trailList(top) : try trails(top), answers: answers,
            buckets: buckets, reachedBuckets: Set(buckets.keys.filter { buckets[$0]?.isReached ?? false }),
            publicAccessBlock: try BucketMembers.publicAccessBlock(top, "GetAccountPublicAccessBlock"),
            unknownMemberCount: 0, notes: capture.notes)
    }

    private static func trails(_ top: DescriptionMembers) throws(TrailDescriptionError) -> Answer<[DescribedTrail]> {
        let answer = try top.answer("DescribeTrails", known: listAnswer) {
            (members) throws(TrailDescriptionError) in try trailList(members)
        }
        switch answer {
        case .notCollected, .misfiled, .contradictory: return .notCollected
        case .error(let code): return .error(code: code)
        case .payload(let list): return list
        }
    }

    private static func singleTrail(
        _ top: DescriptionMembers
    ) throws(TrailDescriptionError) -> Answer<[DescribedTrail]> {
        guard let entry = try top.members("Trail", known: TrailMembers.entry) else { return .notCollected }
        return .payload([try TrailMembers.trail(entry)])
    }

    /// Returns the trails of `trailList`, each once. Not collected if there is no such list.
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
