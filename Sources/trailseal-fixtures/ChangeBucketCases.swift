import VirtualTrail

/// Changes of log buckets.
enum ChangeBucketCases {
    private typealias Members = [(String, RecordValue)]

    static var all: [ChangeCase] { policies + lists + blocks + settings }

    private static func event(
        _ name: String, _ parameter: String?, _ request: Members = [], minute: Int = 10
    ) -> Event { .bucket(name, at: Changing.at(0, minute), Changing.bucket, parameter, request) }

    /// A case with events whose effects are given in order. All of them are about the log bucket.
    private static func one(
        _ name: String, _ rule: String, _ description: String, controls: [Int] = [6], _ pairs: [(Event, String)]
    ) -> ChangeCase {
        changeCase(
            name, rule, description, pairs.map(\.0),
            pairs.map { .done($0.0, $0.1, on: Changing.bucket(), controls: controls) })
    }

    // MARK: Policies

    private static func policy(
        _ minute: Int, _ actions: [RecordValue], principal: RecordValue = "*", effect: String = "Allow",
        condition: RecordValue? = nil
    ) -> Event {
        var statement: Members = [
            ("Sid", "One"), ("Effect", .text(effect)), ("Principal", principal),
            ("Action", actions.count == 1 ? actions[0] : .list(actions)),
            ("Resource", ["arn:aws:s3:::virtual-trail-logs", "arn:aws:s3:::virtual-trail-logs/*"]),
        ]
        if let condition { statement.append(("Condition", condition)) }
        return event(
            "PutBucketPolicy", "policy",
            [("bucketPolicy", ["Version": "2012-10-17", "Statement": [.object(statement)]])], minute: minute)
    }

    private static var policies: [ChangeCase] {
        let ownAccount: RecordValue = ["StringEquals": ["aws:SourceAccount": "111122223333"]]
        let cloudTrail: RecordValue = ["Service": "cloudtrail.amazonaws.com"]
        func statement(_ principal: RecordValue, _ action: RecordValue, _ path: String) -> RecordValue {
            [
                "Effect": "Allow", "Principal": principal, "Action": action,
                "Resource": .text("arn:aws:s3:::virtual-trail-logs" + path),
            ]
        }
        let replaced = "bucket policy replaced: "
        return [
            one(
                "bucket-policy-public", "CHANGE-2, CHANGE-5", "Bucket policies that allow everyone something.",
                [
                    (policy(10, ["s3:GetObject"]), replaced + "allows everyone to read"),
                    (policy(15, ["s3:Get*"], principal: ["AWS": "*"]), replaced + "allows everyone to read"),
                    (policy(20, ["s3:ListBucket"]), replaced + "allows everyone to list"),
                    (policy(25, ["s3:PutObject"]), replaced + "allows everyone to write"),
                    (policy(30, ["s3:DeleteObject"]), replaced + "allows everyone to delete"),
                    (
                        policy(35, ["s3:DeleteObject", "s3:GetObject"]),
                        replaced + "allows everyone to read, to delete"
                    ), (policy(40, ["s3:*"]), replaced + "allows everyone to read, to list, to write, to delete"),
                    (policy(45, ["s3:GetBucketLocation"]), replaced + "public"),
                ]),
            one(
                "bucket-policy-private", "CHANGE-5", "Bucket policies that aren't public.",
                [
                    (policy(10, ["s3:PutObject"], principal: cloudTrail), replaced + "not public"),
                    (policy(15, ["s3:*"], effect: "Deny"), replaced + "not public"),
                    (policy(20, ["s3:GetObject"], condition: ownAccount), replaced + "not public"),
                ]),
            one(
                "bucket-policy-two-statements", "CHANGE-5", "Two statements allow everyone something, and one doesn't.",
                [
                    (
                        event(
                            "PutBucketPolicy", "policy",
                            [
                                (
                                    "bucketPolicy",
                                    [
                                        "Version": "2012-10-17",
                                        "Statement": [
                                            statement("*", "s3:ListBucket", ""), statement("*", "s3:GetObject", "/*"),
                                            statement(cloudTrail, "s3:PutObject", "/*"),
                                        ],
                                    ]
                                )
                            ]), replaced + "allows everyone to read, to list"
                    )
                ]),
            one(
                "bucket-policy-undecided", "CHANGE-5", "The record doesn't hold the policy.",
                [(event("PutBucketPolicy", "policy"), "bucket policy replaced")]),
            one(
                "bucket-policy-deleted", "CHANGE-2", "A bucket policy was deleted.",
                [(event("DeleteBucketPolicy", "policy"), "bucket policy deleted")]),
        ]
    }

    // MARK: Access control lists

    private static let instance: (String, RecordValue) = (
        "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"
    )
    private static let space: (String, RecordValue) = ("xmlns", "http://s3.amazonaws.com/doc/2006-03-01/")

