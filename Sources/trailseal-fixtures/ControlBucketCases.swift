/// The controls of log buckets: CloudTrail.6 and CloudTrail.7.
enum ControlBucketCases {
    private typealias Healthy = HealthyAccount

    static var all: [ControlCase] { legs + unknown + policies + logging }

    private static func call(_ name: String) -> [String] { Healthy.settings + [name] }
    private static let list = call("GetBucketAcl")
    private static let verdict = call("GetBucketPolicyStatus")
    private static let policy = call("GetBucketPolicy")
    private static let block = call("GetPublicAccessBlock")
    private static let accountBlock = ["GetAccountPublicAccessBlock"]

    private static func grants(_ group: String, _ permission: String = "READ") -> JSONNode {
        [
            "Grants": [
                [
                    "Grantee": ["Type": "Group", "URI": .text("http://acs.amazonaws.com/groups/\(group)")],
                    "Permission": .text(permission),
                ]
            ]
        ]
    }
    private static let everybody = grants("global/AllUsers")
    private static let isPublic: JSONNode = ["PolicyStatus": ["IsPublic": true]]
    private static func only(_ setting: String) -> JSONNode {
        ["PublicAccessBlockConfiguration": .object([(setting, .bool(true))])]
    }
    private static let unblocked: Changes = [
        (block, .error("NoSuchPublicAccessBlockConfiguration")),
        (accountBlock, .error("NoSuchPublicAccessBlockConfiguration")),
    ]
    private static func unblocked(with more: Changes) -> Changes { unblocked + more }
    /// The trail belongs to another account.
    private static let foreign: Changes = [
        (["accountId"], "999988887777"), (Healthy.entry + ["IsOrganizationTrail"], true),
    ]

    private static func foreign(with more: Changes) -> Changes { foreign + more }

    private static func one(
        _ name: String, _ description: String, _ status: String, assumed: Bool = false, exit: Int? = nil,
        _ changes: Changes
    ) -> ControlCase {
        controlCase(6, name, "CONTROL-16", description, status, assumed: assumed, exit: exit, changes)
    }

    private static var legs: [ControlCase] {
        [
            one("private", "Private list, policy that is not public.", "PASSED", unblocked),
            one("acl-everybody", "A grant to everybody.", "FAILED", unblocked(with: [(list, everybody)])),
            one(
                "acl-authenticated", "A grant to everybody with an AWS account.", "FAILED",
                unblocked(with: [(list, grants("global/AuthenticatedUsers"))])),
            one(
                "acl-null-grant", "A null in the list of grants is a grant to somebody unknown.", "NOT_AVAILABLE",
                unblocked(with: [(list, ["Grants": [.null]])])),
            one(
                "acl-read-acp", "A public grant that only shows the list.", "FAILED", assumed: true,
                unblocked(with: [(list, grants("global/AllUsers", "READ_ACP"))])),
            one(
                "acl-other-group", "A group that S3 doesn't have.", "NOT_AVAILABLE",
                unblocked(with: [(list, grants("global/Everyone"))])),
            one(
                "acl-nobody", "A grant that goes to nobody who is named.", "NOT_AVAILABLE",
                unblocked(with: [(list, ["Grants": [["Grantee": ["Type": "Group"], "Permission": "READ"]]])])),
            one(
                "acl-log-delivery", "The log delivery group is not public.", "PASSED",
                unblocked(with: [(list, grants("s3/LogDelivery", "WRITE"))])),
            one(
                "acl-ignored-by-bucket", "A public list that the bucket ignores.", "PASSED",
                unblocked(with: [(list, everybody), (block, only("IgnorePublicAcls"))])),
            one(
                "acl-ignored-by-account", "A public list that the account ignores.", "PASSED",
                unblocked(with: [(list, everybody), (accountBlock, only("IgnorePublicAcls"))])),
            one(
                "acl-blocked-only", "BlockPublicAcls lifts nothing.", "FAILED",
                unblocked(with: [(list, everybody), (block, only("BlockPublicAcls"))])),
            one(
                "policy-public", "S3 says that the policy is public.", "FAILED", unblocked(with: [(verdict, isPublic)])),
            one(
                "policy-restricted-by-bucket", "A public policy that the bucket restricts.", "PASSED",
                unblocked(with: [(verdict, isPublic), (block, only("RestrictPublicBuckets"))])),
            one(
                "policy-restricted-by-account", "A public policy that the account restricts.", "PASSED",
                unblocked(with: [(verdict, isPublic), (accountBlock, only("RestrictPublicBuckets"))])),
            one(
                "policy-blocked-only", "BlockPublicPolicy lifts nothing.", "FAILED",
                unblocked(with: [(verdict, isPublic), (block, only("BlockPublicPolicy"))])),
            one(
                "policy-wrong-block", "IgnorePublicAcls does not lift a policy.", "FAILED",
                unblocked(with: [(verdict, isPublic), (block, only("IgnorePublicAcls"))])),
            one(
                "exposed-mitigation-unknown", "A public list, no block collected.", "FAILED", assumed: true,
                [(list, everybody), (block, .absent), (accountBlock, .absent)]),
            one(
                "account-block-foreign", "The account's block does not protect another account's bucket.", "FAILED",
                foreign(with: [(list, everybody), (block, .error("NoSuchPublicAccessBlockConfiguration"))])
            ).seen(by: "999988887777"),
            one(
                "account-block-no-answer", "Every call on the bucket is refused: the account's block does not count.",
                "NOT_AVAILABLE", assumed: true, refused),
            one(
                "no-block-settings", "Missing block settings alone aren't a failure.", "PASSED",
                [(block, .absent), (accountBlock, .absent)]),
        ]
    }

