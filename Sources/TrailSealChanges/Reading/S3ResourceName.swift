/// Reads ARNs of S3: `arn:PARTITION:s3:::BUCKET` and `arn:PARTITION:s3:::BUCKET/KEY`.
enum S3ResourceName {
    /// Returns the bucket. Nil if the ARN is of something else, such as an access point.
    static func bucket(_ arn: String) -> String? {
        path(arn).map { String($0.prefix { $0 != "/" }) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Returns the key. Nil if the ARN isn't that of an object.
    static func key(_ arn: String) -> String? {
        guard let path = path(arn), let slash = path.firstIndex(of: "/") else { return nil }
        let key = String(path[path.index(after: slash)...])
        return key.isEmpty ? nil : key
    }

    private static func path(_ arn: String) -> Substring? {
        let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        return parts.count == 6 && parts[0] == "arn" && parts[2] == "s3" && parts[3].isEmpty ? parts[5] : nil
    }
}