    private static func grants(_ minute: Int, _ grants: RecordValue) -> Event {
        event(
            "PutBucketAcl", "acl",
            [
                (
                    "AccessControlPolicy",
                    .object([space, ("Owner", ["ID": "owner"]), ("AccessControlList", ["Grant": grants])])
                )
            ], minute: minute)
    }

    private static var lists: [ChangeCase] {
        func group(_ name: String) -> RecordValue {
            let uri = "http://acs.amazonaws.com/groups/\(name)"
            return [
                "Grantee": .object([("xsi:type", "Group"), instance, ("URI", .text(uri))]), "Permission": "READ",
            ]
        }
        let owner: RecordValue = [
            "Grantee": .object([("xsi:type", "CanonicalUser"), instance, ("ID", "owner")]),
            "Permission": "FULL_CONTROL",
        ]
        func canned(_ minute: Int, _ name: String) -> Event {
            event("PutBucketAcl", "acl", [("x-amz-acl", .text(name))], minute: minute)
        }
        func granted(_ minute: Int, _ group: String) -> Event {
            let grant: RecordValue = ["x-amz-grant-read": .text("uri=http://acs.amazonaws.com/groups/\(group)")]
            return event("PutBucketAcl", "acl", [("accessControlList", grant)], minute: minute)
        }
        let replaced = "access control list replaced"
        return [
            one(
                "bucket-acl", "CHANGE-2, CHANGE-5", "Access control lists by their names.",
                [
                    (canned(10, "public-read"), replaced + ": public"),
                    (canned(15, "public-read-write"), replaced + ": public"),
                    (canned(20, "authenticated-read"), replaced + ": public"),
                    (canned(25, "private"), replaced + ": not public"),
                    (canned(30, "log-delivery-write"), replaced + ": not public"),
                    (event("PutBucketAcl", "acl", minute: 35), replaced),
                    (granted(40, "global/AllUsers"), replaced + ": public"),
                    (granted(45, "s3/LogDelivery"), replaced + ": not public"),
                ]),
            one(
                "bucket-acl-grants", "CHANGE-5", "Access control lists with one grant and with several.",
                [
                    (grants(10, group("global/AllUsers")), replaced + ": public"),
                    (grants(15, [owner, group("global/AuthenticatedUsers")]), replaced + ": public"),
                    (grants(20, owner), replaced + ": not public"),
                    (grants(25, [owner, group("s3/LogDelivery")]), replaced + ": not public"),
                ]),
        ]
    }

    // MARK: Public access blocks

    private static func block(_ off: Set<String>) -> (String, RecordValue) {
        let names = ["RestrictPublicBuckets", "BlockPublicPolicy", "BlockPublicAcls", "IgnorePublicAcls"]
        let settings: Members = names.map { ($0, .bool(!off.contains($0))) }
        return ("PublicAccessBlockConfiguration", .object([space] + settings))
    }

    private static var blocks: [ChangeCase] {
        func put(_ minute: Int, _ off: Set<String>) -> Event {
            event("PutBucketPublicAccessBlock", "publicAccessBlock", [block(off)], minute: minute)
        }
        func account(_ name: String, _ minute: Int, _ source: String, _ request: Members) -> Event {
            Event(name, of: source, at: Changing.at(0, minute), .object([("accountId", "111122223333")] + request))
        }
        let all: Set = ["RestrictPublicBuckets", "BlockPublicPolicy", "BlockPublicAcls", "IgnorePublicAcls"]
        let control = "s3-control.amazonaws.com"
        let accounts: [(Event, String)] = [
            (
                account("PutAccountPublicAccessBlock", 10, control, [block(["RestrictPublicBuckets"])]),
                "account's public access block: off: RestrictPublicBuckets"
            ),
            (
                account("PutAccountPublicAccessBlock", 15, "s3.amazonaws.com", [block([])]),
                "account's public access block: all on"
            ),
            (
                account("DeleteAccountPublicAccessBlock", 20, control, []),
                "account's public access block removed"
            ),
        ]
        return [
            one(
                "bucket-public-access-block", "CHANGE-2, CHANGE-5", "The bucket's public access block.",
                [
                    (put(10, []), "public access block: all on"),
                    (
                        put(15, ["BlockPublicPolicy", "IgnorePublicAcls"]),
                        "public access block: off: IgnorePublicAcls, BlockPublicPolicy"
                    ),
                    (
                        put(20, all),
                        "public access block: off: BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, "
                            + "RestrictPublicBuckets"
                    ),
                    (
                        event("DeleteBucketPublicAccessBlock", "publicAccessBlock", minute: 25),
                        "public access block removed"
                    ),
                ]),
            changeCase(
                "account-public-access-block", "CHANGE-2, CHANGE-5", "The account's public access block.",
                accounts.map(\.0),
                accounts.map { .done($0.0, $0.1, on: Changing.account(), controls: [6]) }),
        ]
    }

    // MARK: Other settings

