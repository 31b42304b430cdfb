internal import TrailSealPrimitives

/// CloudTrail.6: no log bucket is public, neither through its access control list nor through its policy.
struct PublicBucket: Control {
    let id = ControlID.cloudTrail6

    func evaluate(_ trails: [DescribedTrail], of description: TrailDescription) -> ControlResult {
        .worst(
            id,
            LogBucket.all(of: trails, description).map { judge($0, description) }
                + LogBucket.unknown(of: trails, description), of: description,
            noun: "bucket", passed: "is not public", failed: "public")
    }

    /// One of the two ways in which a bucket can be public.
    private struct Leg {
        enum State {
            case exposed, safe, unknown
        }
        var state: State
        var reason: String
        var evidence: [ControlEvidence] = []
        var notes: [String] = []
        /// The `aws s3api` subcommand that would decide it.
        var call: ByteString
        /// Why answers aren't used, if there is a reason.
        var doubts: [String?]
    }

    private func judge(_ bucket: LogBucket, _ description: TrailDescription) -> ResourceResult {
        let settings = bucket.settings
        let blocks = Blocks(bucket, description)
        let legs = [accessControlList(bucket, blocks), policy(bucket, blocks)]
        var result = ResourceResult(
            id: bucket.name, status: .notAvailable, reason: legs.map(\.reason).joined(separator: " "),
            evidence: legs.flatMap(\.evidence) + blocks.evidence, notes: legs.flatMap(\.notes) + blocks.notes)
        if legs.contains(where: { $0.state == .exposed }) {
            result.status = .failed
            if !blocks.isBucketKnown || (blocks.mayBeAccount && !blocks.isAccountKnown) {
                result.notes.append("Assumed: a public access block that wasn't collected doesn't end the exposure.")
            }
        } else if legs.allSatisfy({ $0.state == .safe }) {
            result.status = .passed
        } else if bucket.isRefused(settings.calls) {
            bucket.settleRefusal(&result)
        } else if settings.calls.contains(where: { $0 == .error(code: "NoSuchBucket") }) {
            result.reason += " The bucket doesn't exist."
        }
        if result.status == .notAvailable || result.status == .warning {
            let open = legs.filter { $0.state == .unknown }
            for doubt in open.flatMap(\.doubts) { result.add(doubt: doubt) }
            result.calls = open.map { .bucket($0.call, bucket.name) }
        }
        return result
    }

    /// The settings that override a public access control list or policy.
    ///
    /// The account's settings protect only its own buckets. So they count only if all trails of the bucket are the
    /// account's and the bucket answered the account.
    private struct Blocks {
        let bucket: PublicAccessBlock?
        let account: PublicAccessBlock?
        let isBucketKnown: Bool
        let isAccountKnown: Bool
        /// Whether the account's settings could protect this bucket.
        let mayBeAccount: Bool
        let evidence: [ControlEvidence]
        let notes: [String]

        init(_ bucket: LogBucket, _ description: TrailDescription) {
            let settings = bucket.settings
            self.bucket = settings.publicAccessBlock.payload
            isBucketKnown = self.bucket != nil
            mayBeAccount = bucket.isOwn && bucket.isReached
            account = mayBeAccount ? description.publicAccessBlock.payload : nil
            isAccountKnown = description.publicAccessBlock.payload != nil
            func label(_ block: PublicAccessBlock) -> EvidenceValue {
                .texts([
                    "IgnorePublicAcls=\(block.ignoresPublicACLs ?? false)",
                    "RestrictPublicBuckets=\(block.restrictsPublicBuckets ?? false)",
                ])
            }
            evidence = [
                settings.publicAccessBlock.evidence("GetPublicAccessBlock", label),
                description.publicAccessBlock.evidence("GetAccountPublicAccessBlock", label),
            ]
            let lifts = [account?.ignoresPublicACLs, account?.restrictsPublicBuckets].contains(true)
            notes =
                lifts
                ? ["The account's public access block counts, because the bucket answers the account of its trails."]
                : []
        }

        var ignoresACLs: Bool { bucket?.ignoresPublicACLs == true || account?.ignoresPublicACLs == true }
        var restrictsPolicies: Bool {
            bucket?.restrictsPublicBuckets == true || account?.restrictsPublicBuckets == true
        }
    }

    // MARK: Access control list

