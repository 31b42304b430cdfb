/// Things described twice: in one list, and in several files of one account.
enum ControlTwiceCases {
    private typealias Healthy = HealthyAccount

    static var all: [ControlCase] { entries + files }

    private static func entry(_ member: String) -> [String] { Healthy.entry + [member] }

    /// A second entry of the trail, with some members changed.
    private static func second(_ changes: Changes) -> (path: [String], value: JSONNode) {
        var trail = Healthy.trail
        for change in changes { trail.set(change.path[...], change.value) }
        return (["DescribeTrails", "trailList", "1"], trail)
    }

    /// Cases in which two entries disagree on a member, so nothing is decided. Covers both orders of the entries.
    private static func differing(
        _ number: Int, _ name: String, _ description: String, _ member: String,
        passing: JSONNode, other: JSONNode, _ changes: Changes = []
    ) -> [ControlCase] {
        [
            controlCase(
                number, "twice-" + name, "CONTROL-29", description, "NOT_AVAILABLE",
                changes + [(entry(member), passing), second([([member], other)])]),
            controlCase(
                number, "twice-\(name)-first", "CONTROL-29", description + " The other order.", "NOT_AVAILABLE",
                changes + [(entry(member), other), second([([member], passing)])]),
        ]
    }

    private static var entries: [ControlCase] {
        let other = "virtual-trail-logs-2"
        var cases = differing(
            1, "multi-region", "A single-Region trail in one of two entries.", "IsMultiRegionTrail",
            passing: true, other: false)
        cases += differing(
            1, "custom-selectors", "Custom event selectors in one of two entries, and none collected.",
            "HasCustomEventSelectors", passing: false, other: true, [(Healthy.selectors, .absent)])
        cases += differing(
            2, "key", "A key in one of two entries, none in the other.", "KmsKeyId", passing: "key",
            other: "")
        cases += differing(
            2, "other-key", "Two entries have different keys.", "KmsKeyId", passing: "key", other: "another")
        cases += differing(
            4, "validation", "Validation off in one of two entries.", "LogFileValidationEnabled",
            passing: true, other: false)
        cases += differing(
            5, "group", "A log group in one of two entries, none in the other.",
            "CloudWatchLogsLogGroupArn", passing: "group", other: "")
        return cases + [
            controlCase(
                1, "twice-multi-region-stopped", "CONTROL-29", "Whichever is right, the trail isn't logging.", "FAILED",
                [
                    (entry("IsMultiRegionTrail"), false), second([]), (Healthy.status + ["IsLogging"], false),
                ]),
            controlCase(
                2, "twice-lacking", "CONTROL-29", "An entry without a key is that of a trail without one.",
                "NOT_AVAILABLE",
                [(entry("KmsKeyId"), .absent), second([])]),
            controlCase(
                4, "twice-lacking", "CONTROL-9", "What one entry doesn't say the other says.", "PASSED",
                [(entry("LogFileValidationEnabled"), .absent), second([])]),
            controlCase(
                4, "twice-and-again", "CONTROL-29",
                "A third entry agrees with the first: two against one decide nothing.",
                "NOT_AVAILABLE",
                [
                    second([(["LogFileValidationEnabled"], false)]),
                    (["DescribeTrails", "trailList", "2"], Healthy.trail),
                ]),
            controlCase(
                6, "twice-bucket", "CONTROL-29",
                "Two entries name different buckets: which is the trail's isn't known.",
                "NOT_AVAILABLE", resources: [(Healthy.arn, "NOT_AVAILABLE")],
                [second([(["S3BucketName"], .text(other))])]),
        ]
    }

    private static func captured(_ time: String, _ changes: Changes) -> JSONNode {
        ControlDocumentCases.changed([(["capturedAt"], .text("2026-10-\(time):00:00Z"))] + changes)
    }

    private static var files: [ControlCase] {
        func one(
            _ name: String, _ description: String, rule: String = "CONTROL-9", exit: Int, _ control: Int,
            _ status: String,
            _ files: [JSONNode]
        ) -> ControlCase {
            ControlDocumentCases.accept(
                "files-" + name, description, rule: rule, exit: exit,
                Array(zip(["a.json", "b.json", "c.json"], files)),
                [(Healthy.account, [.init(control: "CloudTrail.\(control)", status: status)])])
        }
        let contradiction = "CONTROL-9, CONTROL-29"
        let older = captured("01T00", [])
        let withoutKey = captured("02T00", [(entry("KmsKeyId"), .absent)])
        let stopped = captured("02T00", [(Healthy.status + ["IsLogging"], false)])
        let list = Healthy.settings + ["GetBucketAcl"]
        let refused = captured("02T00", [(list, .error("AccessDenied"))])
        let open = captured(
            "01T00",
            [
                (
                    list,
                    [
                        "Grants": [
                            [
                                "Grantee": ["URI": "http://acs.amazonaws.com/groups/global/AllUsers"],
                                "Permission": "READ",
                            ]
                        ]
                    ]
                ), (Healthy.settings + ["GetPublicAccessBlock"], .error("NoSuchPublicAccessBlockConfiguration")),
            ])
        let undated = ControlDocumentCases.changed([
            (["capturedAt"], .absent), (entry("LogFileValidationEnabled"), false),
        ])
        var named = ControlDocumentCases.changed([(entry("TrailARN"), .text(Healthy.arn + "\u{E9}"))])
        named.set(
            ["DescribeTrails", "trailList", "1"][...],
            second([(["TrailARN"], .text(Healthy.arn + "e\u{301}")), (["KmsKeyId"], .absent)]).value)
        return [
            one(
                "newest-of-contradicting", "A newer one than those that contradict each other.", rule: contradiction,
                exit: 3, 4, "FAILED",
                [
                    older, captured("01T00", [(entry("LogFileValidationEnabled"), false)]),
                    captured("02T00", [(entry("LogFileValidationEnabled"), false)]),
                ]),
            one("newest-last", "The newest file is heard.", exit: 3, 2, "FAILED", [older, withoutKey]),
            one("newest-first", "The newest file is heard, in any order.", exit: 3, 2, "FAILED", [withoutKey, older]),
            one("newest-status", "Answers about a trail too.", exit: 3, 3, "FAILED", [older, stopped]),
            one("newest-bucket", "Answers about a bucket too.", exit: 0, 6, "PASSED", [open, captured("02T00", [])]),
            one(
                "newest-refused", "What the newest could not get the older fills in.", exit: 0, 6, "PASSED",
                [refused, older]),
            one(
                "undated", "A file without a time of capture is neither the newer nor the older.", rule: contradiction,
                exit: 2, 4, "NOT_AVAILABLE", [undated, older]),
            one(
                "undated-last", "The same in the other order.", rule: contradiction, exit: 2, 4, "NOT_AVAILABLE",
                [older, undated]),
            one(
                "same-time", "Of one time: neither is taken.", rule: contradiction, exit: 2, 4, "NOT_AVAILABLE",
                [older, captured("01T00", [(entry("LogFileValidationEnabled"), false)])]),
            one(
                "canonical-equivalents", "ARNs that only look the same are two trails.", rule: "CONTROL-4", exit: 3, 2,
                "FAILED",
                [named]),
        ]
    }
}
