/// The shapes of a description, whose trails it lists, and answers that several accounts share.
enum ControlShapeCases {
    private typealias Healthy = HealthyAccount

    static var all: [ControlCase] { shapes + accounts + shared + newest }

    private static let other = "444455556666"
    private static let otherARN = "arn:aws:cloudtrail:eu-west-1:444455556666:trail/own"
    /// The results that an answer of `describe-trails` decides.
    private static let bare = ControlDocumentCases.statuses(
        "NOT_AVAILABLE", ["CloudTrail.2": "PASSED", "CloudTrail.4": "PASSED", "CloudTrail.5": "PASSED"])

    private static func one(
        _ name: String, _ description: String, rule: String = "CONTROL-25", exit: Int,
        files: [(name: String, text: String)], arguments: [String]? = nil,
        _ accounts: [(id: String?, expected: [ControlCase.Expected])]
    ) -> ControlCase {
        ControlCase(
            name: "document-" + name, rule: rule, description: description,
            files: files.map { (name: $0.name, bytes: Array($0.text.utf8)) }, exitStatus: exit, accounts: accounts,
            complaint: nil, arguments: arguments)
    }

    private static func trail(_ changes: Changes) -> JSONNode {
        var trail = Healthy.trail
        for change in changes { trail.set(change.path[...], change.value) }
        return trail
    }

    private static let answer: JSONNode = ["trailList": [Healthy.trail]]
    private static let single: JSONNode = ["Trail": Healthy.trail]

    private static var shapes: [ControlCase] {
        func shape(_ name: String, _ description: String, _ text: String) -> ControlCase {
            one("shape-" + name, description, exit: 2, files: [("a.json", text)], [(Healthy.account, bare)])
        }
        let single = trail([(["IsMultiRegionTrail"], false)])
        let list: JSONNode = .list([answer, ["trailList": []]])
        return [
            shape("list", "describe-trails with --query trailList.", JSONNode.list([Healthy.trail]).serialized),
            shape("answers", "An array of answers, one of which is empty.", list.serialized),
            shape("get-trail", "An answer of get-trail.", Self.single.serialized),
            shape("get-trails", "An array of answers of get-trail.", JSONNode.list([Self.single]).serialized),
            shape("entry", "An entry alone.", Healthy.trail.serialized),
            shape("sequence", "Answers one after the other.", answer.serialized + answer.serialized),
            shape("unspaced", "With nothing between them.", "{\"trailList\":[]}" + answer.serialized),
            one(
                "shape-get-trail-single-region", "get-trail doesn't show whether there are other trails.",
                rule: "CONTROL-5", exit: 2, files: [("a.json", JSONNode.object([("Trail", single)]).serialized)],
                [(Healthy.account, [.init(control: "CloudTrail.1", status: "NOT_AVAILABLE")])]),
            one(
                "shape-documents", "An array of documents of two accounts.", exit: 0,
                files: [("a.json", JSONNode.list([Healthy.document, otherDocument([])]).serialized)],
                [
                    (Healthy.account, ControlDocumentCases.statuses("PASSED")),
                    (other, ControlDocumentCases.statuses("PASSED")),
                ]),
            one(
                "shape-folder", "A folder of documents.", exit: 0,
                files: [
                    ("folder/a.json", Healthy.document.serialized), ("folder/b.jsonl", otherDocument([]).serialized),
                    ("folder/.hidden.json", "no"), ("folder/readme.txt", "no"),
                ], arguments: ["folder"],
                [
                    (Healthy.account, ControlDocumentCases.statuses("PASSED")),
                    (other, ControlDocumentCases.statuses("PASSED")),
                ]),
        ]
    }

    /// The other account's own document, with its own trail and the first account's bucket.
    private static func otherDocument(_ changes: Changes) -> JSONNode {
        var document = Healthy.document
        document.set(["accountId"], .text(other))
        document.set(["DescribeTrails", "trailList", "0", "TrailARN"], .text(otherARN))
        let answers: JSONNode = [
            "GetTrailStatus": ["IsLogging": true], "GetEventSelectors": Healthy.fullSelectors(otherARN),
        ]
        document.set(["trails"], .object([(otherARN, answers)]))
        for change in changes { document.set(change.path[...], change.value) }
        return document
    }

