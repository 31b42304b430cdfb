/// The controls of trails: CloudTrail.1 to CloudTrail.5.
enum ControlTrailCases {
    private typealias Healthy = HealthyAccount

    static var all: [ControlCase] { selectors + multiRegion + encryption + enabled + validation + logGroups }

    private static func entry(_ member: String) -> [String] { Healthy.entry + [member] }
    private static func status(_ member: String) -> [String] { Healthy.status + [member] }

    private static func classic(_ selectors: JSONNode...) -> JSONNode { ["EventSelectors": .list(selectors)] }
    private static func advanced(_ selectors: [JSONNode]...) -> JSONNode {
        ["AdvancedEventSelectors": .list(selectors.map { ["Name": "any", "FieldSelectors": .list($0)] })]
    }
    private static let management: JSONNode = ["Field": "eventCategory", "Equals": ["Management"]]

    private static var selectors: [ControlCase] {
        func one(
            _ name: String, _ description: String, _ status: String, rule: String = "CONTROL-11",
            assumed: Bool = false, _ answer: JSONNode, isCustom: JSONNode = true, exit: Int? = nil
        ) -> ControlCase {
            controlCase(
                1, "selectors-" + name, rule, description, status, assumed: assumed, exit: exit,
                [(Healthy.selectors, answer), (entry("HasCustomEventSelectors"), isCustom)])
        }
        let all: JSONNode = ["ReadWriteType": "All", "IncludeManagementEvents": true]
        let reading: JSONNode = ["ReadWriteType": "ReadOnly", "IncludeManagementEvents": true]
        let writing: JSONNode = ["ReadWriteType": "WriteOnly", "IncludeManagementEvents": true]
        func field(_ name: String, _ operation: String, _ value: String) -> JSONNode {
            .object([("Field", .text(name)), (operation, .list([.text(value)]))])
        }
        return [
            one("all", "A classic selector for everything.", "PASSED", classic(all)),
            one("defaults", "An empty classic selector: All and true are the defaults.", "PASSED", classic([:])),
            one("read-only", "Only reading.", "FAILED", classic(reading)),
            one("write-only", "Only writing.", "FAILED", classic(writing)),
            one(
                "no-management", "Management events are left out.", "FAILED",
                classic(["ReadWriteType": "All", "IncludeManagementEvents": false])),
            one(
                "excludes-kms", "Events of KMS are left out.", "FAILED",
                classic(["ReadWriteType": "All", "ExcludeManagementEventSources": ["kms.amazonaws.com"]])),
            one(
                "excludes-null", "A null among what is left out: it isn't known what is.", "NOT_AVAILABLE",
                classic(["ReadWriteType": "All", "ExcludeManagementEventSources": [.null]])),
            one(
                "excludes-empty", "So is an empty text, which AWS doesn't give.", "NOT_AVAILABLE",
                classic(["ReadWriteType": "All", "ExcludeManagementEventSources": [""]])),
            one("null", "A null for a selector has no defaults.", "NOT_AVAILABLE", classic(.null)),
            one(
                "null-beside", "A null beside a selector for everything.", "PASSED", assumed: true,
                classic(all, .null)),
            one(
                "excludes-rds-data", "Events of the RDS Data API are left out.", "FAILED",
                classic(["ReadWriteType": "All", "ExcludeManagementEventSources": ["rdsdata.amazonaws.com"]])),
            one(
                "excluded-in-one", "One of two selectors leaves KMS out, the other nothing.", "PASSED", assumed: true,
                classic(["ReadWriteType": "All", "ExcludeManagementEventSources": ["kms.amazonaws.com"]], all)),
            one(
                "pair", "One selector for reading and one for writing.", "FAILED", assumed: true,
                classic(reading, writing)),
            one(
                "narrow-and-full", "A narrow selector beside a full one.", "PASSED", assumed: true,
                classic(reading, all)),
            one("advanced", "An advanced selector for management events.", "PASSED", advanced([management])),
            one(
                "advanced-null-field", "A null beside the category may be any field.", "NOT_AVAILABLE",
                advanced([management, .null])),
            one(
                "advanced-null-value", "A null beside the category's value.", "NOT_AVAILABLE",
                advanced([["Field": "eventCategory", "Equals": ["Management", .null]]])),
            one(
                "advanced-null-operator", "A null for what the category isn't.", "NOT_AVAILABLE",
                advanced([["Field": "eventCategory", "Equals": ["Management"], "NotEquals": [.null]]])),
            one(
                "other-subject", "The answer is that of another trail.", "NOT_AVAILABLE", rule: "CONTROL-28",
                ["TrailARN": "arn:aws:cloudtrail:us-east-1:111122223333:trail/other", "EventSelectors": [all]]),
            one(
                "other-subject-announced", "So it doesn't count as not collected.", "NOT_AVAILABLE", rule: "CONTROL-28",
                ["TrailARN": "arn:aws:cloudtrail:us-east-1:111122223333:trail/other", "EventSelectors": [all]],
                isCustom: false),
            one(
                "advanced-read-only", "An advanced selector with readOnly.", "FAILED",
                advanced([management, field("readOnly", "Equals", "true")])),
            one(
                "advanced-read-only-other", "readOnly under another operator.", "FAILED",
                advanced([management, field("readOnly", "NotEquals", "true")])),
            one(
                "advanced-excludes-kms", "eventSource is not KMS.", "FAILED",
                advanced([management, field("eventSource", "NotEquals", "kms.amazonaws.com")])),
            one(
                "advanced-data", "Only data events.", "FAILED",
                advanced([
                    field("eventCategory", "Equals", "Data"), field("resources.type", "Equals", "AWS::S3::Object"),
                ])),
            one(
                "advanced-network", "Only network activity.", "FAILED",
                advanced([field("eventCategory", "Equals", "NetworkActivity")])),
            one(
                "advanced-not-category", "eventCategory under another operator too.", "FAILED",
                advanced([["Field": "eventCategory", "Equals": ["Management"], "NotEquals": ["Data"]]])),
            one(
                "advanced-pair", "An advanced pair of reading and writing.", "FAILED", assumed: true,
                advanced(
                    [management, field("readOnly", "Equals", "true")],
                    [management, field("readOnly", "Equals", "false")])),
            one(
                "advanced-data-beside", "A selector for data beside a full one.", "PASSED",
                advanced([field("eventCategory", "Equals", "Data")], [management])),
            one(
                "empty", "No selector, none announced.", "PASSED", assumed: true, ["EventSelectors": []],
                isCustom: false),
            one("empty-absent", "An answer without lists.", "PASSED", assumed: true, [:], isCustom: false),
            one(
                "empty-unannounced", "An answer without lists, and an entry that doesn't say whether there are any.",
                "NOT_AVAILABLE", [:], isCustom: .absent),
            one(
                "absent-unannounced", "Not collected, and an entry that doesn't say whether there are any.",
                "NOT_AVAILABLE", .absent, isCustom: .absent),
            one("empty-custom", "Selectors announced, none listed.", "NOT_AVAILABLE", ["EventSelectors": []]),
            one("absent", "Not collected, none announced.", "PASSED", assumed: true, .absent, isCustom: false),
            one("absent-custom", "Not collected, announced.", "NOT_AVAILABLE", .absent),
            one(
                "error", "TrailNotFoundException, none announced.", "NOT_AVAILABLE", .error("TrailNotFoundException"),
                isCustom: false),
        ]
    }

