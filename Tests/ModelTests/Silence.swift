/// Differences from the true world under which the verifier may still say `verified`, each with the sentence of
/// design/verification.md that says so. Nothing else is excused.
enum Silence: String, Hashable, Sendable, CaseIterable {
    /// Section 6, "Several roots may be given": "of several files for one bucket and key, identical ones are silent".
    case identicalCopy
    /// Section 6, "Mapping": "The copy may start at any depth […] a root may have several". A file that lies below
    /// another folder by a mapping of its own is in its place.
    case anotherMapping
    /// Section 4: "A *log file* is every regular, non-empty file […] whatever its name, except names beginning with `.`."
    case hiddenLogName
    /// Section 4: "Zero-byte files are folder markers: ignored if unlisted".
    case folderMarker
    /// Section 6, "Mapping": "A *digest file* is every regular file below `CloudTrail-Digest/` ending in `.json.gz` or
    /// `.json`".
    case noDigestName
    /// Section 6, "Scope": "a log [is in scope] when a digest in scope lists it or the stamp in its name lies in
    /// [from, to). `--account`, `--region`, `--trail` restrict further."
    case outOfScope
    /// Section 3: backfill digests "neither cover time nor have gaps": the newest ones may go, with all that they list.
    case backfillEnd
    /// Section 9: "Not visible offline: a whole account or trail gone". Here a whole region of a trail, whose account and
    /// region other chains have, so that both filters match.
    case chainGone
    /// Section 9: "Not visible offline: […] an older genuine version of an overwritten digest."
    case overwrittenVersion

    /// Those under which nothing is amiss, so that the verifier may not say anything else either. Of the others it may find
    /// a trace.
    static let harmless: Set<Silence> = [
        .identicalCopy, .anotherMapping, .hiddenLogName, .folderMarker, .noDigestName, .outOfScope,
    ]
}
