/// Explanations of the findings about the copy itself.
enum CopyExplanations {
    static let fileUnreadable = FindingExplanation(
        title: "A file could not be read",
        meaning:
            "A file or folder that could hold files in scope couldn't be judged. It lies in an account's folder or "
            + "above it. There was no permission, an I/O error, or the file changed while it was read. Or it is a "
            + "symbolic link, device, FIFO or socket, which are never followed or opened.",
        evidence: "`path` is the file or folder. The message gives the system's reason.",
        benignCauses:
            "Wrong owner or mode after copying as root; a copy that replaced files by links to save space.",
        nextStep: "Make it a readable file, for example by copying the archive again. Then run again.")

    static let unaccounted = FindingExplanation(
        title: "The count of what was verified does not balance",
        meaning:
            "Before a run says `verified`, it counts everything again: chains, the time that verified digests cover, "
            + "listed logs, and files of the archive. It also counts what couldn't be looked at, and each use of "
            + "`--allow`. Here the count doesn't balance, and no other finding says why. This finding can't be allowed. "
            + "`trailseal merge` reports it too if a shard is missing or given twice.",
        evidence:
            "`path` or `key` is the first item that isn't accounted for, or `from` and `to` are the time. The message "
            + "says what doesn't balance.",
        benignCauses:
            "A link or an unreadable folder whose name holds another time. Unsigned files that hide signed ones look "
            + "the same.",
        nextStep:
            "Look at that item. Remove it if CloudTrail didn't write it, or give the original copy, and run again. "
            + "After a merge, run the named shard again, and merge all reports.")

    static let storedInflated = FindingExplanation(
        title: "A file is stored inflated",
        meaning:
            "A file is stored without its gzip compression. CloudTrail signs the inflated content, so the proof is the "
            + "same.",
        evidence: "`path` is the file.",
        benignCauses: "Browsers and some clients inflate on download, and some drop `.gz` from the name.",
        nextStep: "Nothing.")

    static let fileUnrecognized = FindingExplanation(
        title: "A digest folder holds other files",
        meaning:
            "A file in a folder of digest files has neither the name nor the content of one. It proves nothing and "
            + "hides nothing. One note for each folder.",
        evidence: "`path` is the folder, `count` the number of files.",
        benignCauses: "Notes, listings or checksums that somebody keeps beside the digest files.",
        nextStep: "Look at the files. If they are yours, move them out of the archive.")
}