    private static var multiRegion: [ControlCase] {
        func one(
            _ name: String, _ description: String, _ status: String, rule: String = "CONTROL-10",
            assumed: Bool = false, exit: Int? = nil, resources: [(String, String)] = [], _ changes: Changes
        ) -> ControlCase {
            controlCase(
                1, name, rule, description, status, assumed: assumed, exit: exit, resources: resources,
                changes)
        }
        let notFull: (path: [String], value: JSONNode) = (
            Healthy.selectors, classic(["ReadWriteType": "ReadOnly"])
        )
        let second = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/second"
        func other(_ member: String, _ value: JSONNode) -> JSONNode {
            var trail = Healthy.trail
            trail.set(["TrailARN"], .text(second))
            trail.set([member], value)
            return trail
        }
        return [
            one("single-region", "A single-Region trail.", "FAILED", [(entry("IsMultiRegionTrail"), false)]),
            one(
                "multi-region-text", "IsMultiRegionTrail is a text, as some tools write it: it is unknown.",
                "NOT_AVAILABLE", rule: "CONTROL-2", [(entry("IsMultiRegionTrail"), "true")]),
            one(
                "logging-number", "IsLogging is a number: it is unknown.", "NOT_AVAILABLE", rule: "CONTROL-2",
                [(status("IsLogging"), 1)]),
            one(
                "multi-region-absent", "IsMultiRegionTrail is absent.", "NOT_AVAILABLE", rule: "CONTROL-21",
                [(entry("IsMultiRegionTrail"), .absent)]),
            one(
                "multi-region-null", "IsMultiRegionTrail null equals absent.", "NOT_AVAILABLE", rule: "CONTROL-21",
                [(entry("IsMultiRegionTrail"), .null)]),
            one("stopped", "A trail that is not logging.", "FAILED", [(status("IsLogging"), false)]),
            one(
                "logging-absent", "IsLogging is absent.", "NOT_AVAILABLE", rule: "CONTROL-21",
                [(status("IsLogging"), .absent)]),
            one(
                "multi-region-absent-stopped", "IsMultiRegionTrail is absent, and the trail isn't logging: out.",
                "FAILED",
                rule: "CONTROL-21", [(entry("IsMultiRegionTrail"), .absent), (status("IsLogging"), false)]),
            one("status-unknown", "The status was not collected.", "NOT_AVAILABLE", [(Healthy.status, .absent)]),
            one(
                "status-error", "The status is an error.", "NOT_AVAILABLE", rule: "CONTROL-1",
                [(Healthy.status, .error("TrailNotFoundException"))]),
            one(
                "status-unknown-not-full", "Status unknown, coverage not full: out.", "FAILED",
                [(Healthy.status, .absent), notFull]),
            one("no-trail", "An empty list of trails.", "FAILED", Healthy.withoutTrail).withoutResources,
            one(
                "null-trail", "A null in the list of trails is a trail that nothing is known about.", "NOT_AVAILABLE",
                rule: "CONTROL-27", resources: [("DescribeTrails.trailList[0]", "NOT_AVAILABLE")],
                Healthy.withoutTrail + [(["DescribeTrails", "trailList"], [.null])]),
            one(
                "unlisted", "The list lacks a trail that is logging according to the same file.", "NOT_AVAILABLE",
                rule: "CONTROL-29", [(["DescribeTrails", "trailList"], [])]),
            one(
                "unlisted-stopped", "The trail that the list lacks isn't logging.", "FAILED", rule: "CONTROL-29",
                [(["DescribeTrails", "trailList"], []), (status("IsLogging"), false)]),
            one(
                "one-of-two", "The second trail is a single-Region one.", "PASSED", exit: 0,
                resources: [(Healthy.arn, "PASSED"), (second, "FAILED")],
                [
                    (["DescribeTrails", "trailList", "1"], other("IsMultiRegionTrail", false)),
                    (["trails", second, "GetTrailStatus"], ["IsLogging": true]),
                ]),
            one(
                "undecided-beside-out", "One trail is out, the other undecided.", "NOT_AVAILABLE", rule: "CONTROL-5",
                exit: 2,
                resources: [(Healthy.arn, "FAILED"), (second, "NOT_AVAILABLE")],
                [
                    (status("IsLogging"), false),
                    (["DescribeTrails", "trailList", "1"], other("HasCustomEventSelectors", true)),
                ]),
            one(
                "read-and-write-trails", "One trail reads, another writes.", "FAILED",
                resources: [(Healthy.arn, "FAILED"), (second, "FAILED")],
                [
                    notFull, (["DescribeTrails", "trailList", "1"], other("HasCustomEventSelectors", true)),
                    (["trails", second, "GetTrailStatus"], ["IsLogging": true]),
                    (["trails", second, "GetEventSelectors"], classic(["ReadWriteType": "WriteOnly"])),
                ]),
            one(
                "foreign-organization", "An organization trail of another account, with full evidence.", "PASSED",
                rule: "CONTROL-7",
                assumed: true, [(["accountId"], "999988887777"), (entry("IsOrganizationTrail"), true)]
            ).seen(by: "999988887777"),
            one("replica", "A replica in another Region.", "PASSED", [(["region"], "eu-central-1")]),
            one(
                "delivery-error", "A delivery error is a note.", "PASSED", rule: "CONTROL-24",
                [(status("LatestDeliveryError"), "NoSuchBucket")]),
            one(
                "trails-error", "DescribeTrails is an error.", "NOT_AVAILABLE", rule: "CONTROL-3",
                [(["DescribeTrails"], .error("AccessDenied"))]
            )
            .withoutResources,
            one(
                "trails-absent", "DescribeTrails was not collected.", "NOT_AVAILABLE", rule: "CONTROL-3",
                [(["DescribeTrails"], .absent)]
            ).withoutResources,
            one(
                "listed-twice", "A trail listed twice is one.", "PASSED", rule: "CONTROL-4",
                [(["DescribeTrails", "trailList", "1"], Healthy.trail)]),
        ]
    }

