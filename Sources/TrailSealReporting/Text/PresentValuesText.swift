internal import TrailSealFormat
package import TrailSealPrimitives
package import TrailSealVerification

/// Says what an archive holds, for a user whose filters or window match nothing (SCOPE-10).
package enum PresentValuesText {
    /// The most values of a kind that are named.
    static let limit = 20

    /// Returns the time of the verified digests.
    package static func time(_ present: Interval) -> String {
        "the archive holds verified digests from \(present.from.iso8601) to \(present.to.iso8601)"
    }

    /// Returns one line that is safe to show. Values that are spelled most like the requested ones come first.
    package static func line(_ present: PresentValues, asked policy: VerificationPolicy) -> String {
        if present.accounts.isEmpty { return "the filters match no chain, and the archive holds no verified digest" }
        let asked = policy.trails.compactMap { TrailSelector($0) }
        let lists =
            [
                list(present.accounts, policy.accounts, "account"), list(present.regions, policy.regions, "Region"),
                list(present.trails, asked.map(\.name), "trail"),
            ] + asked.compactMap { home($0, present) }
        return "some filters match no chain; the archive holds verified digests of " + lists.joined(separator: "; ")
    }

    /// Returns the home Regions of a trail if the requested ARN names another one.
    private static func home(_ asked: TrailSelector, _ present: PresentValues) -> String? {
        guard let region = asked.homeRegion, let homes = present.homeRegions[asked.name], !homes.contains(region) else {
            return nil
        }
        return "the home Region of trail \(asked.name) is \(homes.map(\.description).joined(separator: " or "))"
    }

    private static func list(_ present: [ByteString], _ asked: [ByteString], _ name: String) -> String {
        let values = EditDistance.sorted(present, nearestTo: asked.filter { !present.contains($0) })
        let more = values.count > limit ? " and \(values.count - limit) more" : ""
        return name + (values.count == 1 ? " " : "s ")
            + values.prefix(limit).map(\.description).joined(separator: ", ") + more
    }
}
