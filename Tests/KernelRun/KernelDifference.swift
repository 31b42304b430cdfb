/// Why the kernel's result differs from a vector. The reason is always a rule of the contract.
struct KernelDifference {
    /// What differs: the kernel's figure for the vector's.
    let what: String
    /// Rule of Documentation/CONTRACT.md.
    let rule: String
    let why: String
    /// If the kernel grants more: codes of findings that it doesn't make.
    let codes: Set<String>

    init(_ what: String, _ rule: String, _ why: String, beside codes: Set<String> = []) {
        self.what = what
        self.rule = rule
        self.why = why
        self.codes = codes
    }

    /// Findings that depend on something outside the accounting. The run is verified only without them.
    private static func finding(_ code: String, _ rule: String, _ why: String) -> KernelDifference {
        KernelDifference("granted", rule, why, beside: [code])
    }

    private static let link = finding("file-unreadable", "PLACE-16", "Where a link leads is looked at by the walk.")
    private static let sibling = finding(
        "coverage-gap", "TIME-16", "A chain is compared with its siblings above the kernel.")
    private static let description = finding(
        "coverage-gap", "TIME-17", "What a trail description says of later digests is compared above the kernel.")
    private static let stop = finding(
        "coverage-gap", "TIME-18", "What a trail description says of a later stop is compared above the kernel.")
    private static let missing = finding(
        "digest-missing", "TIME-7", "Which hole is a missing digest, and no gap, is decided above the kernel.")
    private static let signature = finding(
        "signature-without-digest", "TIME-24", "Saved signatures without a digest are looked for above the kernel.")
    private static let head = KernelDifference(
        "logs unverified 1 for 0, logs unreferenced 0 for 1", "ALLOW-8",
        "The driver takes each claim of an unproved digest; far from the allowed hour none counts, which is decided above."
    )
    /// The driver searches by base name only outside all mappings.
    private static func flat(_ logs: Int) -> KernelDifference {
        KernelDifference(
            "not granted, logs verified 0 for \(logs), logs missing \(logs) for 0, logs unreferenced \(logs) for 0",
            "PLACE-8",
            "Files for which nothing else is there are looked for by base name above the kernel.")
    }
    private static let renamed = KernelDifference(
        "not granted, logs unreferenced 1 for 0", "FILE-8",
        "The driver only looks for copies under the names of objects.")
    private static let readEarlier = KernelDifference(
        "not granted, logs unreferenced 1 for 0", "STATE-4",
        "The driver reads no log again. Whether a file with its name is a copy is decided above.")
    private static let fingerprint = finding(
        "key-fingerprint-mismatch", "KEY-1", "The accounting doesn't include key listings.")
    private static let region = KernelDifference(
        "not granted", "PLACE-15", "The driver doesn't read the Region in the name of a file without a Region folder.")
    private static func copies(_ what: String) -> KernelDifference {
        KernelDifference(
            what, "PLACE-12", "The driver enters each copy of an unproved digest, and of its logs, by itself.")
    }