    private static var accounts: [ControlCase] {
        let stranger = ControlDocumentCases.changed([(["accountId"], .text(other))])
        let empty: JSONNode = ["trailList": []]
        let organization: JSONNode = ["trailList": [trail([(["IsOrganizationTrail"], true)])]]
        let unsaid = ControlDocumentCases.changed([
            (["accountId"], .text(other)), (Healthy.entry + ["IsOrganizationTrail"], .absent),
        ])
        let mixed: JSONNode = ["trailList": [Healthy.trail, trail([(["TrailARN"], .text(otherARN))])]]
        func refused(_ name: String, _ description: String, names: String, _ document: JSONNode) -> ControlCase {
            ControlDocumentCases.refuse(
                name, description, rule: "CONTROL-22", names: names, Array(document.serialized.utf8))
        }
        var misnamed = one(
            "account-misnamed", "--account names another account than the trail's.", rule: "CONTROL-22", exit: 65,
            files: [("a.json", answer.serialized)], arguments: ["a.json", "--account", other], [])
        misnamed.complaint = Healthy.arn
        return [
            refused(
                "stranger", "A trail of another account that isn't an organization's.", names: Healthy.arn, stranger),
            refused(
                "stranger-unsaid", "A trail of another account that doesn't say whether it is an organization's.",
                names: Healthy.arn, unsaid),
            refused("strangers", "A list of two accounts' trails.", names: otherARN, mixed), misnamed,
            one(
                "account-named", "--account says whose an answer is.", exit: 3,
                files: [("a.json", empty.serialized)], arguments: ["a.json", "--account", other],
                [(other, [.init(control: "CloudTrail.1", status: "FAILED")])]),
            one(
                "account-organization", "An organization's trail doesn't say whose the answer is.", exit: 2,
                files: [("a.json", organization.serialized)], [(nil, bare)]),
            one(
                "account-unnamed", "An answer without a trail beside one that names its account.", exit: 2,
                files: [("a.json", empty.serialized), ("b.json", answer.serialized)], [(Healthy.account, bare)]),
            one(
                "account-unnamed-of-several", "An answer without a trail beside two accounts.", exit: 3,
                files: [
                    ("a.json", empty.serialized), ("b.json", Healthy.document.serialized),
                    ("c.json", otherDocument([]).serialized),
                ],
                [
                    (nil, [.init(control: "CloudTrail.1", status: "FAILED")]),
                    (Healthy.account, ControlDocumentCases.statuses("PASSED")),
                    (other, ControlDocumentCases.statuses("PASSED")),
                ]),
        ]
    }

    private static var shared: [ControlCase] {
        let settings = Healthy.settings
        func refusals(_ more: Changes = []) -> Changes {
            [
                "GetPublicAccessBlock", "GetBucketPolicyStatus", "GetBucketPolicy", "GetBucketAcl", "GetBucketLogging",
            ].map { (settings + [$0], .error("AccessDenied")) } + more
        }
        let everybody: JSONNode = [
            "Grants": [
                ["Grantee": ["URI": "http://acs.amazonaws.com/groups/global/AllUsers"], "Permission": "READ"]
            ]
        ]
        let unblocked: Changes = [
            (settings + ["GetPublicAccessBlock"], .error("NoSuchPublicAccessBlockConfiguration")),
            (["GetAccountPublicAccessBlock"], .error("NoSuchPublicAccessBlockConfiguration")),
        ]
        func two(
            _ name: String, _ description: String, exit: Int, _ first: JSONNode, _ second: JSONNode, _ status: String,
            _ others: String
        )
            -> ControlCase
        {
            one(
                "shared-" + name, description, rule: "CONTROL-23", exit: exit,
                files: [("a.json", first.serialized), ("b.json", second.serialized)],
                [
                    (Healthy.account, [.init(control: "CloudTrail.6", status: status)]),
                    (other, [.init(control: "CloudTrail.6", status: others)]),
                ])
        }
        return [
            two(
                "bucket", "The bucket refuses one account and answers the other.", exit: 0, Healthy.document,
                otherDocument(refusals()), "PASSED", "PASSED"),
            two(
                "bucket-public", "A public bucket is public for both.", exit: 3,
                ControlDocumentCases.changed(unblocked + [(settings + ["GetBucketAcl"], everybody)]),
                otherDocument(refusals()), "FAILED", "FAILED"),
            two(
                "account-block", "An account's block doesn't protect the bucket that only answered another.", exit: 3,
                ControlDocumentCases.changed(unblocked + [(settings + ["GetBucketAcl"], everybody)]),
                otherDocument(refusals([(["GetAccountPublicAccessBlock"], Healthy.block(true))])), "FAILED", "FAILED"),
            one(
                "shared-status", "Answers about an organization's trail from its owner's file.", rule: "CONTROL-23",
                exit: 0,
                files: [
                    (
                        "a.json",
                        ControlDocumentCases.changed([(Healthy.entry + ["IsOrganizationTrail"], true)]).serialized
                    ),
                    (
                        "b.json",
                        ControlDocumentCases.changed([
                            (["accountId"], .text(other)), (Healthy.entry + ["IsOrganizationTrail"], true),
                            (["trails"], .absent), (["buckets"], .absent),
                        ]).serialized
                    ),
                ],
                [
                    (Healthy.account, ControlDocumentCases.statuses("PASSED")),
                    (other, ControlDocumentCases.statuses("PASSED")),
                ]),
        ]
    }

