internal import TrailSealPrimitives
internal import TrailSealVerification

// The facts about a group that the formats of other products need.

extension FindingGroup {
    /// The account and the Region, each nil if it doesn't have the form of one.
    var place: (account: String?, region: String?) {
        (accountID.flatMap { Place.isAccount($0) ? $0 : nil }, region.flatMap { Place.isRegion($0) ? $0 : nil })
    }

    /// What was found, and which findings follow from it.
    var description: String { consequences.isEmpty ? text : "\(text) This leads to: \(consequences)." }

    /// The members of the group except messages and examples. Unknown ones are left out.
    var facts: [(String, JSONWriter)] {
        let facts: [(String, JSONWriter)] = [
            ("code", .string(code.text)), ("verdict", .string(verdict.rawValue)), ("allowed", .bool(isAllowed)),
            ("reason", .optional(reason)), ("count", .int(count)), ("items", .optional(items)),
            ("from", .optional(from)), ("to", .optional(to)), ("chain", .optional(chain?.title)),
            ("owner", .optional(owner?.selector)),
            ("followUps", followUps.isEmpty ? .null : GroupMembers.followUps(self)),
            ("changes", changes.isEmpty ? .null : ReportMembers.texts(changes.compactMap(\.eventID))),
            ("around", changes.isEmpty ? .null : ReportMembers.texts(changes.map(\.line))),
        ]
        return facts.filter { $0.1 != .null }
    }

    /// The objects, trails or files that the examples are about, each once.
    var affected: [AffectedThing] {
        var known: Set<AffectedThing> = []
        return examples.map(AffectedThing.init).filter { known.insert($0).inserted }
    }
}

/// The object, trail or file that a finding is about, by the name that AWS gives it.
struct AffectedThing: Hashable {
    enum Kind: Hashable { case object, trail, other }

    let kind: Kind
    /// The ARN, or for other things the name that reports use.
    let id: String

    init(_ finding: FindingRecord) {
        if let object = finding.objectARN {
            (kind, id) = (.object, object)
        } else if let chain = finding.chain {
            (kind, id) = (.trail, chain.trailARN)
        } else {
            (kind, id) = (
                .other, finding.path ?? finding.owner?.selector ?? finding.expected ?? finding.code.text
            )
        }
    }
}
