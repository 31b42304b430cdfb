internal import TrailSealFormat
package import TrailSealPrimitives
package import TrailSealVerification

/// An order to forget chains, as reports show it (STATE-10). All texts are display texts.
package struct ForgottenRecord: Hashable, Sendable {
    /// The account. Nil stands for any.
    package let accountID: String?
    /// The Region. Nil stands for any.
    package let region: String?
    /// The trail. Nil stands for any.
    package let trail: String?
    /// The reason, in the user's words.
    package let reason: String
    /// The user who gave the order.
    package let user: String
    /// When the order was given.
    package let at: UnixTime

    init(accountID: String?, region: String?, trail: String?, reason: String, user: String, at: UnixTime) {
        self.accountID = accountID
        self.region = region
        self.trail = trail
        self.reason = reason
        self.user = user
        self.at = at
    }

    /// Creates a record of an order.
    package init(_ order: ForgottenChain) {
        self.init(
            accountID: order.accountID?.description, region: order.region?.description,
            trail: order.trail?.description, reason: EscapedText.string(of: order.reason),
            user: EscapedText.mended(order.user), at: order.at)
    }

    /// `ACCOUNT/REGION/TRAIL`, with `*` for any.
    var selector: String { [accountID, region, trail].map { $0 ?? "*" }.joined(separator: "/") }

    /// One line that says what was forgotten, when, by whom and why.
    var line: String { "\(selector), at \(at.iso8601) by \(user): \(reason)" }
}

// MARK: JSON

extension ForgottenRecord {
    /// The record as JSON.
    var json: JSONWriter {
        .object([
            ("accountId", .optional(accountID)), ("region", .optional(region)), ("trail", .optional(trail)),
            ("reason", .string(reason)), ("user", .string(user)), ("at", .optional(at)),
        ])
    }

    /// Reads a record. Errors: `ReportReadingError` that names the wrong member.
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
