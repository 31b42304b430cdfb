public import Primitives

/// Names under which signatures are saved beside a digest file. There is no common convention, so all are accepted.
public enum SignatureSidecar {
    /// What is added to the digest file's name, in the order in which they are tried.
    public static let suffixes: [String] = [".metadata.json", ".head.json", ".meta.json", ".json", ".head", ".sig"]

    /// Whether a file below `CloudTrail-Digest/` is by its name a saved signature and so no digest file.
    public static func isSidecar(_ name: ByteString) -> Bool {
        name.hasSuffix(".json.gz.json") || name.hasSuffix(".metadata.json") || name.hasSuffix(".head.json")
            || name.hasSuffix(".meta.json")
    }

    /// Whether a file below `CloudTrail-Digest/` is a digest file: it ends in `.json.gz` or `.json` and is not by name
    /// a saved signature (rule FILE-17).
    public static func isDigestFile(_ name: ByteString) -> Bool {
        (name.hasSuffix(".json.gz") || name.hasSuffix(".json")) && !isSidecar(name)
    }
}
