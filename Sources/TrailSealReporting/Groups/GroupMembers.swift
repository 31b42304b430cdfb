internal import TrailSealPrimitives
internal import TrailSealVerification

/// Writes groups as JSON members (Documentation/OUTPUT.md, "Groups"). They follow from the findings, so nothing reads them
/// back.
enum GroupMembers {
    static func json(_ group: FindingGroup) -> [(String, JSONWriter)] {
        [
            ("code", .string(group.code.text)), ("verdict", .string(group.verdict.rawValue)),
            ("allowed", .bool(group.isAllowed)), ("reason", .optional(group.reason)),
            ("accountId", .optional(group.accountID)), ("region", .optional(group.region)),
            ("trail", .optional(group.trail)), ("chainKind", .optional(group.chain?.kind)),
            ("count", .int(group.count)), ("items", .optional(group.items)), ("from", .optional(group.from)),
            ("to", .optional(group.to)), ("message", .string(group.text)),
            ("examples", ReportMembers.texts(group.examples.compactMap(\.subject))),
            ("followUps", followUps(group)),
            ("nextStep", .string(group.nextStep)),
        ]
    }

    static func followUps(_ group: FindingGroup) -> JSONWriter {
        .array(
            group.followUps.map {
                .object([
                    ("code", .string($0.code.text)), ("count", .int($0.count)), ("items", .optional($0.items)),
                    ("differing", .int($0.differing)),
                ])
            })
    }
}