    private static var settings: [ChangeCase] {
        func logging(_ minute: Int, _ status: Members) -> Event {
            event(
                "PutBucketLogging", "logging", [("BucketLoggingStatus", .object([space] + status))], minute: minute)
        }
        func rule(_ days: Int?, _ status: String = "Enabled") -> RecordValue {
            var members: Members = [
                ("ID", .text("rule-\(days ?? 0)")), ("Status", .text(status)), ("Filter", ["Prefix": ""]),
            ]
            if let days {
                members.append(("Expiration", ["Days": .number(days)]))
            } else {
                members.append(("AbortIncompleteMultipartUpload", ["DaysAfterInitiation": 7]))
            }
            return .object(members)
        }
        func filtered(_ filter: RecordValue) -> RecordValue {
            ["ID": "filtered", "Status": "Enabled", "Filter": filter, "Expiration": ["Days": 1]]
        }
        func lifecycle(_ minute: Int, _ rules: RecordValue) -> Event {
            event(
                "PutBucketLifecycle", "lifecycle", [("LifecycleConfiguration", .object([space, ("Rule", rules)]))],
                minute: minute)
        }
        func versioning(_ minute: Int, _ members: Members) -> Event {
            event(
                "PutBucketVersioning", "versioning", [("VersioningConfiguration", .object([space] + members))],
                minute: minute)
        }
        let target: Members = [("LoggingEnabled", ["TargetBucket": "access-logs", "TargetPrefix": ""])]
        let role: (String, RecordValue) = ("Role", "arn:aws:iam::111122223333:role/r")
        return [
            one(
                "bucket-logging", "CHANGE-2, CHANGE-5", "Access logging was turned off and on.", controls: [7],
                [
                    (logging(10, []), "access logging turned off"),
                    (logging(15, target), "access logging turned on, to access-logs"),
                    (
                        event("PutBucketLogging", "logging", [("BucketLoggingStatus", "")], minute: 20),
                        "access logging turned off"
                    ),
                ]),
            one(
                "bucket-lifecycle", "CHANGE-2, CHANGE-5", "Rules that let objects expire, and rules that don't.",
                controls: [],
                [
                    (lifecycle(10, rule(90)), "lifecycle rules replaced: objects expire after 90 days"),
                    (
                        lifecycle(15, [rule(365), rule(30), rule(1, "Disabled"), rule(nil)]),
                        "lifecycle rules replaced: objects expire after 30 days"
                    ), (lifecycle(20, rule(nil)), "lifecycle rules replaced"),
                    (lifecycle(25, rule(1, "Disabled")), "lifecycle rules replaced"),
                    (
                        lifecycle(26, [rule(365), filtered(["Prefix": "AWSLogs/"])]),
                        "lifecycle rules replaced: objects expire after 365 days, some after 1 day"
                    ),
                    (
                        lifecycle(28, filtered(["ObjectSizeGreaterThan": "500000"])),
                        "lifecycle rules replaced: some objects expire after 1 day"
                    ),
                    (event("DeleteBucketLifecycle", "lifecycle", minute: 30), "lifecycle rules deleted"),
                ]),
            one(
                "bucket-versioning", "CHANGE-2, CHANGE-5", "Versioning was suspended, enabled, and changed.",
                controls: [],
                [
                    (versioning(10, [("Status", "Suspended")]), "versioning suspended"),
                    (versioning(15, [("Status", "Enabled")]), "versioning enabled"),
                    (versioning(20, [("MfaDelete", "Disabled")]), "versioning changed"),
                ]),
            one(
                "bucket-other-settings", "CHANGE-2", "Settings that decide how long the evidence lives.", controls: [],
                [
                    (
                        event(
                            "PutBucketReplication", "replication",
                            [("ReplicationConfiguration", .object([space, role]))],
                            minute: 10), "replication rules replaced"
                    ),
                    (
                        event(
                            "PutBucketObjectLockConfiguration", "object-lock",
                            [("ObjectLockConfiguration", .object([space, ("ObjectLockEnabled", "Enabled")]))],
                            minute: 15), "object lock configuration replaced"
                    ),
                    (
                        event(
                            "PutBucketEncryption", "encryption",
                            [
                                (
                                    "ServerSideEncryptionConfiguration",
                                    [
                                        "Rule": [
                                            "ApplyServerSideEncryptionByDefault": ["SSEAlgorithm": "AES256"]
                                        ]
                                    ]
                                )
                            ], minute: 20), "default encryption replaced"
                    ), (event("DeleteBucketEncryption", "encryption", minute: 25), "default encryption removed"),
                    (event("DeleteBucketReplication", "replication", minute: 27), "replication rules deleted"),
                    (
                        event(
                            "PutObjectLockConfiguration", "object-lock",
                            [("ObjectLockConfiguration", .object([space, ("ObjectLockEnabled", "Enabled")]))],
                            minute: 28), "object lock configuration replaced"
                    ),
                    (event("DeleteBucket", nil, minute: 30), "bucket deleted"),
                ]),
        ]
    }
}