    private static let refused: Changes = [
        (list, .error("AccessDenied")), (verdict, .error("AccessDenied")), (policy, .error("AccessDenied")),
        (block, .error("AccessDenied")),
    ]

    private static var unknown: [ControlCase] {
        [
            one("foreign-refused", "Another account's bucket refuses.", "WARNING", foreign + refused)
                .seen(by: "999988887777"),
            one(
                "foreign-list-refused", "Another account's bucket refuses one call, unblocked.", "WARNING",
                foreign(with: [(list, .error("AccessDenied")), (block, .error("NoSuchPublicAccessBlockConfiguration"))])
            ).seen(by: "999988887777"),
            one(
                "foreign-not-collected", "Nothing of another account's bucket was collected.", "NOT_AVAILABLE",
                foreign(with: [(Healthy.settings, .absent)])
            ).seen(by: "999988887777"),
            one(
                "not-collected", "Nothing of the bucket was collected.", "NOT_AVAILABLE", [(Healthy.settings, .absent)]),
            one(
                "no-such-bucket", "The bucket is gone.", "NOT_AVAILABLE",
                [
                    (list, .error("NoSuchBucket")), (verdict, .error("NoSuchBucket")),
                    (policy, .error("NoSuchBucket")), (block, .error("NoSuchBucket")),
                ]),
            one(
                "list-unknown-ignored", "The list is not known, and is ignored.", "PASSED",
                [(list, .absent), (block, only("IgnorePublicAcls"))]),
            one(
                "list-unknown", "The list is not known.", "NOT_AVAILABLE", unblocked(with: [(list, .absent)])),
            one(
                "public-beside-unknown", "A public policy fails, whatever the list is.", "FAILED",
                unblocked(with: [(list, .error("AccessDenied")), (verdict, isPublic)])),
            one(
                "no-policy", "No policy, by its status.", "PASSED",
                unblocked(with: [(verdict, .error("NoSuchBucketPolicy")), (policy, .absent)])),
            one(
                "no-policy-text", "No policy, by its text.", "PASSED",
                unblocked(with: [(verdict, .absent), (policy, .error("NoSuchBucketPolicy"))])),
            contradicting(
                "no-policy-and-text", "One call says that there is no policy, the other has a public one.",
                "NOT_AVAILABLE",
                [
                    (verdict, .error("NoSuchBucketPolicy")),
                    (policy, ["Policy": .text(statement("\"Principal\":\"*\""))]),
                ]),
            contradicting(
                "public-and-no-policy", "S3 calls public what it says isn't there. Its verdict decides.", "FAILED",
                [(verdict, isPublic), (policy, .error("NoSuchBucketPolicy"))]),
            contradicting(
                "no-policy-and-private-text", "Whichever is right, the policy isn't public.", "PASSED",
                [(verdict, .error("NoSuchBucketPolicy"))]),
            contradicting(
                "no-policy-and-text-restricted", "Public policies are restricted.", "PASSED",
                [
                    (verdict, .error("NoSuchBucketPolicy")),
                    (policy, ["Policy": .text(statement("\"Principal\":\"*\""))]),
                    (block, only("RestrictPublicBuckets")),
                ]),
            controlCase(
                6, "policy-of-another", "CONTROL-28", "The policy is that of another bucket.", "NOT_AVAILABLE",
                unblocked(with: [
                    (verdict, .absent),
                    (policy, ["Policy": .text(statement("\"Principal\":\"*\"", bucket: "other-trail-logs"))]),
                ])),
            one(
                "status-without-verdict", "A policy status without IsPublic, as a mock writes it, says nothing.",
                "NOT_AVAILABLE", unblocked(with: [(verdict, ["PolicyStatus": [:]]), (policy, .absent)])),
            one(
                "verdict-over-text", "S3's verdict decides, not the text.", "PASSED",
                unblocked(with: [(policy, ["Policy": .text(statement("\"Principal\":\"*\""))])])),
            one(
                "policy-not-json", "The policy is not JSON.", "NOT_AVAILABLE",
                unblocked(with: [(verdict, .absent), (policy, ["Policy": "{not json"])])),
            one(
                "policy-doubled-member", "A member of the policy is given twice: neither of them decides.",
                "NOT_AVAILABLE",
                unblocked(with: [
                    (verdict, .absent),
                    (
                        policy,
                        [
                            "Policy":
                                #"{"Statement":[{"Effect":"Deny","Effect":"Allow","Principal":"*","Action":"s3:*"}]}"#
                        ]
                    ),
                ])),
            one(
                "policy-without-statement", "The policy has no statement.", "NOT_AVAILABLE",
                unblocked(with: [(verdict, .absent), (policy, ["Policy": "{}"])])),
            controlCase(
                6, "no-trail", "CONTROL-6", "No trail, no bucket.", "NOT_AVAILABLE", assumed: true, exit: 3,
                Healthy.withoutTrail
            ).withoutResources,
        ]
    }

