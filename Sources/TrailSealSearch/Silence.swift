/// Differences from the true world under which the verifier may still say `verified`, each with the rule of the contract
/// that says so. Nothing else is excused.
enum Silence: String, Hashable, Sendable, CaseIterable {
    /// A file elsewhere with the bytes that a verified place holds is silent.
    case identicalCopy
    /// A copy may start at any depth. A file below another folder by a mapping of its own is in its place.
    case anotherMapping
    /// Names that begin with a dot are ignored.
    case hiddenName
    /// Empty files are folder markers, ignored if unlisted.
    case folderMarker
    /// What has no digest's name in a digest folder is ignored.
    case noDigestName
    /// Outside the window and the filters.
    case outOfScope
    /// Backfill digests don't cover time: the newest ones may go, with all that they list.
    case backfillEnd
    /// A whole chain of which no filter speaks, the ends of a chain without a window, what an allowance excuses.
    case invisible
    /// An older genuine version of an overwritten digest.
    case overwrittenVersion
    /// The contract asks for a finding here or for none, by what this oracle doesn't know; nothing is demanded.
    case undecided

    /// Those under which nothing is amiss, so the verifier may not say anything else either. Of the others it may find a
    /// trace.
    static let harmless: Set<Silence> = [
        .identicalCopy, .anotherMapping, .hiddenName, .folderMarker, .noDigestName, .outOfScope,
    ]
}
