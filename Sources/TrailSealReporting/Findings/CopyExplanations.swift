/// Explanations of the findings about the copy itself.
enum CopyExplanations {
    static let fileUnreadable = FindingExplanation(
        title: "A file could not be read",
        meaning:
            "Something that could be or hold a file in scope couldn't be read. It is one of these: a file or folder "
            + "without permission or with an I/O error; a file that changed or disappeared while it was read; a folder "
            + "more than 64 levels deep; a link, device, FIFO or socket. Links, devices, FIFOs and sockets are never "
            + "followed or opened. A link whose target was read anyway is reported only if it could be taken for a "
            + "digest or log file.",
        evidence: "`path` is the file or folder. The message gives the system's reason.",
        benignCauses:
            "A wrong owner or mode, for example after copying as root; a copy that replaced files by links to save "
            + "space.",
        nextStep:
            "Put a readable file or folder in its place, for example by copying the archive again. Then run again.")

    static let unaccounted = FindingExplanation(
        title: "The count of what was verified does not balance",
        meaning:
            "Before a run says `verified`, it counts everything again: chains, the time that verified digests cover, "
            + "listed logs, and files of the archive. It also counts what couldn't be read, and each use of `--allow`. "
            + "Here the count doesn't balance, and no other finding says why. This finding can't be allowed. "
            + "`trailseal merge` reports it too if a shard is missing or given twice.",
        evidence:
            "`path` or `key` is the first item that isn't accounted for, or `from` and `to` are the time. The message "
            + "says what doesn't balance.",
        benignCauses:
            "`--allow log-unreferenced` accepts the log files of a Region, but none of its digests is verified; a "
            + "window or filters that leave out everything in the archive that can be verified. Forged log files of a "
            + "Region have the same effect.",
        nextStep:
            "Look at that item. If --allow accepts log files of a Region without digests, download the digests, or "
            + "allow coverage-gap for the Region too. After a merge, run the named shard again, and merge all reports.")

    static let storedInflated = FindingExplanation(
        title: "A file is stored inflated",
        meaning:
            "A file is stored without its gzip compression. CloudTrail signs the inflated content, so the proof is the "
            + "same.",
        evidence: "`path` is the file.",
        benignCauses: "A browser or another client that inflates on download. Some also drop `.gz` from the name.",
        nextStep: "Nothing.")

    static let fileUnrecognized = FindingExplanation(
        title: "A digest folder holds other files",
        meaning:
            "Files in a folder of digest files have neither the name nor the content of one. They prove nothing and "
            + "hide nothing. There is one note for each folder.",
        evidence: "`path` is the folder, `count` the number of files.",
        benignCauses: "Notes, listings or checksums that somebody keeps beside the digest files.",
        nextStep: "Look at the files. If they are yours, move them out of the archive.")
}
