/// Members that are misspelled or in the wrong place. They never decide anything.
enum ControlSpellingCases {
    private typealias Healthy = HealthyAccount

    static var all: [ControlCase] { spellings + places + values }

    private static func refused(
        _ name: String, _ description: String, names complaint: String, rule: String = "CONTROL-2", _ changes: Changes
    ) -> ControlCase {
        ControlDocumentCases.refuse(
            "spelling-" + name, description, rule: rule, names: complaint,
            Array(ControlDocumentCases.changed(changes).serialized.utf8))
    }

    /// Renames the member at the end of `path`.
    private static func renamed(_ path: [String], _ name: String, _ value: JSONNode) -> Changes {
        [(path, .absent), (path.dropLast() + [name], value)]
    }

    private static var spellings: [ControlCase] {
        let settings = Healthy.settings
        let list: JSONNode = [
            "Grants": [
                ["grantee": ["uri": "http://acs.amazonaws.com/groups/global/AllUsers"], "permission": "READ"]
            ]
        ]
        func one(_ name: String, _ path: [String], _ other: String, _ value: JSONNode) -> ControlCase {
            refused(
                name, "\(path.last ?? "") is spelled \(other).", names: other, renamed(path, other, value))
        }
        return [
            one("account", ["accountId"], "AccountId", .text(Healthy.account)),
            one("list", ["DescribeTrails", "trailList"], "TrailList", [Healthy.trail]),
            one("multi-region", Healthy.entry + ["IsMultiRegionTrail"], "isMultiRegionTrail", true),
            one("key", Healthy.entry + ["KmsKeyId"], "kms_key_id", "key"),
            one("validation", Healthy.entry + ["LogFileValidationEnabled"], "log_file_validation_enabled", true),
            one("arn", Healthy.entry + ["TrailARN"], "trailARN", .text(Healthy.arn)),
            one("status", Healthy.status + ["IsLogging"], "is_logging", true),
            one("selectors", Healthy.selectors + ["EventSelectors"], "eventSelectors", []),
            one(
                "selector", Healthy.selectors + ["EventSelectors", "0", "ReadWriteType"], "readWriteType", "ReadOnly"),
            refused(
                "advanced", "A field selector in camel case.", names: "fieldSelectors",
                [
                    (
                        Healthy.selectors,
                        ["AdvancedEventSelectors": [["fieldSelectors": [["field": "eventCategory"]]]]]
                    )
                ]),
            refused(
                "grantee", "A grant in camel case.", names: "GetBucketAcl.Grants[0].grantee",
                [(settings + ["GetBucketAcl"], list)]),
            one(
                "policy-status", settings + ["GetBucketPolicyStatus", "PolicyStatus"], "policyStatus",
                ["isPublic": false]),
            one(
                "block", settings + ["GetPublicAccessBlock", "PublicAccessBlockConfiguration", "IgnorePublicAcls"],
                "ignorePublicAcls", true),
            one("logging", settings + ["GetBucketLogging", "LoggingEnabled"], "loggingEnabled", [:]),
            one("error", settings + ["GetBucketLogging"], "get_bucket_logging", [:]),
            refused(
                "error-code", "The code of an error in camel case.", names: "GetBucketPolicyStatus.error",
                [(settings + ["GetBucketPolicyStatus"], ["error": ["code": "NoSuchBucketPolicy"]])]),
            refused(
                "both", "A member in AWS's spelling and in another one.", names: "isLogging",
                [(Healthy.status + ["isLogging"], false)]),
        ]
    }