    private static func contradicting(
        _ name: String, _ description: String, _ status: String, _ changes: Changes
    ) -> ControlCase {
        controlCase(6, name, "CONTROL-29", description, status, unblocked(with: changes))
    }

    private static func statement(
        _ members: String, effect: String = "Allow", bucket: String = Healthy.bucket
    ) -> String {
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"\(effect)\",\(members),\"Action\":\"s3:GetObject\","
            + "\"Resource\":\"arn:aws:s3:::\(bucket)/*\"}]}"
    }

    private static var policies: [ControlCase] {
        func text(_ name: String, _ description: String, _ status: String, _ text: String) -> ControlCase {
            controlCase(
                6, "policy-" + name, "CONTROL-17", description, status,
                unblocked(with: [(verdict, .absent), (policy, ["Policy": .text(text)])]))
        }
        func principal(_ name: String, _ status: String, _ value: String) -> ControlCase {
            text("principal-" + name, "The principal is \(value).", status, statement("\"Principal\":\(value)"))
        }
        func condition(_ name: String, _ status: String, _ value: String) -> ControlCase {
            text(
                "condition-" + name, "Everybody under the condition \(value).", status,
                statement("\"Principal\":\"*\",\"Condition\":{\(value)}"))
        }
        let user = "\"arn:aws:iam::111122223333:user/a\""
        return [
            principal("everybody", "FAILED", "\"*\""), principal("aws-everybody", "FAILED", "{\"AWS\":\"*\"}"),
            principal("in-list", "FAILED", "{\"AWS\":[\(user),\"*\"]}"),
            principal("wildcard", "FAILED", "{\"AWS\":\"arn:aws:iam::111122223333:user/*\"}"),
            principal("variable", "FAILED", "{\"AWS\":\"arn:aws:iam::${aws:PrincipalAccount}:root\"}"),
            principal("federated", "FAILED", "{\"Federated\":\"cognito-identity.amazonaws.com\"}"),
            principal("service", "PASSED", "{\"Service\":\"cloudtrail.amazonaws.com\"}"),
            principal("user", "PASSED", "{\"AWS\":\(user)}"),
            principal("account", "PASSED", "{\"AWS\":\"111122223333\"}"),
            text(
                "not-principal", "NotPrincipal lets everybody else in.", "FAILED",
                statement("\"NotPrincipal\":{\"AWS\":\(user)}")),
            text("no-principal", "A statement without a principal.", "FAILED", statement("\"Sid\":\"a\"")),
            text(
                "unknown-member", "A member that no policy has: it may be the principal.", "NOT_AVAILABLE",
                statement("\"principal\":{\"AWS\":\(user)}")),
            principal("other-kind", "NOT_AVAILABLE", "{\"aws\":\(user)}"),
            condition("not-object", "NOT_AVAILABLE", "\"StringEquals\":[\"aws:SourceAccount\",\"111122223333\"]"),
            condition(
                "kms-key", "FAILED", "\"StringEquals\":{\"s3:x-amz-server-side-encryption-aws-kms-key-id\":\"key\"}"),
            text("deny", "Deny is not looked at.", "PASSED", statement("\"Principal\":\"*\"", effect: "Deny")),
            text(
                "single-statement", "Statement may be a single object.", "FAILED",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:*\",\"Resource\":\"*\"}}"),
            text(
                "second-statement", "One public statement is enough.", "FAILED",
                "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\(user)}},{\"Effect\":\"Allow\","
                    + "\"Principal\":\"*\"}]}"),
            condition("source-account", "PASSED", "\"StringEquals\":{\"aws:SourceAccount\":\"111122223333\"}"),
            condition("case", "PASSED", "\"StringEquals\":{\"AWS:sourceaccount\":\"111122223333\"}"),
            condition("not-equals", "FAILED", "\"StringNotEquals\":{\"aws:SourceAccount\":\"111122223333\"}"),
            condition("if-exists", "FAILED", "\"StringEqualsIfExists\":{\"aws:SourceAccount\":\"111122223333\"}"),
            condition(
                "for-all-values", "FAILED", "\"ForAllValues:StringEquals\":{\"aws:SourceAccount\":\"111122223333\"}"),
            condition("wildcard", "FAILED", "\"StringLike\":{\"aws:SourceArn\":\"arn:aws:cloudtrail:*\"}"),
            condition("one-loose-value", "FAILED", "\"StringLike\":{\"aws:SourceVpc\":[\"vpc-1\",\"vpc-*\"]}"),
            condition("no-value", "FAILED", "\"StringEquals\":{\"aws:SourceVpc\":[]}"),
            condition("organization", "PASSED", "\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-aaaabbbbcc\"}"),
            condition("secure-transport", "FAILED", "\"Bool\":{\"aws:SecureTransport\":\"true\"}"),
            condition("user-id", "PASSED", "\"StringEquals\":{\"aws:userid\":\"AIDAEXAMPLE\"}"),
            condition("role-sessions", "FAILED", "\"StringLike\":{\"aws:userid\":\"AROAEXAMPLE:*\"}"),
            condition("address", "PASSED", "\"IpAddress\":{\"aws:SourceIp\":\"203.0.113.0/24\"}"),
            condition("address-broad", "FAILED", "\"IpAddress\":{\"aws:SourceIp\":\"0.0.0.0/1\"}"),
            condition("address-all", "FAILED", "\"IpAddress\":{\"aws:SourceIp\":[\"203.0.113.0/24\",\"0.0.0.0/0\"]}"),
            condition("address-private", "PASSED", "\"IpAddress\":{\"aws:SourceIp\":\"10.0.0.0/8\"}"),
            condition("address-6", "PASSED", "\"IpAddress\":{\"aws:SourceIp\":\"2001:db8::/32\"}"),
            condition("address-6-broad", "FAILED", "\"IpAddress\":{\"aws:SourceIp\":\"2001::/16\"}"),
            condition("not-address", "FAILED", "\"NotIpAddress\":{\"aws:SourceIp\":\"203.0.113.0/24\"}"),
            condition(
                "access-point", "PASSED",
                "\"ArnLike\":{\"s3:DataAccessPointArn\":\"arn:aws:s3:us-east-1:111122223333:accesspoint/*\"}"),
            condition(
                "access-point-any-account", "FAILED",
                "\"ArnLike\":{\"s3:DataAccessPointArn\":\"arn:aws:s3:us-east-1:*:accesspoint/a\"}"),
            condition(
                "access-point-account", "PASSED", "\"StringEquals\":{\"s3:DataAccessPointAccount\":\"111122223333\"}"),
        ]
    }

