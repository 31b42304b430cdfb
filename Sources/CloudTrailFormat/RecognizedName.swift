public import Primitives

/// What a file's name alone says: files of CloudTrail's are recognized by their names wherever they lie (FILE-2).
public enum RecognizedName {
    /// Whether it is a digest's, a log's, or that of a saved answer for a digest.
    public static func isObject(_ name: ByteString) -> Bool {
        LogFileName.isWhole(name) || DigestFileName.standing(name) != nil || answeredDigest(name) != nil
    }

    /// The name of the digest for which a file is a saved answer by its name: with a suffix (FILE-17), or without the
    /// digest's own (FILE-22). Nil if it is the name of no saved answer.
    public static func answeredDigest(_ name: ByteString) -> ByteString? {
        for suffix in SignatureSidecar.suffixes {
            guard name.bytes.suffix(suffix.utf8.count).elementsEqual(suffix.utf8) else { continue }
            let bare = name.dropLast(suffix.utf8.count)
            if DigestFileName.standing(bare) != nil { return bare.hasSuffix(".json") ? bare + ".gz" : bare }
            // `X.json` beside the digest `X.json.gz`.
            if suffix == ".json", DigestFileName(anyRegion: name + ".gz") != nil { return name + ".gz" }
        }
        return nil
    }

    /// Whether a name says no Region other than this, if one is known: `ACCOUNT_CloudTrail…_REGION_…` does.
    static func isOf(region: ByteString?, _ name: ByteString) -> Bool {
        guard let region else { return true }
        var rest = name.bytes[...]
        guard let account = rest.takeField(), AWSIdentifier.isAccountID(account), let kind = rest.takeField(),
            AccountPath.isKindOfFolder(kind), let own = rest.takeField(), AWSIdentifier.isRegion(own)
        else { return true }
        return own.elementsEqual(region.bytes)
    }

    /// The account that the name of a digest or a log says; nil for any other name.
    public static func account(_ name: ByteString) -> ByteString? {
        if let digest = DigestFileName.standing(name) { return digest.chain.accountID }
        return LogFileName.isWhole(name) ? ByteString(name.bytes.prefix { $0 != UInt8(ascii: "_") }) : nil
    }
}

extension DigestFileName {
    /// The digest whose name a file has: its own, or, as `X.json` stands for `X.json.gz`, that of the longer one (FILE-4).
    public static func standing(_ name: ByteString) -> DigestFileName? {
        DigestFileName(anyRegion: name) ?? (name.hasSuffix(".json") ? DigestFileName(anyRegion: name + ".gz") : nil)
    }
}
