internal import TrailSealPrimitives

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

    private static func path(_ text: String) -> String? {
        ARN(text).flatMap { $0.service == "s3" && $0.region.isEmpty ? $0.resource : nil }
    }
}
