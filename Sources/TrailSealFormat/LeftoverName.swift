public import TrailSealPrimitives

/// Recognizes leftover files: names that CloudTrail never writes, left by a download, an operating system or a copy.
/// No digest lists such a name (FILE-7).
public enum LeftoverName: String, CaseIterable, Sendable {
    /// A temporary file of a download, a file of an operating system or file server, or a copy or backup.
    case unfinishedDownload, systemFile, copy

    /// Classifies a name. Returns nil for every other name, including those that CloudTrail writes.
    public init?(_ name: ByteString) {
        // Only the beginning and the end are compared, so the cost is linear in the name.
        let lower = name.bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        if Self.isSystemFile(lower) {
            self = .systemFile
        } else if Self.isUnfinished(lower) {
            self = .unfinishedDownload
        } else if Self.isCopy(lower) {
            self = .copy
        } else {
            return nil
        }
    }

    private static func isSystemFile(_ name: [UInt8]) -> Bool {
        ["thumbs.db", "ehthumbs.db", "desktop.ini", ".ds_store", ".directory", ".localized", "icon\r"].contains {
            name.elementsEqual($0.utf8)
        }
            || ["._", ".nfs", ".fuse_hidden", "$recycle"].contains { name.starts(with: $0.utf8) }
            || ["zone.identifier", "@synoeastream", "@synoresource", ".afpdeleted"].contains { name.ends(with: $0) }
    }

    private static let unfinishedEndings = [
        ".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".downloading", ".filepart", ".aria2",
        ".opdownload", ".incomplete", ".unfinished", ".swp", ".lock", ".st", ".s3tmp", ".mcpart", ".part.minio",
    ]

    private static func isUnfinished(_ name: [UInt8]) -> Bool {
        if unfinishedEndings.contains(where: { name.ends(with: $0) }) { return true }
        // `aws s3 cp` appends a dot and 8 characters, rsync 6; other tools are similar.
        let ending = name.reversed().prefix { $0.isLetterOrDigit }
        let before = name.dropLast(ending.count + 1)
        return (6...12).contains(ending.count) && name.dropLast(ending.count).last == UInt8(ascii: ".")
            && (before.ends(with: ".json.gz") || before.ends(with: ".json"))
    }

    private static func isCopy(_ name: [UInt8]) -> Bool {
        if ["~", ".bak", ".backup", ".orig", ".old", ".save", ".copy"].contains(where: { name.ends(with: $0) }) {
            return true
        }
        if ["copy of ", "copy_of_"].contains(where: { name.starts(with: $0.utf8) }) { return true }
        // Before or between the extensions: `X (1).json.gz`, `X.json (1).gz`, `X - Copy.json.gz`.
        var stem = name[...]
        for ending in [".gz", ".json"] where stem.ends(with: ending) { stem = stem.dropLast(ending.utf8.count) }
        if stem.ends(with: " - copy") || stem.ends(with: " copy") || stem.ends(with: "_copy") { return true }
        guard stem.last == UInt8(ascii: ")") else { return false }
        let digits = stem.dropLast().reversed().prefix { (0x30...0x39).contains($0) }
        return !digits.isEmpty && stem.dropLast(digits.count + 1).last == UInt8(ascii: "(")
    }
}

extension BidirectionalCollection<UInt8> {
    fileprivate func ends(with text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}

extension UInt8 {
    /// Whether this is an ASCII letter or digit.
    public var isLetterOrDigit: Bool {
        (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
    }
}
