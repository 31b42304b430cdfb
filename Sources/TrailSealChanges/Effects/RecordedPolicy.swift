internal import TrailSealControls
internal import TrailSealFormat
internal import TrailSealPrimitives

/// Judges the bucket policy in a record of `PutBucketPolicy`, as CloudTrail.6 judges a described one.
enum RecordedPolicy {
    /// What a public statement may allow, in the order in which it is told.
    private static let deeds = [
        ("s3:GetObject", "to read"), ("s3:ListBucket", "to list"), ("s3:PutObject", "to write"),
        ("s3:DeleteObject", "to delete"),
    ]

    /// Reads the member `bucketPolicy`, which is an object, or its text.
    static func read(_ value: JSONValue?) -> ChangeDetail {
        let policy = value?.string.flatMap { try? JSONValue(Array($0.utf8)) } ?? value
        guard let policy else { return .policy(isPublic: nil, words: "bucket policy replaced") }
        switch BucketPolicyAnalysis.verdict(on: policy) {
        case .isPublic:
            let actions = BucketPolicyAnalysis.publicStatements(of: policy).lazy.flatMap {
                RecordMembers($0).texts("Action")
            }.prefix(actionLimit)
            let allowed = deeds.filter { deed in actions.contains { matches($0, deed.0) } }.map(\.1)
            return .policy(
                isPublic: true,
                words: "bucket policy replaced: "
                    + (allowed.isEmpty ? "public" : "allows everyone " + allowed.joined(separator: ", ")))
        case .isNotPublic: return .policy(isPublic: false, words: "bucket policy replaced: not public")
        case .undecided: return .policy(isPublic: nil, words: "bucket policy replaced")
        }
    }

    /// The most actions that are read, and the longest pattern, in bytes. A policy has at most 20 KB.
    private static let actionLimit = 1_000
    private static let patternLimit = 256

    /// Whether a pattern of an action, with `*` and `?`, matches `action`. Case doesn't matter.
    static func matches(_ pattern: String, _ action: String) -> Bool {
        guard pattern.utf8.count <= patternLimit else { return false }
        let (pattern, text) = (ByteString(pattern).lowercasedASCII.bytes, ByteString(action).lowercasedASCII.bytes)
        // The positions in the pattern up to which the text so far may have matched.
        var reached = [Bool](repeating: false, count: pattern.count + 1)
        func pass(_ reached: inout [Bool]) {
            for (index, byte) in pattern.enumerated() where byte == UInt8(ascii: "*") && reached[index] {
                reached[index + 1] = true
            }
        }
        reached[0] = true
        pass(&reached)
        for byte in text {
            var next = [Bool](repeating: false, count: reached.count)
            for (index, wanted) in pattern.enumerated() where reached[index] {
                if wanted == UInt8(ascii: "*") {
                    next[index] = true
                } else if wanted == byte || wanted == UInt8(ascii: "?") {
                    next[index + 1] = true
                }
            }
            pass(&next)
            reached = next
        }
        return reached.last ?? false
    }
}
