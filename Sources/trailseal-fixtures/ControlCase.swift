/// One case about the controls: description files and the expected results.
struct ControlCase {
    struct Expected {
        var control: String
        var status: String
        /// Whether the result must mention an assumption.
        var isAssumed = false
        var resources: [(String, String)] = []
    }

    let name: String
    let rule: String
    let description: String
    var files: [(name: String, bytes: [UInt8])]
    let exitStatus: Int
    var accounts: [(id: String?, expected: [Expected])] = []
    /// What the message on standard error must contain, if the run must fail.
    var complaint: String?
    /// The arguments of the command. Nil for the files.
    var arguments: [String]?

    var json: String {
        let expected = accounts.map { account in
            JSONNode.object([
                ("accountId", account.id.map { .text($0) } ?? .null),
                (
                    "controls",
                    .object(
                        account.expected.map { one in
                            (
                                one.control,
                                .object([
                                    ("status", .text(one.status)), ("assumed", .bool(one.isAssumed)),
                                    ("resources", .object(one.resources.map { ($0.0, .text($0.1)) })),
                                ])
                            )
                        })
                ),
            ])
        }
        return JSONNode.object([
            ("schemaVersion", "1.0"), ("name", .text(name)), ("description", .text(description)),
            ("rule", .text(rule)), ("arguments", .list((arguments ?? files.map(\.name)).map { .text($0) })),
            ("exitStatus", .number(exitStatus)), ("complaint", complaint.map { .text($0) } ?? .null),
            ("accounts", .list(expected)),
        ]).serialized
    }
}

/// An account whose settings pass all seven controls. Cases change single settings.
enum HealthyAccount {
    static let account = "111122223333"
    static let arn = "arn:aws:cloudtrail:us-east-1:111122223333:trail/management"
    static let bucket = "virtual-trail-logs"
    static let entry = ["DescribeTrails", "trailList", "0"]
    static let status = ["trails", arn, "GetTrailStatus"]
    static let selectors = ["trails", arn, "GetEventSelectors"]
    static let settings = ["buckets", bucket]

    static var trail: JSONNode {
        [
            "Name": "management", "S3BucketName": .text(bucket), "IncludeGlobalServiceEvents": true,
            "IsMultiRegionTrail": true, "HomeRegion": "us-east-1", "TrailARN": .text(arn),
            "LogFileValidationEnabled": true,
            "CloudWatchLogsLogGroupArn": "arn:aws:logs:us-east-1:111122223333:log-group:trail:*",
            "KmsKeyId": "arn:aws:kms:us-east-1:111122223333:key/00000000-1111-2222-3333-444444444444",
            "HasCustomEventSelectors": true, "HasInsightSelectors": false, "IsOrganizationTrail": false,
        ]
    }

    static func fullSelectors(_ arn: String) -> JSONNode {
        [
            "TrailARN": .text(arn),
            "EventSelectors": [
                [
                    "ReadWriteType": "All", "IncludeManagementEvents": true, "DataResources": [],
                    "ExcludeManagementEventSources": [],
                ]
            ],
        ]
    }

    static var policy: JSONNode {
        .text(
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},\
            "Action":"s3:PutObject","Resource":"arn:aws:s3:::virtual-trail-logs/AWSLogs/*"}]}
            """)
    }

    static func block(_ on: Bool) -> JSONNode {
        [
            "PublicAccessBlockConfiguration": [
                "BlockPublicAcls": .bool(on), "IgnorePublicAcls": .bool(on), "BlockPublicPolicy": .bool(on),
                "RestrictPublicBuckets": .bool(on),
            ]
        ]
    }

    static var grants: JSONNode {
        [
            "Owner": ["ID": "owner"],
            "Grants": [["Grantee": ["ID": "owner", "Type": "CanonicalUser"], "Permission": "FULL_CONTROL"]],
        ]
    }

    static var bucketSettings: JSONNode {
        [
            "GetPublicAccessBlock": block(true), "GetBucketPolicyStatus": ["PolicyStatus": ["IsPublic": false]],
            "GetBucketPolicy": ["Policy": policy], "GetBucketAcl": grants,
            "GetBucketLogging": ["LoggingEnabled": ["TargetBucket": "access-logs", "TargetPrefix": ""]],
        ]
    }

    private static var answers: JSONNode {
        [
            "GetTrailStatus": [
                "IsLogging": true, "StartLoggingTime": "2026-01-01T00:00:00Z",
                "LatestCloudWatchLogsDeliveryTime": "2026-10-01T23:50:00Z",
                "LatestDigestDeliveryTime": "2026-10-01T23:15:00Z",
            ], "GetEventSelectors": fullSelectors(arn),
        ]
    }

    static var document: JSONNode {
        [
            "accountId": .text(account), "capturedAt": "2026-10-02T00:00:00Z", "region": "us-east-1",
            "DescribeTrails": ["trailList": [trail]], "trails": .object([(arn, answers)]),
            "buckets": .object([(bucket, bucketSettings)]), "GetAccountPublicAccessBlock": block(true),
        ]
    }
}

extension HealthyAccount {
    /// The account after its trail was deleted.
    static let withoutTrail: Changes = [(["DescribeTrails", "trailList"], []), (["trails"], .absent)]
}

/// Changes to a document: paths and their new values. `absent` removes a value.
typealias Changes = [(path: [String], value: JSONNode)]

/// A case about one control of the healthy account with some changes. Other controls aren't checked.
func controlCase(
    _ number: Int, _ name: String, _ rule: String, _ description: String, _ status: String, assumed: Bool = false,
    exit: Int? = nil, resources: [(String, String)] = [], _ changes: Changes = []
) -> ControlCase {
    var document = HealthyAccount.document
    for change in changes { document.set(change.path[...], change.value) }
    let resource = number >= 6 ? HealthyAccount.bucket : HealthyAccount.arn
    return ControlCase(
        name: "\(number)-\(name)", rule: rule, description: description,
        files: [("description.json", Array(document.serialized.utf8))],
        exitStatus: exit ?? ["PASSED": 0, "FAILED": 3][status, default: 2],
        accounts: [
            (
                HealthyAccount.account,
                [
                    .init(
                        control: "CloudTrail.\(number)", status: status, isAssumed: assumed,
                        resources: resources.isEmpty ? [(resource, status)] : resources)
                ]
            )
        ])
}
