/// Description files as documents: which are accepted and which are refused.
enum ControlDocumentCases {
    private typealias Healthy = HealthyAccount

    static var all: [ControlCase] { accepted + refused }

    private static let everyID = (1...7).map { "CloudTrail.\($0)" }

    static func statuses(_ status: String, _ others: [String: String] = [:]) -> [ControlCase.Expected] {
        everyID.map { .init(control: $0, status: others[$0] ?? status) }
    }

    static func accept(
        _ name: String, _ description: String, rule: String = "CONTROL-25", exit: Int, _ files: [(String, JSONNode)],
        _ accounts: [(String?, [ControlCase.Expected])]
    ) -> ControlCase {
        ControlCase(
            name: "document-" + name, rule: rule, description: description,
            files: files.map { (name: $0.0, bytes: Array($0.1.serialized.utf8)) }, exitStatus: exit,
            accounts: accounts.map { (id: $0.0, expected: $0.1) })
    }

    static func refuse(
        _ name: String, _ description: String, rule: String = "CONTROL-19", names complaint: String, _ bytes: [UInt8]
    ) -> ControlCase {
        ControlCase(
            name: "document-" + name, rule: rule, description: description,
            files: [(name: "a.json", bytes: bytes)], exitStatus: 65, complaint: complaint)
    }

    static func changed(_ changes: Changes) -> JSONNode {
        var document = Healthy.document
        for change in changes { document.set(change.path[...], change.value) }
        return document
    }

    private static var accepted: [ControlCase] {
        var other = Healthy.document
        other.set(["accountId"], "444455556666")
        other.set(["DescribeTrails"], ["trailList": []])
        let withoutBuckets = changed([(["buckets"], .absent), (["trails"], .absent)])
        let withoutTrails = changed([(["DescribeTrails"], .absent)])
        let bare: JSONNode = ["trailList": [Healthy.trail]]
        return [
            accept(
                "healthy", "Everything passes.", rule: "CONTROL-20", exit: 0, [("a.json", Healthy.document)],
                [(Healthy.account, statuses("PASSED"))]),
            accept(
                "bare", "A bare describe-trails answer: what it cannot answer is not available.", exit: 2,
                [("a.json", bare)],
                [
                    (
                        Healthy.account,
                        statuses(
                            "NOT_AVAILABLE",
                            ["CloudTrail.2": "PASSED", "CloudTrail.4": "PASSED", "CloudTrail.5": "PASSED"])
                    )
                ]),
            accept(
                "bare-with-account", "A bare answer to which somebody added whose it is.", exit: 2,
                [
                    (
                        "a.json",
                        [
                            "accountId": .text(Healthy.account), "capturedAt": "2026-10-02T00:00:00Z",
                            "region": "us-east-1", "trailList": [Healthy.trail],
                        ]
                    )
                ],
                [
                    (
                        Healthy.account,
                        statuses(
                            "NOT_AVAILABLE",
                            ["CloudTrail.2": "PASSED", "CloudTrail.4": "PASSED", "CloudTrail.5": "PASSED"])
                    )
                ]),
            accept(
                "account-only", "Nothing but an account.", rule: "CONTROL-3, CONTROL-20", exit: 2,
                [("a.json", ["accountId": .text(Healthy.account)])],
                [(Healthy.account, statuses("NOT_AVAILABLE"))]),
            accept(
                "empty-answer", "DescribeTrails without a list.", rule: "CONTROL-3", exit: 2,
                [("a.json", ["accountId": .text(Healthy.account), "DescribeTrails": [:]])],
                [(Healthy.account, statuses("NOT_AVAILABLE"))]),
            accept(
                "two-accounts", "One file for each of two accounts.", exit: 3,
                [("a.json", Healthy.document), ("b.json", other)],
                [
                    (Healthy.account, statuses("PASSED")),
                    ("444455556666", statuses("NOT_AVAILABLE", ["CloudTrail.1": "FAILED", "CloudTrail.3": "FAILED"])),
                ]),
            accept(
                "two-files", "One account in two files: what one lacks the other has.", rule: "CONTROL-9", exit: 0,
                [("a.json", withoutBuckets), ("b.json", withoutTrails)],
                [
                    (
                        Healthy.account,
                        statuses("PASSED").filter { ["CloudTrail.2", "CloudTrail.6"].contains($0.control) }
                    )
                ]),
            accept(
                "unknown-members", "Unknown members are ignored.", rule: "CONTROL-4", exit: 0,
                [
                    (
                        "a.json",
                        changed([
                            (["new"], 1), (Healthy.entry + ["New"], ["a": []]), (Healthy.status + ["New"], .null),
                            (Healthy.settings + ["GetBucketNew"], ["x": 1]),
                        ])
                    )
                ], [(Healthy.account, statuses("PASSED"))]),
            accept(
                "epoch-times", "Times as numbers and as strings of seconds.", exit: 0,
                [
                    (
                        "a.json",
                        changed([
                            (["capturedAt"], 1_790_899_200),
                            (Healthy.status + ["StartLoggingTime"], .raw("1790000000.25")),
                            (Healthy.status + ["LatestDigestDeliveryTime"], "1790896500.0"),
                        ])
                    )
                ], [(Healthy.account, statuses("PASSED"))]),
            accept(
                "other-partition", "Nothing depends on the partition.", rule: "CONTROL-4", exit: 0,
                [
                    (
                        "a.json",
                        changed([
                            (Healthy.entry + ["TrailARN"], "arn:aws-cn:cloudtrail:cn-north-1:111122223333:trail/t"),
                            (
                                ["trails", "arn:aws-cn:cloudtrail:cn-north-1:111122223333:trail/t"],
                                [
                                    "GetTrailStatus": ["IsLogging": true],
                                    "GetEventSelectors": Healthy.fullSelectors(
                                        "arn:aws-cn:cloudtrail:cn-north-1:111122223333:trail/t"),
                                ]
                            ), (["trails", Healthy.arn], .absent),
                        ])
                    )
                ],
                [(Healthy.account, statuses("PASSED"))]),
        ]
    }