    private static var encryption: [ControlCase] {
        let second = "arn:aws:cloudtrail:us-east-1:111122223333:trail/second"
        func one(
            _ name: String, _ description: String, _ status: String, rule: String = "CONTROL-12", _ value: JSONNode
        ) -> ControlCase {
            controlCase(2, name, rule, description, status, [(entry("KmsKeyId"), value)])
        }
        return [
            one("key", "A key's id.", "PASSED", "00000000-1111-2222-3333-444444444444"),
            one("alias", "An alias: the form is not examined.", "PASSED", "alias/trail"),
            one("absent", "No key.", "FAILED", .absent),
            one("empty", "An empty key.", "FAILED", rule: "CONTROL-27", ""),
            one("null", "A null key.", "FAILED", rule: "CONTROL-27", .null),
            controlCase(
                2, "stopped", "CONTROL-12", "Whether it is logging is not examined.", "PASSED", exit: 3,
                [(status("IsLogging"), false)]),
            controlCase(
                2, "foreign", "CONTROL-7", "A trail of another account is judged like the rest.", "PASSED",
                assumed: true, [(["accountId"], "999988887777"), (entry("IsOrganizationTrail"), true)]
            ).seen(by: "999988887777"),
            controlCase(
                2, "absent-reduced", "CONTROL-21", "No key in an entry that isn't the whole one.", "NOT_AVAILABLE",
                [(entry("KmsKeyId"), .absent), (entry("IsOrganizationTrail"), .absent)]),
            controlCase(
                2, "no-trail", "CONTROL-6", "No trail at all.", "NOT_AVAILABLE", assumed: true, exit: 3,
                Healthy.withoutTrail
            ).withoutResources,
            controlCase(
                2, "no-trail-anywhere", "CONTROL-6, CONTROL-8", "No trail in any Region.", "NOT_AVAILABLE",
                assumed: true, exit: 3, Healthy.withoutTrail + [(["regions"], ["us-east-1", "eu-west-1"])]
            ).withoutResources,
            controlCase(
                2, "null-trail", "CONTROL-27", "A null beside a trail that has a key.", "NOT_AVAILABLE",
                resources: [(Healthy.arn, "PASSED"), ("DescribeTrails.trailList[1]", "NOT_AVAILABLE")],
                [(["DescribeTrails", "trailList", "1"], .null)]),
            controlCase(
                2, "unlisted", "CONTROL-29", "The file has answers about a trail that its list lacks.", "NOT_AVAILABLE",
                resources: [(Healthy.arn, "PASSED"), (second, "NOT_AVAILABLE")],
                [(["trails", second, "GetTrailStatus"], ["IsLogging": true])]),
            controlCase(
                2, "unlisted-error", "CONTROL-29", "\"No such trail\" isn't an answer about a trail.", "PASSED",
                [(["trails", second, "GetTrailStatus"], .error("TrailNotFoundException"))]),
            one("none-text", "None, as text output writes that there is no key.", "NOT_AVAILABLE", "None"),
            one("null-text", "The text null.", "NOT_AVAILABLE", "null"),
            one("blank", "A text of spaces.", "NOT_AVAILABLE", "  "),
        ]
    }