    private func accessControlList(_ bucket: LogBucket, _ blocks: Blocks) -> Leg {
        let settings = bucket.settings
        let evidence = settings.grants.evidence("GetBucketAcl.Grants") { grants in
            .texts(
                grants.filter { $0.reach != .somebody }.map { grant in
                    if case .group(let uri) = grant.grantee { return "\(grant.permission) to \(uri)" }
                    return "\(grant.permission) to a grantee without a name"
                })
        }
        func leg(_ state: Leg.State, _ reason: String) -> Leg {
            Leg(
                state: state, reason: reason, evidence: [evidence], call: "get-bucket-acl",
                doubts: [settings.grants.doubt("GetBucketAcl", of: bucket.name)])
        }
        let open = (settings.grants.payload ?? []).filter { $0.reach == .everybody }
        let isKnown = settings.grants.payload?.allSatisfy { $0.reach != .unknown } ?? false
        if !open.isEmpty {
            if blocks.ignoresACLs { return leg(.safe, "Its access control list is public, but ignored.") }
            var exposed = leg(.exposed, "Its access control list is public.")
            if open.allSatisfy({ $0.permission == "READ_ACP" }) {
                exposed.notes.append(
                    "Assumed: a public grant that only shows the access control list makes a bucket public.")
            }
            return exposed
        }
        if isKnown { return leg(.safe, "Its access control list is private.") }
        return blocks.ignoresACLs
            ? leg(.safe, "Public access control lists are ignored.")
            : leg(.unknown, "Its access control list isn't known.")
    }

    // MARK: Policy

    private func policy(_ bucket: LogBucket, _ blocks: Blocks) -> Leg {
        let settings = bucket.settings
        let (isPublic, notes, doubt) = exposure(bucket)
        let evidence = [
            settings.policyStatus.evidence("GetBucketPolicyStatus.PolicyStatus.IsPublic") { .bool($0) },
            settings.policy.evidence("GetBucketPolicy.Policy") { .text("\($0.utf8.count) bytes") },
        ]
        func leg(_ state: Leg.State, _ reason: String) -> Leg {
            Leg(
                state: state, reason: reason, evidence: evidence, notes: notes, call: "get-bucket-policy-status",
                doubts: [
                    doubt, settings.policyStatus.doubt("GetBucketPolicyStatus", of: bucket.name),
                    settings.policy.doubt("GetBucketPolicy", of: bucket.name),
                ])
        }
        switch isPublic {
        case false?: return leg(.safe, "Its policy is not public.")
        case true?:
            return blocks.restrictsPolicies
                ? leg(.safe, "Its policy is public, but restricted.") : leg(.exposed, "Its policy is public.")
        case nil:
            return blocks.restrictsPolicies
                ? leg(.safe, "Public policies are restricted.")
                : leg(.unknown, "It isn't known whether its policy is public.")
        }
    }

    /// Decides whether the policy is public, or nil if unknown. S3's own verdict wins over an analysis of the text.
    /// `doubt` says that the two answers contradict each other.
    private func exposure(_ bucket: LogBucket) -> (isPublic: Bool?, notes: [String], doubt: String?) {
        let settings = bucket.settings
        let isDenied = [settings.policyStatus.errorCode, settings.policy.errorCode].contains("NoSuchBucketPolicy")
        let (isPublic, notes): (Bool?, [String])
        switch (settings.policyStatus, settings.policy) {
        case (.payload(let verdict), _): return (verdict, [], nil)
        case (.contradictory, _), (_, .contradictory): (isPublic, notes) = (nil, [])
        case (_, .payload(let text)): (isPublic, notes) = verdict(on: text)
        default: return (isDenied ? false : nil, [], nil)
        }
        guard isDenied, isPublic != false else { return (isPublic, notes, nil) }
        let doubt =
            "The description contradicts itself: GetBucketPolicyStatus of \(bucket.name) says that there is no policy, and "
            + "GetBucketPolicy returns one."
        return (nil, [], doubt)
    }

    private func verdict(on text: String) -> (isPublic: Bool?, notes: [String]) {
        switch BucketPolicyAnalysis.verdict(on: text) {
        case .isPublic(let statement): (true, ["Statement \(statement) of the policy is public."])
        case .isNotPublic: (false, [])
        case .undecided(let reason): (nil, ["The policy can't be analyzed: \(reason)."])
        }
    }
}

/// A grant's audience.
extension DescribedBucket.Grant {
    enum Reach {
        /// Everybody, or everybody with an AWS account.
        case everybody
        case somebody
        case unknown
    }

    /// Who gets the grant. Groups are recognized by the end of their URI, which is the same in every partition.
    var reach: Reach {
        switch grantee {
        case .person: return .somebody
        case .unknown: return .unknown
        case .group(let uri):
            let uri = ByteString(uri).lowercasedASCII
            if uri.hasSuffix("/groups/global/allusers") || uri.hasSuffix("/groups/global/authenticatedusers") {
                return .everybody
            }
            return uri.hasSuffix("/groups/s3/logdelivery") ? .somebody : .unknown
        }
    }
}
