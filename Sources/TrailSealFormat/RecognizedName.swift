public import TrailSealPrimitives

/// What a file's name alone says. CloudTrail's files are recognized by name wherever they lie (FILE-2).
public enum RecognizedName {
    /// Whether the name is a digest's, a log's, or that of a saved answer for a digest.
    public static func isObject(_ name: ByteString) -> Bool {
        LogFileName.isWhole(name) || DigestFileName.standing(name) != nil || answeredDigest(name) != nil
    }

    /// Returns the name of the digest for which a file is a saved answer, judging by its name: the digest's name and
    /// a suffix (FILE-17), or `X.json` beside `X.json.gz` (FILE-22). Nil if it isn't such a name.
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

    /// Whether the Region in a name, if there is one, is `region`. The form is `ACCOUNT_CloudTrail…_REGION_…`.
    static func isOf(region: ByteString?, _ owner: NameOwner?) -> Bool {
        guard let region, let owner else { return true }
        return owner.isOf(region: region)
    }

    /// Returns the account in the name of a digest or log, or nil for any other name.
    public static func account(_ name: ByteString) -> ByteString? {
        if let digest = DigestFileName.standing(name) { return digest.chain.accountID }
        return LogFileName.isWhole(name) ? ByteString(name.bytes.prefix { $0 != UInt8(ascii: "_") }) : nil
    }
}

extension DigestFileName {
    /// Parses the name of a digest file. `X.json` stands for `X.json.gz` (FILE-4).
    public static func standing(_ name: ByteString) -> DigestFileName? {
        DigestFileName(anyRegion: name) ?? (name.hasSuffix(".json") ? DigestFileName(anyRegion: name + ".gz") : nil)
    }
}
