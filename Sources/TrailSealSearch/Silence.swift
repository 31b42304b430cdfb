/// Differences from the true world under which the verifier may still say `verified`. Each is based on a rule of the
/// contract. Nothing else is excused.
enum Silence: String, Hashable, Sendable, CaseIterable {
    /// A file elsewhere has the same bytes as a verified one (PLACE-12).
    case identicalCopy
    /// A file below another folder is in place by a mapping of its own. A copy may start at any depth (PLACE-4).
    case anotherMapping
    /// The name begins with a dot, so it is ignored (FILE-14, FILE-20).
    case hiddenName
    /// The file is empty. It counts as a folder marker unless it is listed (FILE-16).
    case folderMarker
    /// A file in a digest folder has neither a digest's name nor a digest's content (FILE-12).
    case noDigestName
    /// The file is outside the window or the filters.
    case outOfScope
    /// The newest backfill digests are gone, with everything they list. Backfill digests don't cover time (UNSEEN-8).
    case backfillEnd
    /// Something that can't be seen: a whole chain that no filter names, the ends of a chain without a window, or
    /// what an allowance excuses.
    case invisible
    /// An older genuine version of an overwritten digest is present (UNSEEN-11).
    case overwrittenVersion
    /// Whether the contract requires a finding depends on facts that this oracle doesn't know. So nothing is
    /// required.
    case undecided

    /// Silences that leave no trace: under these alone, the verifier must say `verified`.
    static let harmless: Set<Silence> = [
        .identicalCopy, .anotherMapping, .hiddenName, .folderMarker, .noDigestName, .outOfScope,
    ]
}