    private static var enabled: [ControlCase] {
        [
            controlCase(3, "logging", "CONTROL-13", "A trail is logging.", "PASSED"),
            controlCase(
                3, "single-region", "CONTROL-13", "A single-Region trail is enough.", "PASSED", exit: 3,
                [(entry("IsMultiRegionTrail"), false)]),
            controlCase(
                3, "stopped", "CONTROL-13, CONTROL-20", "No trail is logging.", "FAILED", [(status("IsLogging"), false)]
            ),
            controlCase(
                3, "delivery-error", "CONTROL-24", "A delivery error is a note.", "PASSED",
                [(status("LatestDeliveryError"), "NoSuchBucket")]),
            controlCase(
                3, "logging-absent", "CONTROL-21", "IsLogging is absent.", "NOT_AVAILABLE",
                [(status("IsLogging"), .absent)]),
            controlCase(
                3, "unknown", "CONTROL-5", "The status was not collected.", "NOT_AVAILABLE", [(Healthy.status, .absent)]
            ),
            controlCase(3, "no-trail", "CONTROL-5", "No trail at all.", "FAILED", Healthy.withoutTrail)
                .withoutResources,
            controlCase(
                3, "null-trail", "CONTROL-27", "A null in the list of trails.", "NOT_AVAILABLE", exit: 2,
                resources: [("DescribeTrails.trailList[0]", "NOT_AVAILABLE")],
                Healthy.withoutTrail + [(["DescribeTrails", "trailList"], [.null])]),
            controlCase(
                3, "unlisted", "CONTROL-29",
                "The list lacks a trail that is logging according to the same file.",
                "NOT_AVAILABLE", [(["DescribeTrails", "trailList"], [])]),
            controlCase(
                3, "unlisted-stopped", "CONTROL-29", "The trail that the list lacks isn't logging.", "FAILED",
                [(["DescribeTrails", "trailList"], []), (status("IsLogging"), false)]),
            controlCase(
                3, "unlisted-foreign", "CONTROL-29", "Another account's trail isn't missed in the list.", "FAILED",
                [(["DescribeTrails", "trailList"], []), (["accountId"], "999988887777")]
            ).withoutResources.seen(by: "999988887777"),
        ]
    }

