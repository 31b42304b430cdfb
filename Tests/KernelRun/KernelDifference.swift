/// Why the kernel says something else than a vector: always a rule of the contract.
struct KernelDifference {
    /// What differs: the kernel's figure for the vector's.
    let what: String
    /// Rule of Documentation/CONTRACT.md.
    let rule: String
    let why: String
    /// Where more is granted: codes of findings that the kernel doesn't make.
    let codes: Set<String>

    init(_ what: String, _ rule: String, _ why: String, beside codes: Set<String> = []) {
        self.what = what
        self.rule = rule
        self.why = why
        self.codes = codes
    }

    /// Findings that compare with something which the accounting doesn't see. The run is verified only without them.
    private static func finding(_ code: String, _ rule: String, _ why: String) -> KernelDifference {
        KernelDifference("granted", rule, why, beside: [code])
    }

    private static let sibling = finding(
        "coverage-gap", "TIME-16", "A chain is compared with its siblings above the kernel.")
    private static let description = finding(
        "coverage-gap", "TIME-17", "What a trail description says of later digests is compared above the kernel.")
    private static let stop = finding(
        "coverage-gap", "TIME-18", "What a trail description says of a later stop is compared above the kernel.")
    private static let fingerprint = finding(
        "key-fingerprint-mismatch", "KEY-1", "Key listings are no part of the accounting.")
    private static let otherBucket = KernelDifference(
        "digests unverified 1 for 0, digests invalid 0 for 1", "PLACE-5",
        "Its own path doesn't contradict its key, so it is in its place and merely unproved; the time stays uncovered.")

    static let table: [String: KernelDifference] = [
        "coverage-gap-sibling-begins": sibling,
        "coverage-gap-sibling-ends": sibling,
        "coverage-stale": finding("coverage-stale", "TIME-23", "The age of a chain is judged by the clock."),
        "description-later-digest": description,
        "description-restarted": stop,
        "description-stopped-between-hours": stop,
        "description-stopped-later": stop,
        "description-unseen-trail": description,
        "digest-copied-to-organization": KernelDifference(
            "granted, digests invalid 0 for 1", "PLACE-12",
            "It is a copy of what a verified place holds, under its own name: silent.", beside: ["digest-relocated"]),
        "digest-edited-bucket": otherBucket,
        "digest-edited-bucket-newest": KernelDifference(
            "granted, digests unverified 1 for 0, digests invalid 0 for 1", "ALLOW-6",
            "It is in its place by its own path (PLACE-5), and the lack of proof of a chain's newest digest is allowed; "
                + "the signature saved for the object in its place is signature-without-digest, above the kernel.",
            beside: ["digest-relocated"]),
        "digest-edited-organization": otherBucket,
        "digest-edited-prefix": otherBucket,
        "digest-metadata-mismatch": finding(
            "digest-metadata-mismatch", "DIGEST-8", "The digest stays verified; the finding makes the run invalid."),
        "digest-twin-in-place": KernelDifference(
            "digests verified 4 for 3, digests invalid 0 for 1, logs missing 2 for 0", "PLACE-5",
            "A genuine digest of another bucket is in its place by its own path; its logs are missing."),
        "history-rewritten": finding(
            "history-rewritten", "STATE-6", "The hashes that a state knows are compared above the kernel."),
        "key-fingerprint-mismatch": fingerprint,
        "keys-fingerprint-twice": fingerprint,
        "log-both-names": KernelDifference(
            "granted, logs unreferenced 0 for 1", "FILE-19", "The file beside X.json.gz is identical: silent.",
            beside: ["log-unreferenced"]),
        "unaccounted-log-deleted": KernelDifference(
            "logs invalid 1 for 0", "PLACE-6",
            "The altered copy lies where the mapping of a verified digest says, so it stands for the key."),
        "window-excludes-damage": KernelDifference(
            "not granted", "SCOPE-5",
            "The altered log is listed, and out of scope by digest and stamp; the accounting knows listed files out of scope "
                + "only by SCOPE-6, and its day folder lies in the window."),
    ]
}