    private static var refused: [ControlCase] {
        func refuse(_ name: String, _ description: String, names complaint: String, _ text: String) -> ControlCase {
            Self.refuse(name, description, names: complaint, Array(text.utf8))
        }
        func wrong(_ name: String, _ member: String, _ path: [String], _ value: JSONNode) -> ControlCase {
            refuse(name, "\(member) is of the wrong type.", names: member, changed([(path, value)]).serialized)
        }
        let list = "DescribeTrails.trailList"
        return [
            refuse("not-json", "Not JSON.", names: "isn't JSON", "nothing to see\n"),
            refuse("not-object", "JSON, but no object.", names: "isn't a JSON object", "7\n"),
            refuse("nothing-known", "An object of something else.", names: "DescribeTrails", "{\"Users\": []}\n"),
            wrong("wrong-list", list, ["DescribeTrails", "trailList"], [:]),
            wrong("wrong-entry", list + "[0]", Healthy.entry, "management"),
            wrong("wrong-text", list + "[0].KmsKeyId", Healthy.entry + ["KmsKeyId"], 7),
            wrong(
                "wrong-time", "LatestDigestDeliveryTime", Healthy.status + ["LatestDigestDeliveryTime"], "yesterday"),
            wrong("wrong-account", "accountId", ["accountId"], "1234"),
            wrong(
                "wrong-policy", "buckets.virtual-trail-logs.GetBucketPolicy.Policy",
                Healthy.settings + ["GetBucketPolicy", "Policy"],
                [:]),
            wrong(
                "hostile-member", #"buckets["a\x1b[31m\x0ab"].GetBucketAcl isn't a JSON object"#,
                ["buckets", "a\u{1B}[31m\nb"], ["GetBucketAcl": 1]),
            wrong(
                "dotted-member", #"buckets["my.bucket.x"].GetBucketAcl isn't a JSON object"#,
                ["buckets", "my.bucket.x"], ["GetBucketAcl": 1]),
            wrong(
                "quoted-member", #"buckets["\"] \\"].GetBucketAcl isn't a JSON object"#,
                ["buckets", "\"] \\"], ["GetBucketAcl": 1]),
            wrong(
                "wrong-grants", "buckets.virtual-trail-logs.GetBucketAcl.Grants[0]",
                Healthy.settings + ["GetBucketAcl", "Grants", "0"], true),
        ]
    }
}
