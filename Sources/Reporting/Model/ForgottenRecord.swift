internal import CloudTrailFormat
public import CloudTrailVerification
public import Primitives

/// An order to forget chains, as reports show it (STATE-10). All text is safe to show.
public struct ForgottenRecord: Hashable, Sendable {
    /// Nil stands for any account.
    public let accountID: String?
    /// Nil stands for any Region.
    public let region: String?
    /// Nil stands for any trail.
    public let trail: String?
    /// Why, in the user's words.
    public let reason: String
    public let user: String
    public let at: UnixTime

    init(accountID: String?, region: String?, trail: String?, reason: String, user: String, at: UnixTime) {
        self.accountID = accountID
        self.region = region
        self.trail = trail
        self.reason = reason
        self.user = user
        self.at = at
    }

    public init(_ order: ForgottenChain) {
        self.init(
            accountID: order.accountID?.description, region: order.region?.description,
            trail: order.trail?.description, reason: EscapedText.string(of: order.reason),
            user: EscapedText.mended(order.user), at: order.at)
    }

    /// `ACCOUNT/REGION/TRAIL`, with `*` for any.
    var selector: String { [accountID, region, trail].map { $0 ?? "*" }.joined(separator: "/") }

    /// What was forgotten, when, by whom and why, in one line.
    var line: String { "\(selector), at \(at.iso8601) by \(user): \(reason)" }
}

// MARK: JSON

extension ForgottenRecord {
    var json: JSONWriter {
        .object([
            ("accountId", .optional(accountID)), ("region", .optional(region)), ("trail", .optional(trail)),
            ("reason", .string(reason)), ("user", .string(user)), ("at", .optional(at)),
        ])
    }

    static func read(_ place: JSONPath) throws(ReportReadingError) -> ForgottenRecord {
        func name(_ member: String) throws(ReportReadingError) -> String? {
            try place.member(member).optional { (place) throws(ReportReadingError) in try place.string() }
        }
        return ForgottenRecord(
            accountID: try name("accountId"), region: try name("region"), trail: try name("trail"),
            reason: try place.member("reason").string(), user: try place.member("user").string(),
            at: try place.member("at").time())
    }
}