    private static var logging: [ControlCase] {
        let answer = call("GetBucketLogging")
        let second = "arn:aws:cloudtrail:us-east-1:111122223333:trail/second"
        func one(
            _ name: String, _ description: String, _ status: String, rule: String = "CONTROL-18", assumed: Bool = false,
            _ value: JSONNode
        ) -> ControlCase {
            controlCase(7, name, rule, description, status, assumed: assumed, [(answer, value)])
        }
        return [
            one(
                "on", "A target bucket, an empty prefix.", "PASSED", ["LoggingEnabled": ["TargetBucket": "access-logs"]]
            ),
            one("off", "An empty answer.", "FAILED", assumed: true, [:]),
            one(
                "unknown-member", "An answer that holds something else than AWS's.", "NOT_AVAILABLE", rule: "CONTROL-2",
                ["BucketLoggingStatus": ["LoggingEnabled": ["TargetBucket": "access-logs"]]]),
            one(
                "unknown-target", "Logging whose target has another name.", "NOT_AVAILABLE", rule: "CONTROL-2",
                ["LoggingEnabled": ["Target": "access-logs"]]),
            one(
                "no-target", "Logging without a target.", "FAILED", assumed: true,
                ["LoggingEnabled": ["TargetPrefix": "a"]]),
            one(
                "self", "The bucket logs into itself.", "PASSED", assumed: true,
                ["LoggingEnabled": ["TargetBucket": "virtual-trail-logs"]]),
            one(
                "none-text", "A target None, as text output writes that there is none.", "NOT_AVAILABLE",
                rule: "CONTROL-2", ["LoggingEnabled": ["TargetBucket": "None"]]),
            one(
                "null-text", "A target null.", "NOT_AVAILABLE", rule: "CONTROL-2",
                ["LoggingEnabled": ["TargetBucket": "null"]]),
            one("absent", "Not collected.", "NOT_AVAILABLE", rule: "CONTROL-1", .absent),
            one("error", "Another error.", "NOT_AVAILABLE", rule: "CONTROL-1", .error("NoSuchBucket")),
            one("error-without-code", "An error without a code.", "NOT_AVAILABLE", ["Error": [:]]),
            one(
                "refused-own", "Refused, by the account's own trail.", "NOT_AVAILABLE", assumed: true,
                .error("AccessDenied")),
            controlCase(
                7, "no-trail", "CONTROL-6", "No trail, no bucket.", "NOT_AVAILABLE", assumed: true, exit: 3,
                Healthy.withoutTrail
            ).withoutResources,
            controlCase(
                7, "no-bucket", "CONTROL-6", "A trail that names no bucket.", "NOT_AVAILABLE",
                resources: [(Healthy.arn, "NOT_AVAILABLE")], [(Healthy.entry + ["S3BucketName"], .absent)]),
            controlCase(
                7, "bucket-none-text", "CONTROL-2", "A trail whose bucket is None.", "NOT_AVAILABLE",
                resources: [(Healthy.arn, "NOT_AVAILABLE")], [(Healthy.entry + ["S3BucketName"], "None")]),
            controlCase(
                7, "no-bucket-beside", "CONTROL-6", "A trail that names no bucket, beside one whose bucket passes.",
                "NOT_AVAILABLE", exit: 2,
                resources: [(Healthy.bucket, "PASSED"), (second, "NOT_AVAILABLE")],
                [
                    (
                        ["DescribeTrails", "trailList", "1"],
                        {
                            var trail = Healthy.trail
                            trail.set(["TrailARN"], .text(second))
                            trail.set(["S3BucketName"], .absent)
                            return trail
                        }()
                    )
                ]),
            controlCase(
                7, "refused-foreign", "CONTROL-7", "Refused, of another account.", "WARNING",
                foreign(with: [(answer, .error("AccessDenied"))])
            ).seen(by: "999988887777"),
        ]
    }
}
