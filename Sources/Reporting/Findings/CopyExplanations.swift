/// What findings about the copy mean.
enum CopyExplanations {
    static let fileUnreadable = FindingExplanation(
        title: "A file could not be read",
        meaning:
            "Something that could hold files in scope, in an account's folder or above it, could not be judged: no "
            + "permission, an I/O error, a file that changed while it was read, or a symbolic link, device, FIFO or "
            + "socket, which are never followed or opened.",
        evidence: "`path` is what it is about; the message carries the system's reason.",
        benignCauses:
            "Wrong owner or mode after copying as root; a copy that replaced files by links to save space.",
        nextStep: "Make it a readable file, for example by copying the archive again, and run once more.")

    static let unaccounted = FindingExplanation(
        title: "The count of what was verified does not balance",
        meaning:
            "Before a run says `verified`, it counts again: every chain, the time that verified digests cover, "
            + "every log that they list, every file of the archive, everything that was not looked at, and every "
            + "use of `--allow`. Here the count doesn't balance, and no other finding says why. It can't be "
            + "allowed. `trailseal merge` gives it too if a shard is missing or given twice.",
        evidence:
            "`path` or `key` is the first item that is not accounted for, or `from` and `to` the time; the "
            + "message says what is asked of it.",
        benignCauses:
            "A link or a folder that cannot be listed, whose name is that of another time. Files that nobody "
            + "signed and that hide signed ones look the same.",
        nextStep:
            "Look at what lies there: take away what CloudTrail did not write, or give the original copy, and run"
            + " once more. After a merge, run the shard that is named again, and merge all reports.")

    static let storedInflated = FindingExplanation(
        title: "A file is stored inflated",
        meaning: "A file is stored inflated. What is signed is the inflated content, so it proves as much.",
        evidence: "`path` is the file.",
        benignCauses: "Browsers and some clients inflate on download, and some drop `.gz` from the name.",
        nextStep: "Nothing.")

    static let fileUnrecognized = FindingExplanation(
        title: "A digest folder holds other files",
        meaning:
            "A file lies in a folder of digest files and has neither the name nor the content of one. It proves "
            + "nothing and hides nothing. One note for each folder.",
        evidence: "`path` is the folder, `count` the number of files.",
        benignCauses: "Notes, listings or checksums that somebody keeps beside the digest files.",
        nextStep: "Look at the files. Move them out of the archive if they are yours.")
}
