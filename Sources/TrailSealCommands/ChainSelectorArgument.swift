internal import ArgumentParser
internal import TrailSealPrimitives

/// A selector `ACCOUNT/REGION/TRAIL` on the command line. Any part may be `*`, which stands for any value.
struct ChainSelectorArgument: ExpressibleByArgument {
    /// The account. Nil stands for any.
    let accountID: ByteString?
    /// The Region. Nil stands for any.
    let region: ByteString?
    /// The trail. Nil stands for any.
    let trail: ByteString?

    init?(argument: String) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, !parts.contains("") else { return nil }
        func part(_ text: Substring) -> ByteString? { text == "*" ? nil : ByteString(String(text)) }
        (accountID, region, trail) = (part(parts[0]), part(parts[1]), part(parts[2]))
    }
}
