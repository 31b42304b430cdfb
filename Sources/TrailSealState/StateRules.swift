internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealVerification

/// Consistency rules for a state. They are checked on reading and on writing, so that no state is written that the
/// next run rejects.
enum StateRules {
    /// Returns what is wrong with a chain, or nil.
    static func fault(in chain: KnownChain) -> String? {
        if let organization = chain.chain.organizationID, !AWSIdentifier.isOrganizationID(organization.bytes[...]) {
            return "has an organizationId that isn't one"
        }
        guard let newest = chain.segments.last, chain.segments.count <= StateLimits.segments else {
            return "has no segments, or more than \(StateLimits.segments)"
        }
        for segment in chain.segments {
            guard (1...StateLimits.digests).contains(segment.count) else {
                return "has a number of digests that is out of range"
            }
            guard isDigest(segment.last, of: chain.chain), segment.first.map({ isDigest($0, of: chain.chain) }) ?? true
            else { return "has a digest that isn't its own, or lies about its time" }
            guard isPair(segment) else { return "has a segment whose ends and number disagree" }
        }
        for (segment, next) in zip(chain.segments, chain.segments.dropFirst())
        where next.last.end < segment.last.end || next.last.location == segment.last.location {
            return "has segments out of order"
        }
        guard chain.since <= chain.verifiedThrough, chain.verifiedThrough <= newest.last.end else {
            return "has times out of order"
        }
        return nil
    }

    /// Whether a digest's key, times and lengths fit `chain`. Its organization may differ (CHAIN-3).
    private static func isDigest(_ digest: KnownDigest, of chain: ChainID) -> Bool {
        guard (1...StateLimits.bucket).contains(digest.location.bucket.count),
            digest.location.key.count <= StateLimits.key, (digest.signature?.count ?? 0) <= StateLimits.signature,
            let key = digest.location.digestKey
        else { return false }
        return key.chain.withoutOrganization == chain.withoutOrganization && key.endTime == digest.end
            && (digest.start.map { $0 < digest.end } ?? true)
    }

    /// Whether the ends of a segment are in order, and are the same digest exactly if there is only one.
    private static func isPair(_ segment: KnownSegment) -> Bool {
        guard let first = segment.first else { return true }
        if segment.count == 1 { return first == segment.last }
        return first.end <= segment.last.end && first.location != segment.last.location
    }

    /// Returns what is wrong with an order to forget chains, or nil.
    static func fault(in order: ForgottenChain) -> String? {
        for part in [order.accountID, order.region, order.trail] {
            guard let part else { continue }
            guard (1...StateLimits.selectorPart).contains(part.count),
                String(validating: part.bytes, as: UTF8.self) != nil
            else { return "has a part that is empty, too long or not UTF-8" }
        }
        guard (1...StateLimits.reason).contains(order.reason.utf8.count) else {
            return "has a reason that is empty or longer than \(StateLimits.reason) bytes"
        }
        guard order.user.utf8.count <= StateLimits.user else {
            return "has a user of more than \(StateLimits.user) bytes"
        }
        return nil
    }

    /// Returns what is wrong with the archive's folders, or nil.
    static func fault(in archives: [String]) -> String? {
        guard archives.count <= StateLimits.archives else { return "has more than \(StateLimits.archives) items" }
        guard archives.allSatisfy({ $0.utf8.count <= StateLimits.archivePath }) else {
            return "has a path of more than \(StateLimits.archivePath) bytes"
        }
        return nil
    }
}
