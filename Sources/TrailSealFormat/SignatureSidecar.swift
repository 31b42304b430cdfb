public import TrailSealPrimitives

/// Names of files with saved signatures beside a digest file. There is no common convention, so all of them are
/// accepted.
public enum SignatureSidecar {
    /// Suffixes added to the digest file's name, in the order in which they are tried.
    public static let suffixes: [String] = [".metadata.json", ".head.json", ".meta.json", ".json", ".head", ".sig"]

    /// Whether a file below `CloudTrail-Digest/` is a saved signature by its name, and so isn't a digest file.
    public static func isSidecar(_ name: ByteString) -> Bool {
        [".json.gz.json", ".json.json", ".metadata.json", ".head.json", ".meta.json"].contains { name.hasSuffix($0) }
    }

    /// Whether a file below `CloudTrail-Digest/` is a digest file: it ends in `.json.gz` or `.json` and isn't a saved
    /// signature by name (FILE-17).
    public static func isDigestFile(_ name: ByteString) -> Bool {
        (name.hasSuffix(".json.gz") || name.hasSuffix(".json")) && !isSidecar(name)
    }
}