    private static var places: [ControlCase] {
        let settings = Healthy.settings
        return [
            refused(
                "status-unwrapped", "A status without its section.",
                names: "expected GetTrailStatus.IsLogging",
                [(["trails", Healthy.arn], ["IsLogging": true])]),
            refused(
                "status-in-entry", "A status in the entry of its trail.", names: "expected GetTrailStatus.IsLogging",
                [(Healthy.entry + ["IsLogging"], true)]),
            refused(
                "selectors-unwrapped", "A list of selectors without its answer.", names: "GetEventSelectors isn't",
                [(Healthy.selectors, [["ReadWriteType": "All"]])]),
            refused(
                "policy-status-unwrapped", "A policy status without its wrapper.",
                names: "expected GetBucketPolicyStatus.PolicyStatus.IsPublic",
                [(settings + ["GetBucketPolicyStatus"], ["IsPublic": false])]),
            refused(
                "block-unwrapped", "Public access settings without their wrapper.",
                names: "expected GetPublicAccessBlock.PublicAccessBlockConfiguration.",
                [(settings + ["GetPublicAccessBlock"], ["IgnorePublicAcls": true, "RestrictPublicBuckets": true])]),
            refused(
                "grants-unwrapped", "A list of grants without its answer.", names: "GetBucketAcl isn't",
                [(settings + ["GetBucketAcl"], [])]),
            refused(
                "policy-unwrapped", "A bucket policy without its answer.", names: "expected GetBucketPolicy.Policy",
                [(settings + ["GetBucketPolicy"], ["Version": "2012-10-17", "Statement": []])]),
            refused(
                "grantee-unwrapped", "A grant without its grantee's wrapper.",
                names: "expected GetBucketAcl.Grants[].Grantee.ID",
                [
                    (
                        settings + ["GetBucketAcl"],
                        ["Grants": [["ID": "1", "Type": "CanonicalUser", "Permission": "READ"]]]
                    )
                ]),
            refused(
                "error-unwrapped", "The code of an error without its wrapper.", names: "expected Error.Code",
                [(settings + ["GetBucketPolicy"], ["Code": "NoSuchBucketPolicy"])]),
            refused(
                "logging-unwrapped", "A logging target without its wrapper.",
                names: "expected GetBucketLogging.LoggingEnabled.TargetBucket",
                [(settings + ["GetBucketLogging"], ["TargetBucket": "access-logs"])]),
            refused(
                "error-and-answer", "An error beside an answer.", names: "both an error and an answer",
                [(settings + ["GetBucketPolicyStatus", "Error"], ["Code": "AccessDenied"])]),
            refused(
                "trail-by-name", "Answers about a trail by its name.", names: "trails.management isn't named",
                [(["trails"], ["management": ["GetTrailStatus": ["IsLogging": true]]])]),
            refused(
                "bucket-by-arn", "Answers about a bucket by its ARN.", names: "isn't named by the bucket's name",
                [(["buckets"], ["arn:aws:s3:::virtual-trail-logs": [:]])]),
        ]
    }

    /// Values that AWS never returns decide nothing.
    private static var values: [ControlCase] {
        func one(_ name: String, _ description: String, _ answer: JSONNode) -> ControlCase {
            controlCase(
                1, "spelling-" + name, "CONTROL-2", description, "NOT_AVAILABLE", [(Healthy.selectors, answer)])
        }
        func advanced(_ fields: JSONNode...) -> JSONNode {
            ["AdvancedEventSelectors": [["Name": "any", "FieldSelectors": .list(fields)]]]
        }
        let management: JSONNode = ["Field": "eventCategory", "Equals": ["Management"]]
        return [
            one("type-value", "ReadWriteType is all.", ["EventSelectors": [["ReadWriteType": "all"]]]),
            one(
                "selector-member", "A selector with a member that AWS doesn't give.",
                ["EventSelectors": [["Type": "ReadOnly"]]]),
            one("selectors-member", "An answer with another list.", ["Selectors": [["ReadWriteType": "ReadOnly"]]]),
            one(
                "category-value", "The category is management.",
                advanced(["Field": "eventCategory", "Equals": ["management"]])),
            one(
                "category-field", "The field is event_category.",
                advanced(["Field": "event_category", "Equals": ["Management"]])),
            one("no-category", "A selector without a category.", advanced(["Field": "readOnly", "Equals": ["true"]])),
            one(
                "other-field", "The field is read_only.",
                advanced(management, ["Field": "read_only", "Equals": ["true"]])),
            one(
                "operator", "An operator that AWS doesn't have.",
                advanced(management, ["Field": "readOnly", "Is": ["true"]])),
            one("empty-operator", "A field without a value.", advanced(management, ["Field": "readOnly"])),
        ]
    }
}