    private static var newest: [ControlCase] {
        func captured(_ day: String, _ changes: Changes) -> JSONNode {
            ControlDocumentCases.changed([(["capturedAt"], .text("2026-10-\(day)T00:00:00Z"))] + changes)
        }
        func two(
            _ name: String, _ description: String, rule: String = "CONTROL-9", exit: Int, _ files: [JSONNode],
            _ expected: [ControlCase.Expected]
        ) -> ControlCase {
            one(
                "files-" + name, description, rule: rule, exit: exit,
                files: zip(["a.json", "b.json", "c.json"], files).map { (name: $0, text: $1.serialized) },
                [(Healthy.account, expected)])
        }
        let verdict = Healthy.settings + ["GetBucketPolicyStatus"]
        let isPublic: JSONNode = ["PolicyStatus": ["IsPublic": true]]
        let gone = captured("02", Healthy.withoutTrail)
        let elsewhere = captured("02", Healthy.withoutTrail + [(["region"], "eu-west-1")])
        let everywhere = captured("02", Healthy.withoutTrail + [(["regions"], ["us-east-1", "eu-west-1"])])
        let failed: [ControlCase.Expected] = [.init(control: "CloudTrail.1", status: "FAILED")]
        let stopped = ControlDocumentCases.changed([(Healthy.status + ["IsLogging"], false)])
        return [
            two(
                "trail-gone", "A trail that the newest list of the Region lacks is gone.", exit: 3,
                [captured("01", []), gone], failed),
            two(
                "trail-gone-everywhere", "The newest list is that of all Regions.", rule: "CONTROL-8, CONTROL-9",
                exit: 3,
                [captured("01", []), everywhere], failed),
            two(
                "trail-elsewhere",
                "The newest list is that of another Region. It would show the trail if it were still multi-Region.",
                exit: 2,
                [captured("01", []), elsewhere],
                [
                    .init(control: "CloudTrail.1", status: "NOT_AVAILABLE"),
                    .init(control: "CloudTrail.2", status: "PASSED"),
                ]),
            two(
                "policy-removed", "The policy was removed since.", exit: 0,
                [
                    captured("01", open + [(path: verdict, value: isPublic)]),
                    captured("02", open + [(path: verdict, value: .error("NoSuchBucketPolicy"))]),
                ], [.init(control: "CloudTrail.6", status: "PASSED")]),
            two(
                "policy-newer", "S3's older verdict says nothing of the newer policy.", exit: 3,
                [
                    captured("01", open),
                    captured(
                        "02",
                        [
                            (verdict, .error("AccessDenied")),
                            (
                                Healthy.settings + ["GetBucketPolicy", "Policy"],
                                #"{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}}"#
                            ),
                        ] + open),
                ], [.init(control: "CloudTrail.6", status: "FAILED")]),
            two(
                "contradicting", "Two answers of one time that differ: neither is taken.", exit: 2,
                [Healthy.document, stopped], [.init(control: "CloudTrail.3", status: "NOT_AVAILABLE")]),
            two(
                "contradicting-older", "Answers of one time that an older one agrees with.", exit: 0,
                [captured("02", []), captured("01", []), captured("01", [(Healthy.status + ["IsLogging"], false)])],
                [.init(control: "CloudTrail.3", status: "PASSED")]),
        ]
    }

    private static let open: Changes = [
        (Healthy.settings + ["GetPublicAccessBlock"], .error("NoSuchPublicAccessBlockConfiguration")),
        (["GetAccountPublicAccessBlock"], .error("NoSuchPublicAccessBlockConfiguration")),
    ]
}
