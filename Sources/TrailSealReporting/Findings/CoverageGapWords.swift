internal import TrailSealPrimitives
internal import TrailSealVerification

extension CoverageGap {
    /// Returns a sentence that says why the time of `subject` should be covered.
    func label(_ subject: FindingSubject) -> String {
        let span = subject.span.map { "No digest covers \($0.from.iso8601) to \($0.to.iso8601): " } ?? ""
        switch self {
        case .hourlyDigestsAbsent:
            return span + "backfill digests show that the chain exists, but the copy holds none of its hourly digests."
        case .beforeUnverifiedDigest:
            return span + "the digest after it isn't verified, so the predecessor that it names proves nothing."
        case .beforeUnreadableDigest:
            return span + "the digest file after it can't be read, so its predecessor isn't known."
        case .digestsDoNotMeet: return span + "the digests before and after it are present and don't meet."
        case .otherBucket(let bucket):
            return span + "the missing digest lies in s3://\(bucket), which isn't in this copy."
        case .hiddenFolder: return span + "the missing digest would lie in a folder that couldn't be listed."
        case .siblingEndsLater: return span + "another chain of the same trail has newer digests."
        case .siblingBeginsEarlier: return span + "another chain of the same trail has older digests."
        case .stoppedLater:
            return span
                + "the trail description shows that the trail was stopped after the chain's newest digest ended."
        case .deliveredLater:
            return span
                + "the trail description shows that the trail wrote digests after the chain's newest one, unless that one "
                + "came late."
        case .windowBegins: return span + "the window begins before the chain's oldest digest."
        case .windowEnds: return span + "the window ends after the chain's newest digest."
        case .restart:
            return span
                + "validation or logging was off, or the end of the earlier segment was removed. Nothing in the archive "
                + "shows where it ended."
        case .unseenTrail(let trail, let ownerID, let bucket, let latest):
            return "The trail description shows digests of trail \(trail) of account \(ownerID) in s3://\(bucket), the "
                + "latest delivered at \(latest.iso8601). The copy holds none of them."
        case .noChainForFilters(let account, let region, let trail):
            return Self.noChain(account, region, trail)
        case .noVerifiedDigest:
            return span.isEmpty
                ? "No digest of this chain is verified." : span + "no digest of this chain is verified."
        case .stateEnd:
            return span + "an earlier run verified the chain up to that time, and it has to continue from there."
        }
    }

    /// Returns the sentence for a combination of filter values without a verified digest. Nil stands for any value.
    static func noChain(_ account: ByteString?, _ region: ByteString?, _ trail: ByteString?) -> String {
        let parts = [
            account.map { "account \($0)" }, region.map { "Region \($0)" }, trail.map { "trail \($0)" },
        ].compactMap { $0 }
        let chain = parts.isEmpty ? "chain" : "chain of " + parts.joined(separator: ", ")
        return "No \(chain) has a verified digest."
    }
}
