internal import Primitives

/// CloudTrail.6: no log bucket is public, neither through its access control list nor through its policy.
struct PublicBucket: Control {
    let id = ControlID.cloudTrail6

    func evaluate(_ trails: [DescribedTrail], of description: TrailDescription) -> ControlResult {
        .worst(
            id, LogBucket.all(of: trails, description).map { judge($0, description) }, of: trails, noun: "bucket",
            passed: "is not public", failed: "public")
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
    }

    private func judge(_ bucket: LogBucket, _ description: TrailDescription) -> ResourceResult {
        let settings = bucket.settings
        let blocks = Blocks(bucket, description)
        let list = accessControlList(settings, blocks)
        let policy = policy(settings, blocks)
        let legs = [list, policy]
        var result = ResourceResult(
            id: bucket.name, status: .notAvailable, reason: legs.map(\.reason).joined(separator: " "),
            evidence: legs.flatMap(\.evidence) + blocks.evidence, notes: legs.flatMap(\.notes) + blocks.notes)
        if legs.contains(where: { $0.state == .exposed }) {
            result.status = .failed
            if !blocks.isBucketKnown || (blocks.mayBeAccount && !blocks.isAccountKnown) {
                result.notes.append("Assumed: a public access block that was not collected does not lift the exposure.")
            }
        } else if legs.allSatisfy({ $0.state == .safe }) {
            result.status = .passed
        } else if bucket.isRefused(settings.calls) {
            bucket.settleRefusal(&result)
        } else if settings.calls.contains(where: { $0 == .error(code: "NoSuchBucket") }) {
            result.reason += " The bucket does not exist."
        }
        return result
    }

    /// The settings that lift an exposure. The account's count only where the bucket is shown to be reached from the
    /// account of its trails: they protect no other account's buckets.
    private struct Blocks {
        let bucket: PublicAccessBlock?
        let account: PublicAccessBlock?
        let isBucketKnown: Bool
        let isAccountKnown: Bool
        /// Whether the account's block could protect this bucket.
        let mayBeAccount: Bool
        let evidence: [ControlEvidence]
        let notes: [String]

        init(_ bucket: LogBucket, _ description: TrailDescription) {
            let settings = bucket.settings
            self.bucket = settings.publicAccessBlock.payload
            isBucketKnown = self.bucket != nil
            mayBeAccount = bucket.isOwn && settings.calls.contains { $0.isAnswer }
            account = mayBeAccount ? description.publicAccessBlock.payload : nil
            isAccountKnown = description.publicAccessBlock.payload != nil
            func label(_ block: PublicAccessBlock) -> EvidenceValue {
                .texts([
                    "IgnorePublicAcls=\(block.ignoresPublicACLs)",
                    "RestrictPublicBuckets=\(block.restrictsPublicBuckets)",
                ])
            }
            evidence = [
                settings.publicAccessBlock.evidence("GetPublicAccessBlock", label),
                description.publicAccessBlock.evidence("GetAccountPublicAccessBlock", label),
            ]
            let lifts = [account?.ignoresPublicACLs, account?.restrictsPublicBuckets].contains(true)
            notes =
                lifts
                ? ["The account's public access block counts, as the bucket answers to the account of its trails."] : []
        }

        var ignoresACLs: Bool { (bucket?.ignoresPublicACLs ?? false) || (account?.ignoresPublicACLs ?? false) }
        var restrictsPolicies: Bool {
            (bucket?.restrictsPublicBuckets ?? false) || (account?.restrictsPublicBuckets ?? false)
        }
    }

    // MARK: Access control list

    private func accessControlList(_ settings: DescribedBucket, _ blocks: Blocks) -> Leg {
        let evidence = settings.grants.evidence("GetBucketAcl.Grants") { grants in
            guard let grants else { return .absent }
            return .texts(grants.filter(Self.isPublic).map { "\($0.permission) to \($0.groupURI)" })
        }
        guard let grants = settings.grants.payload ?? nil else {
            return blocks.ignoresACLs
                ? Leg(state: .safe, reason: "Public access control lists are ignored.", evidence: [evidence])
                : Leg(state: .unknown, reason: "Its access control list is not known.", evidence: [evidence])
        }
        let open = grants.filter(Self.isPublic)
        guard !open.isEmpty else {
            return Leg(state: .safe, reason: "Its access control list is private.", evidence: [evidence])
        }
        if blocks.ignoresACLs {
            return Leg(
                state: .safe, reason: "Its access control list is public, and is ignored.", evidence: [evidence])
        }
        var leg = Leg(state: .exposed, reason: "Its access control list is public.", evidence: [evidence])
        if open.allSatisfy({ $0.permission == "READ_ACP" }) {
            leg.notes.append("Assumed: a public grant that only shows the access control list makes a bucket public.")
        }
        return leg
    }

    /// Whether a grant is to everybody, or to everybody with an AWS account.
    private static func isPublic(_ grant: DescribedBucket.Grant) -> Bool {
        ["/groups/global/AllUsers", "/groups/global/AuthenticatedUsers"].contains { group in
            grant.groupURI.utf8.reversed().starts(with: group.utf8.reversed())
        }
    }

    // MARK: Policy

    private func policy(_ settings: DescribedBucket, _ blocks: Blocks) -> Leg {
        let (isPublic, notes) = exposure(settings)
        let evidence = [
            settings.policyStatus.evidence("GetBucketPolicyStatus.PolicyStatus.IsPublic") { .optional($0) },
            settings.policy.evidence("GetBucketPolicy.Policy") {
                $0.isEmpty ? .absent : .text("\($0.utf8.count) bytes")
            },
        ]
        func leg(_ state: Leg.State, _ reason: String) -> Leg {
            Leg(state: state, reason: reason, evidence: evidence, notes: notes)
        }
        switch isPublic {
        case false?: return leg(.safe, "Its policy is not public.")
        case true?:
            return blocks.restrictsPolicies
                ? leg(.safe, "Its policy is public, and is restricted.") : leg(.exposed, "Its policy is public.")
        case nil:
            return blocks.restrictsPolicies
                ? leg(.safe, "Public policies are restricted.")
                : leg(.unknown, "Whether its policy is public is not known.")
        }
    }

    /// Whether the policy is public, nil where that is not known: by S3's own verdict, else by the policy's text.
    private func exposure(_ settings: DescribedBucket) -> (isPublic: Bool?, notes: [String]) {
        if let verdict = settings.policyStatus.payload ?? nil { return (verdict, []) }
        if settings.policyStatus.errorCode == "NoSuchBucketPolicy" || settings.policy.errorCode == "NoSuchBucketPolicy"
        {
            return (false, [])
        }
        if let text = settings.policy.payload {
            switch BucketPolicyAnalysis.verdict(on: text) {
            case .isPublic(let statement): return (true, ["Statement \(statement) of the policy is public."])
            case .isNotPublic: return (false, [])
            case .undecided(let reason): return (nil, ["The policy cannot be analysed: \(reason)."])
            }
        }
        if settings.policyStatus.payload != nil {
            return (false, ["Assumed: a policy status without IsPublic is that of a bucket without a policy."])
        }
        return (nil, [])
    }
}
