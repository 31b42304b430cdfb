internal import TrailSealPrimitives

/// The members that AWS returns in one object.
///
/// AWS spells each member in one way. Tools that save answers may change the case or write `snake_case`, which would
/// make the member look absent. So a misspelled member is an error and never ignored (CONTROL-2).
struct KnownMembers: ExpressibleByArrayLiteral, Sendable {
    let names: Set<ByteString>
    private let spellings: [ByteString: ByteString]

    /// Members that belong into one of these, by stem, with their path.
    private let inner: [ByteString: String]

    /// `inner` are the members of the object `path`, which tools may leave out around them.
    init(_ names: some Sequence<ByteString>, around inner: [ByteString] = [], at path: String = "") {
        self.names = Set(names)
        spellings = Dictionary(self.names.map { (Self.stem($0), $0) }) { first, _ in first }
        self.inner = Dictionary(inner.map { (Self.stem($0), "\(path).\($0)") }) { first, _ in first }
    }

    init(arrayLiteral names: ByteString...) { self.init(names) }

    /// Returns what AWS's answer has instead of an unknown name: the same member in its proper spelling, or the path
    /// at which it belongs. Nil for a name that no control needs.
    func expectation(for name: ByteString) -> String? {
        let stem = Self.stem(name)
        return spellings[stem]?.description ?? inner[stem] ?? Self.deciding[stem]
    }

    /// Reduces a name to what all its spellings share: letters and digits, without case.
    private static func stem(_ name: ByteString) -> ByteString {
        ByteString(
            name.lowercasedASCII.bytes.filter {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            })
    }

    /// Members that SDKs add to an answer.
    static let metadata: Set<ByteString> = ["ResponseMetadata", "ResultMetadata", "$metadata"]

    /// The members that decide something, by stem, with the path at which AWS or the description has them.
    private static let deciding: [ByteString: String] = {
        let paths: [String: [ByteString]] = [
            "trailList[]": ["TrailARN", "S3BucketName", "KmsKeyId", "CloudWatchLogsLogGroupArn"] + TrailMembers.flags,
            "GetTrailStatus": [
                "IsLogging", "LatestDeliveryError", "LatestDeliveryTime", "LatestDigestDeliveryTime",
                "LatestDigestDeliveryError", "LatestCloudWatchLogsDeliveryTime", "LatestCloudWatchLogsDeliveryError",
                "StartLoggingTime", "StopLoggingTime",
            ],
            "GetEventSelectors": ["EventSelectors", "AdvancedEventSelectors"],
            "GetEventSelectors.EventSelectors[]": [
                "ReadWriteType", "IncludeManagementEvents", "ExcludeManagementEventSources",
            ],
            "GetEventSelectors.AdvancedEventSelectors[]": ["FieldSelectors"],
            "GetEventSelectors.AdvancedEventSelectors[].FieldSelectors[]": ["Field", "Equals"] + TrailMembers.operators,
            "GetPublicAccessBlock": ["PublicAccessBlockConfiguration"],
            "GetPublicAccessBlock.PublicAccessBlockConfiguration": BucketMembers.blocks,
            "GetBucketPolicyStatus": ["PolicyStatus"], "GetBucketPolicyStatus.PolicyStatus": ["IsPublic"],
            "GetBucketPolicy": ["Policy"], "GetBucketPolicy.Policy": ["Statement"], "Error": ["Code"],
            "GetBucketAcl": ["Grants"], "GetBucketAcl.Grants[]": ["Grantee"],
            "GetBucketAcl.Grants[].Grantee": ["URI"], "GetBucketLogging": ["LoggingEnabled"],
            "GetBucketLogging.LoggingEnabled": ["TargetBucket"],
            "": ["accountId", "capturedAt", "regions", "DescribeTrails", "buckets", "GetAccountPublicAccessBlock"],
            "DescribeTrails": ["trailList"], "trails.TRAIL-ARN": Array(TrailMembers.calls.names),
            "buckets.BUCKET": Array(BucketMembers.calls.names),
        ]
        var found: [ByteString: String] = [:]
        for (path, names) in paths {
            for name in names { found[stem(name)] = path.isEmpty ? name.description : "\(path).\(name)" }
        }
        return found
    }()
}
