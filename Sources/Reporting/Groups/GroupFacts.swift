internal import CloudTrailVerification
internal import Primitives

// What the formats of other products need to know of a group.

extension FindingGroup {
    /// Account and Region, if they have the form of such.
    var place: (account: String?, region: String?) {
        (accountID.flatMap { Place.isAccount($0) ? $0 : nil }, region.flatMap { Place.isRegion($0) ? $0 : nil })
    }

    /// What was found, and what follows from it.
    var description: String { consequences.isEmpty ? text : "\(text) What follows: \(consequences)." }

    /// Everything but words and examples; what isn't known is left out.
    var facts: [(String, JSONWriter)] {
        let facts: [(String, JSONWriter)] = [
            ("code", .string(code.text)), ("verdict", .string(verdict.rawValue)), ("allowed", .bool(isAllowed)),
            ("reason", .optional(reason)), ("count", .int(count)), ("items", .optional(items)),
            ("from", .optional(from)), ("to", .optional(to)), ("chain", .optional(chain?.title)),
            ("owner", .optional(owner?.selector)),
            ("followUps", followUps.isEmpty ? .null : GroupMembers.followUps(self)),
        ]
        return facts.filter { $0.1 != .null }
    }

    /// What the examples are about, each once.
    var affected: [AffectedThing] {
        var known: Set<AffectedThing> = []
        return examples.map(AffectedThing.init).filter { known.insert($0).inserted }
    }
}

/// What a finding is about, by the name that AWS has for it.
struct AffectedThing: Hashable {
    enum Kind: Hashable { case object, trail, other }

    let kind: Kind
    /// An ARN; of anything else what reports call it.
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
