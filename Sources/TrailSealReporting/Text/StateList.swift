internal import TrailSealFormat
package import TrailSealPrimitives
package import TrailSealVerification

/// Lists the content of a state file: each chain with its segments, and what was forgotten.
package struct StateList: Sendable {
    private let path: ByteString
    private let version: Int
    private let archives: [String]

    /// Creates a list. `archives` are the folders as the file names them.
    package init(path: ByteString, version: Int, archives: [String]) {
        self.path = path
        self.version = version
        self.archives = archives
    }

    /// Returns the whole list in lines of at most `width` columns; nil sets no limit. Every line is safe to show.
    package func lines(_ known: KnownArchive, width: Int? = nil) -> [String] {
        TextLayout.wrapped(lines(known), width: width)
    }

    private func lines(_ known: KnownArchive) -> [String] {
        var lines = ["State file: \(path), version \(version)"]
        for archive in archives { lines.append("Archive: \(EscapedText.mended(archive))") }
        lines.append("Last full run: \(known.fullRunAt?.iso8601 ?? "not known")")
        lines.append("Chains: \(Numbers.grouped(known.chains.count))")
        for chain in known.chains { lines += [""] + Self.lines(chain) }
        if !known.forgotten.isEmpty {
            lines += ["", "Forgotten: \(Numbers.grouped(known.forgotten.count))"]
            for order in known.forgotten { lines += [""] + Self.lines(order) }
        }
        return lines
    }

    /// Returns the output of `--forget` in lines of at most `width` columns; nil sets no limit.
    package static func lines(
        taken: [KnownChain], by order: ForgottenChain, from path: ByteString, width: Int? = nil
    ) -> [String] {
        var lines = ["\(TextTable.count(taken.count, "chain")) taken out of \(path):"]
        for chain in taken { lines += [""] + Self.lines(chain) }
        return TextLayout.wrapped(lines + ["", "Recorded in the file:", ""] + Self.lines(order), width: width)
    }

    private static func lines(_ known: KnownChain) -> [String] {
        let chain = known.chain
        var buckets: [ByteString] = []
        for digest in known.segments.flatMap({ [$0.first, $0.last] }) {
            if let digest, !buckets.contains(digest.location.bucket) { buckets.append(digest.location.bucket) }
        }
        var lines = [
            "\(chain.accountID)/\(chain.region)/\(chain.trail)",
            "  organization \(chain.organizationID?.description ?? "none"), home Region \(chain.homeRegion), "
                + "kind \(chain.kind.rawValue)",
            "  bucket \(buckets.map(\.description).joined(separator: ", "))",
            "  verified through \(known.verifiedThrough.iso8601), read since \(known.since.iso8601)",
        ]
        for (index, segment) in known.segments.enumerated() {
            let first = segment.first.map { "the first ends \($0.end.iso8601)" } ?? "the first is not known"
            lines.append(
                "  segment \(index + 1) of \(known.segments.count): \(TextTable.count(segment.count, "digest")), "
                    + "\(first), the last ends \(segment.last.end.iso8601)")
        }
        return lines
    }

    private static func lines(_ order: ForgottenChain) -> [String] {
        [
            order.selector, "  at \(order.at.iso8601) by \(EscapedText.mended(order.user))",
            "  reason: \(EscapedText.string(of: order.reason))",
        ]
    }
}