    static let table: [String: KernelDifference] = [
        "allow-gap-over-missing-digest": missing,
        "allow-head-beside-other-account": KernelDifference(
            "not granted, digests invalid 1 for 0", "PLACE-13",
            "The driver takes a digest in another account's folder for one in scope; whose it is, is decided above."),
        "allowed-head-lists-elsewhere": head,
        "allowed-head-lists-old": head,
        "backfill-oldest-erased": finding(
            "digest-missing", "TIME-9", "What a backfill digest says of its predecessor is compared above the kernel."),
        "copy-of-digest-under-log-name": KernelDifference(
            "logs unreferenced 1 for 2", "PLACE-12",
            "The driver takes a digest under a log's name for a copy; the kernel refuses it."),
        "copy-of-log-renamed": KernelDifference(
            "not granted, logs unreferenced 5 for 0", "FILE-8",
            "The driver only looks for copies under the names of objects."),
        "coverage-gap-sibling-begins": sibling,
        "coverage-gap-sibling-ends": sibling,
        "organization-apart-sibling": sibling,
        "organization-apart-signature": signature,
        "coverage-stale": finding("coverage-stale", "TIME-23", "The age of a chain is judged by the clock."),
        "description-later-digest": description,
        "description-restarted": stop,
        "description-stopped-between-hours": stop,
        "description-stopped-later": stop,
        "description-unseen-trail": description,
        "digest-edited-bucket-newest": KernelDifference(
            "granted", "TIME-24",
            "The signature saved for the object in its place has no digest, which is compared above the kernel.",
            beside: ["signature-without-digest"]),
        "digest-metadata-mismatch": finding(
            "digest-metadata-mismatch", "DIGEST-8", "The digest stays verified; the finding makes the run invalid."),
        "flat-copy-of-log-outside": renamed,
        "flat-logs-digest-copied": flat(6),
        "layout-bucket-folder-of-digests": flat(8),
        "layout-digest-named-as-another-inflated": KernelDifference(
            "digests verified 4 for 3", "REPORT-8", "The driver counts files. An object counts by its worst file above."
        ),
        "layout-flat-allowed-region": region,
        "layout-logs-below-region-allowed": region,
        "unproved-copy-plain": copies("logs unreferenced 2 for 0"),
        "unproved-copy-plain-allowed": copies("not granted, logs unreferenced 2 for 0"),
        "unproved-copy-renamed": copies("digests invalid 1 for 0"),
        "unproved-copy-renamed-allowed": copies("not granted, digests invalid 1 for 0"),
        "unproved-copy-tree-allowed": copies("not granted"),
        "unproved-copy-with-false-signature": finding(
            "digest-metadata-mismatch", "DIGEST-8", "The digest stays verified; the finding makes the run invalid."),
        "hidden-in-flat-folder": KernelDifference(
            "not granted, logs unreferenced 1 for 0", "FILE-20",
            "The driver doesn't know that the root shows no account's folder, so that hidden folders hide logs there."),
        "history-expired-retained": finding(
            "history-truncated", "STATE-8", "How long digests are kept is compared above the kernel."),
        "history-truncated-middle": finding(
            "history-truncated", "STATE-5", "The number of digests that a state knows is compared above the kernel."),
        "history-rewritten": finding(
            "history-rewritten", "STATE-6", "The hashes that a state knows are compared above the kernel."),
        "key-fingerprint-mismatch": fingerprint,
        "keys-fingerprint-twice": fingerprint,
        "link-named-like-next-digest": link,
        "link-to-folder-out-of-scope": link,
        "link-to-log-out-of-scope": link,
        "link-to-what-is-no-log": link,
        "prefix-named-like-a-log-folder": KernelDifference(
            "not granted, logs unreferenced 1 for 0", "PLACE-13",
            "The kernel takes a folder CloudTrail at the top of a root for an account's, though no mapping says so."),
        "root-kind-renamed-other-name": KernelDifference(
            "granted, logs unreferenced 0 for 1", "PLACE-21",
            "That a folder holds Regions, and so is one of logs, is seen above the kernel.",
            beside: ["log-unreferenced"]),
        "saved-answers-too-many": KernelDifference(
            "digests unverified 0 for 1, digests invalid 1 for 0", "LIMIT-8",
            "The kernel tries sixteen answers; that there are more is seen above it."),
        "state-backfill-gone-early": finding(
            "history-truncated", "STATE-8", "How long digests are kept is compared above the kernel."),
        "state-copy-of-earlier": readEarlier,
        "state-copy-of-earlier-renamed": renamed,
        "state-twin-of-earlier": readEarlier,
        "state-middle-edited": KernelDifference(
            "logs unverified 2 for 0, logs unreferenced 0 for 2", "STATE-4",
            "The driver takes each claim of an unproved digest; one that earlier runs read claims nothing, which is decided above."
        ),
        "signature-of-absent-chain-before-window": finding(
            "coverage-gap", "ACCOUNT-0", "Chains that only saved signatures show are found above the kernel."),
        "signature-of-absent-chain": signature,
        "signature-of-absent-region-folder": signature,
        "signature-of-absent-tail": signature,
        "signature-of-absent-tail-bucket-folder": signature,
        "signature-of-absent-tail-address": signature,
    ]
}
