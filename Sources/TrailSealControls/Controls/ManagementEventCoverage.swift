internal import TrailSealPrimitives

/// Whether a trail records all management events, for CloudTrail.1 (CONTROL-11).
package enum ManagementEventCoverage {
    case full, notFull, unknown

    /// Returns what the selectors of `trail` cover, and the assumptions made.
    static func of(_ trail: DescribedTrail) -> (coverage: ManagementEventCoverage, notes: [String]) {
        switch trail.selectors {
        case .payload(let selectors): return of(selectors, isCustom: trail.hasCustomEventSelectors)
        case .error, .misfiled, .contradictory: return (.unknown, [])
        case .notCollected:
            guard trail.hasCustomEventSelectors == false else { return (.unknown, []) }
            return (
                .full,
                [
                    "Assumed: a trail without custom event selectors records all management events; its selectors "
                        + "weren't collected."
                ]
            )
        }
    }

    /// Which of the management events selectors record.
    package enum Share: Sendable { case all, part, nothing, unknown }

    /// Returns what the selectors of a trail record. No selectors, or any without AWS's form, are unknown.
    package static func share(of selectors: EventSelectors) -> Share {
        let reaches = selectors.classic.map(of) + selectors.advanced.map(of)
        if reaches.contains(.all) { return .all }
        if reaches.isEmpty || reaches.contains(.unknown) || !selectors.isUnderstood { return .unknown }
        return reaches.allSatisfy { $0 == .nothing } ? .nothing : .part
    }

    private static func of(
        _ selectors: EventSelectors, isCustom: Bool?
    ) -> (coverage: ManagementEventCoverage, notes: [String]) {
        let answers = selectors.classic.map(of) + selectors.advanced.map(of)
        if answers.isEmpty {
            if isCustom == false, selectors.isUnderstood {
                return (.full, ["Assumed: a trail without selectors records all management events."])
            }
            return (
                .unknown,
                isCustom == true ? ["The trail has custom event selectors, but the answer lists none."] : []
            )
        }
        if answers.contains(.all) {
            return answers.allSatisfy { $0 == .all || $0 == .nothing }
                ? (.full, [])
                : (.full, ["Assumed: an unrestricted selector beside narrower ones records every management event."])
        }
        if answers.contains(.unknown) || !selectors.isUnderstood {
            return (.unknown, ["The trail has an event selector that doesn't have AWS's form."])
        }
        let isPair = answers.contains(.readOnly) && answers.contains(.writeOnly)
        return (
            .notFull,
            isPair
                ? ["Assumed: one selector for reading and one for writing don't replace an unrestricted one."] : []
        )
    }

    /// Which management events a selector records.
    private enum Reach {
        case all, readOnly, writeOnly, some, nothing
        /// The selector isn't one that AWS would return.
        case unknown
    }

    private static func of(_ selector: EventSelectors.Classic) -> Reach {
        guard selector.isUnderstood else { return .unknown }
        guard selector.includesManagementEvents else { return .nothing }
        guard selector.excludedSources.isEmpty else { return .some }
        switch selector.readWriteType {
        case "All": return .all
        case "ReadOnly": return .readOnly
        case "WriteOnly": return .writeOnly
        default: return .unknown
        }
    }

    private static let categories: Set = ["Management", "Data", "NetworkActivity", "Insight"]

    /// Whether a name has the form of AWS's field names: `readOnly`, `resources.type`.
    private static func isFieldName(_ name: String) -> Bool {
        (name.first?.isLowercase ?? false) && name.allSatisfy { $0.isLetter || $0 == "." }
    }

    private static func of(_ selector: EventSelectors.Advanced) -> Reach {
        let category = selector.fields.filter { $0.name == "eventCategory" }
        let values = category.flatMap(\.equals)
        // AWS requires the category in every selector.
        guard selector.isUnderstood, !values.isEmpty, values.allSatisfy(categories.contains) else { return .unknown }
        guard values.contains("Management") else { return .nothing }
        let others = selector.fields.filter { $0.name != "eventCategory" }
        guard category.allSatisfy({ $0.others.isEmpty && $0.equals.contains("Management") }) else {
            return .some
        }
        if others.isEmpty { return .all }
        guard others.allSatisfy({ isFieldName($0.name) }) else { return .unknown }
        guard others.count == 1, let only = others.first, only.name == "readOnly", only.others.isEmpty else {
            return .some
        }
        switch only.equals {
        case ["true"]: return .readOnly
        case ["false"]: return .writeOnly
        default: return .some
        }
    }
}
