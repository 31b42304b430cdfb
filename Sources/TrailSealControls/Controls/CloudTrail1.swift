internal import TrailSealPrimitives

/// CloudTrail.1: at least one multi-Region trail is logging and records all management events.
struct MultiRegionTrail: Control {
    let id = ControlID.cloudTrail1

    func evaluate(_ trails: [DescribedTrail], of description: TrailDescription) -> ControlResult {
        .existential(
            id, trails.map { judge($0, description) }, of: description,
            qualified: "is a multi-Region trail, is logging, and records all management events",
            undecided: "No trail is known to qualify, and at least one can't be decided.",
            lacking: trails.isEmpty
                ? "The account has no trail."
                : "No trail is multi-Region, logging, and records all management events.")
    }

    private func judge(_ trail: DescribedTrail, _ description: TrailDescription) -> ResourceResult {
        let (coverage, notes) = ManagementEventCoverage.of(trail)
        let isLogging = trail.status.payload?.isLogging
        var result = ResourceResult(
            id: trail.id, status: .failed, reason: "",
            evidence: [
                ControlEvidence("IsMultiRegionTrail", .optional(trail.isMultiRegion)),
                trail.status.evidence("GetTrailStatus.IsLogging") { .optional($0.isLogging) },
                ControlEvidence("HasCustomEventSelectors", .optional(trail.hasCustomEventSelectors)),
                trail.selectors.evidence("GetEventSelectors") { .texts(Self.label($0)) },
            ], notes: trail.notesOfDeliveryErrors)
        if trail.isMultiRegion == false {
            result.reason = "It is a single-Region trail."
        } else if isLogging == false {
            result.reason = "It is not logging."
        } else if coverage == .notFull {
            result.reason = "Its event selectors leave out management events."
            result.notes += notes
        } else if trail.isMultiRegion == true, isLogging == true, coverage == .full {
            result.status = .passed
            result.reason = "It is multi-Region, logging, and records all management events."
            result.notes += notes + description.noteOfForeignTrail(trail)
        } else {
            let unknown: [(label: String, call: AWSCall)?] = [
                trail.isMultiRegion == nil ? ("whether it is multi-Region", .describeTrails(description)) : nil,
                isLogging == nil ? ("whether it is logging", .trailStatus(trail)) : nil,
                coverage == .unknown ? ("what its event selectors record", .eventSelectors(trail)) : nil,
            ]
            result.status = .notAvailable
            result.reason = "Not known: \(unknown.compactMap { $0?.label }.joined(separator: " and "))."
            result.add(doubt: trail.doubt("IsMultiRegionTrail"))
            result.add(doubt: trail.status.doubt("GetTrailStatus", of: trail.id))
            result.add(doubt: trail.selectors.doubt("GetEventSelectors", of: trail.id))
            if trail.isListed { result.add(doubt: trail.doubt("HasCustomEventSelectors")) }
            result.notes += notes
            result.calls = unknown.compactMap { $0?.call }
        }
        return result
    }

    private static func label(_ selectors: EventSelectors) -> [String] {
        let classic = selectors.classic.map { selector in
            "ReadWriteType=\(selector.readWriteType) IncludeManagementEvents=\(selector.includesManagementEvents)"
                + " ExcludeManagementEventSources=[\(selector.excludedSources.joined(separator: ","))]"
        }
        let advanced = selectors.advanced.map { selector in
            selector.fields.map { field in
                let equals = EventSelectors.Advanced.Condition(name: "Equals", values: field.equals)
                let conditions = (field.equals.isEmpty ? [] : [equals]) + field.others
                return field.name
                    + conditions.map { " \($0.name)=[\($0.values.joined(separator: ","))]" }.joined()
            }.joined(separator: "; ")
        }
        return classic + advanced
    }
}
