internal import CloudTrailControls
internal import CloudTrailVerification
internal import Primitives

/// The controls as JSON members, the same in the report of `controls` and of `verify`.
enum ControlsMembers {
    static func accounts(_ section: ControlsSection) -> JSONText {
        .array(
            section.accounts.map { account in
                .object([
                    ("accountId", text(account.accountID)), ("capturedAt", .optional(account.capturedAt)),
                    ("unknownMembers", .int(account.unknownMemberCount)),
                    ("controls", .array(account.controls.map { .object(members($0, section)) })),
                ])
            })
    }

    /// One record for each account and control.
    static func records(_ section: ControlsSection) -> [[(String, JSONText)]] {
        section.accounts.flatMap { account in
            account.controls.map { [("accountId", text(account.accountID))] + members($0, section) }
        }
    }

    private static func text(_ value: String?) -> JSONText { .optional(value.map { EscapedText.string(of: $0) }) }
    private static func texts(_ values: [String]) -> JSONText { .array(values.map { .string($0) }) }

    private static func members(_ control: ControlResult, _ section: ControlsSection) -> [(String, JSONText)] {
        [
            ("id", .string(control.id.rawValue)), ("title", .string(control.id.title)),
            ("severity", .string(control.id.severity)), ("status", .string(control.status.rawValue)),
            ("reason", .string(control.reason)), ("notes", texts(control.notes)),
            ("resources", .array(control.resources.map { resource($0, section.proof(control, $0)) })),
            ("remediation", .string(control.id.remediation)),
            ("relatedRequirements", texts(control.id.relatedRequirements)),
        ]
    }

    private static func resource(_ resource: ResourceResult, _ proof: ArchiveProof?) -> JSONText {
        var members: [(String, JSONText)] = [
            ("id", text(resource.id)), ("status", .string(resource.status.rawValue)),
            ("reason", .string(resource.reason)), ("notes", texts(resource.notes)),
            ("evidence", .object(resource.evidence.map { ($0.member, value($0.value)) })),
        ]
        if let proof {
            members.append(
                (
                    "archive",
                    .object([
                        ("verdict", .optional(proof.verdict?.rawValue)), ("chains", .int(proof.chains)),
                        ("digests", ReportMembers.digests(proof.digests)), ("logs", ReportMembers.logs(proof.logs)),
                        (
                            "covered",
                            proof.covered.map {
                                .object([("from", .optional($0.from)), ("to", .optional($0.to))])
                            } ?? .null
                        ),
                    ])
                ))
        }
        return .object(members)
    }

    private static func value(_ value: EvidenceValue) -> JSONText {
        switch value {
        case .bool(let flag): .bool(flag)
        case .text(let value): text(value)
        case .texts(let values): texts(values.map { EscapedText.string(of: $0) })
        case .time(let time): .optional(time)
        case .error(let code): .object([("Error", .object([("Code", text(code))]))])
        case .absent: .null
        }
    }
}
