internal import CloudTrailFormat
public import CloudTrailVerification
public import Primitives

/// What an archive holds, for somebody whose filters match nothing in it (SCOPE-10).
public enum PresentValuesText {
    /// Most values of a kind that are named.
    static let limit = 20

    /// What time there is, for somebody whose window meets none of it.
    public static func time(_ present: Interval) -> String {
        "the archive holds verified digests from \(present.from.iso8601) to \(present.to.iso8601)"
    }

    /// One line, safe to show. What is spelled most like a value that was asked for stands first.
    public static func line(_ present: PresentValues, asked policy: VerificationPolicy) -> String {
        if present.accounts.isEmpty { return "the filters match no chain: the archive holds no verified digest" }
        let asked = policy.trails.compactMap { TrailSelector($0) }
        let lists =
            [
                list(present.accounts, policy.accounts, "account"), list(present.regions, policy.regions, "Region"),
                list(present.trails, asked.map(\.name), "trail"),
            ] + asked.compactMap { home($0, present) }
        return "some filters match no chain; the archive holds verified digests of " + lists.joined(separator: "; ")
    }

    /// The home Regions of a trail whose ARN names another one.
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