    private static var validation: [ControlCase] {
        func one(
            _ name: String, _ description: String, _ status: String, assumed: Bool = false, _ value: JSONNode
        ) -> ControlCase {
            controlCase(
                4, name, "CONTROL-14", description, status, assumed: assumed,
                [(entry("LogFileValidationEnabled"), value)])
        }
        return [
            one("on", "Validation is on.", "PASSED", true), one("off", "Validation is off.", "FAILED", false),
            controlCase(
                4, "absent", "CONTROL-14, CONTROL-21", "Validation is not stated.", "NOT_AVAILABLE",
                [(entry("LogFileValidationEnabled"), .absent)]),
            controlCase(
                4, "digest-delivery-error", "CONTROL-24", "Digest files aren't delivered: a note.", "PASSED",
                [(status("LatestDigestDeliveryError"), "AccessDenied")]),
            controlCase(
                4, "stopped", "CONTROL-14", "A stopped trail without validation.", "FAILED",
                [(status("IsLogging"), false), (entry("LogFileValidationEnabled"), false)]),
        ]
    }

    private static var logGroups: [ControlCase] {
        func one(_ name: String, _ description: String, _ status: String, _ changes: Changes) -> ControlCase {
            controlCase(5, name, "CONTROL-15", description, status, changes)
        }
        let group = entry("CloudWatchLogsLogGroupArn")
        return [
            one("group", "A log group.", "PASSED", []), one("absent", "No log group.", "FAILED", [(group, .absent)]),
            one("empty", "An empty log group.", "FAILED", [(group, "")]),
            one("none-text", "None, as text output writes that there is none.", "NOT_AVAILABLE", [(group, "None")]),
            one("null-text", "The text null.", "NOT_AVAILABLE", [(group, "null")]),
            controlCase(
                5, "absent-reduced", "CONTROL-21", "No log group in an entry that isn't the whole one.",
                "NOT_AVAILABLE", [(group, .absent), (entry("IncludeGlobalServiceEvents"), .absent)]),
            one(
                "role-only", "A role without a log group.", "FAILED",
                [(group, .absent), (entry("CloudWatchLogsRoleArn"), "arn:aws:iam::111122223333:role/trail")]),
            one(
                "stale", "A delivery of last week still passes.", "PASSED",
                [(status("LatestCloudWatchLogsDeliveryTime"), "2026-09-24T00:00:00Z")]),
            one(
                "failing", "A failing delivery still passes.", "PASSED",
                [(status("LatestCloudWatchLogsDeliveryError"), "AccessDenied")]),
        ]
    }
}

extension ControlCase {
    /// This case without expected resources.
    var withoutResources: ControlCase {
        var copy = self
        for index in copy.accounts.indices {
            for other in copy.accounts[index].expected.indices { copy.accounts[index].expected[other].resources = [] }
        }
        return copy
    }

    /// This case, reported for another account.
    func seen(by account: String) -> ControlCase {
        var copy = self
        for index in copy.accounts.indices { copy.accounts[index].id = account }
        return copy
    }
}
