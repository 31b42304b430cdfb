import VirtualTrail

/// Changes of a trail.
enum ChangeTrailCases {
    private static let whole = TrailSettings()
    private static var subject: JSONNode { Changing.trail }
    private static let unknown = " (before: not known)"
    private static let unasked = " (not in this request)"

    static var all: [ChangeCase] { created + updated + logging + selectors + failed + deliveries + named }

    private static var created: [ChangeCase] {
        let full = whole.created(0, 10)
        let least = TrailSettings(isMultiRegion: false, isValidated: false, group: nil, key: nil)
        let shortest = Event.trail(
            "CreateTrail", at: Changing.at(0, 10), ["name": "management", "s3BucketName": .text(Changing.bucket)],
            response: least.response)
        let silent = Event.trail(
            "CreateTrail", at: Changing.at(0, 10),
            ["name": "management", "s3BucketName": .text(Changing.bucket), "enableLogFileValidation": true])
        let organization = whole.with { $0.isOrganization = true }.created(0, 10)
        let alias = Event.trail(
            "CreateTrail", at: Changing.at(0, 10),
            ["name": "management", "s3BucketName": .text(Changing.bucket), "kmsKeyId": "alias/trail"],
            response: whole.with {
                ($0.isMultiRegion, $0.isValidated, $0.group) = (false, false, nil)
            }.response)
        return [
            changeCase(
                "create-trail", "CHANGE-2, CHANGE-5", "A trail was created with every setting.", [full],
                [.done(full, TrailSettings.wholeEffect, on: subject, controls: [1, 2, 3, 4, 5])]),
            changeCase(
                "create-trail-shortest", "CHANGE-5", "A trail was created with a name and a bucket only.", [shortest],
                [
                    .done(
                        shortest,
                        "trail created: one Region, log file validation off, no KMS key, log bucket "
                            + "virtual-trail-logs, no log group", on: subject)
                ]),
            changeCase(
                "create-trail-no-response", "CHANGE-5",
                "The record has no response: the request says the rest, and the defaults.", [silent],
                [
                    .done(
                        silent,
                        "trail created: one Region, log file validation on, no KMS key, log bucket "
                            + "virtual-trail-logs, no log group", on: subject)
                ]),
            changeCase(
                "create-trail-organization", "CHANGE-5", "An organization's trail was created.", [organization],
                [.done(organization, TrailSettings.wholeEffect + ", organization trail", on: subject)]),
            changeCase(
                "create-trail-alias", "CHANGE-5",
                "The request names the KMS key by its alias, the response by its ARN.", [alias],
                [
                    .done(
                        alias,
                        "trail created: one Region, log file validation off, KMS key \(Changing.key), log bucket "
                            + "virtual-trail-logs, no log group", on: subject)
                ]),
        ]
    }

    private static let off: [(String, RecordValue)] = [
        ("s3BucketName", "other-logs"), ("s3KeyPrefix", "p"), ("includeGlobalServiceEvents", false),
        ("isMultiRegionTrail", false), ("enableLogFileValidation", false), ("cloudWatchLogsLogGroupArn", ""),
        ("cloudWatchLogsRoleArn", ""), ("kmsKeyId", ""), ("isOrganizationTrail", false),
    ]
    private static let on: [(String, RecordValue)] = [
        ("s3BucketName", .text(Changing.bucket)), ("s3KeyPrefix", ""), ("includeGlobalServiceEvents", true),
        ("isMultiRegionTrail", true), ("enableLogFileValidation", true),
        ("cloudWatchLogsLogGroupArn", .text(Changing.group)),
        ("cloudWatchLogsRoleArn", "arn:aws:iam::111122223333:role/Delivery"), ("kmsKeyId", .text(Changing.key)),
    ]
    private static let nothing = TrailSettings(
        bucket: "other-logs", prefix: "p", isGlobal: false, isMultiRegion: false, isValidated: false, group: nil,
        key: nil)
    private static func validation(_ isOn: Bool, _ hour: Int, _ minute: Int) -> Event {
        whole.with { $0.isValidated = isOn }.updated(hour, minute, [("enableLogFileValidation", .bool(isOn))])
    }

    private static var updated: [ChangeCase] {
        let start = whole.created(0, 10)
        let setOff = validation(false, 0, 10)
        let turnedOff = validation(false, 0, 20)
        let turnedOn = validation(true, 0, 30)
        let allOff = nothing.updated(0, 20, off)
        let allOn = whole.updated(0, 30, on)
        let firstOff = nothing.updated(0, 10, off)
        let firstOn = whole.with { ($0.prefix, $0.isOrganization) = ("p", true) }.updated(
            0, 10, on.filter { $0.0 != "s3KeyPrefix" } + [("s3KeyPrefix", "p"), ("isOrganizationTrail", true)])
        let same = whole.updated(0, 20, on)
        let otherKey = whole.with { ($0.key, $0.group) = (Changing.otherKey, Changing.otherGroup) }.updated(
            0, 20,
            [("cloudWatchLogsLogGroupArn", .text(Changing.otherGroup)), ("kmsKeyId", .text(Changing.otherKey))])
        let none = whole.with { ($0.key, $0.group) = (nil, nil) }.updated(
            0, 30, [("cloudWatchLogsLogGroupArn", ""), ("cloudWatchLogsRoleArn", ""), ("kmsKeyId", "")])
        let toAll = whole.with { $0.isOrganization = true }.updated(0, 20, [("isOrganizationTrail", true)])
        let toOne = whole.updated(0, 30, [("isOrganizationTrail", false)])
        let createdEffect = ChangeCase.Expected.done(start, TrailSettings.wholeEffect)
        let bare = Event.trail(
            "UpdateTrail", at: Changing.at(0, 20),
            [
                "name": .text(Changing.arn), "kmsKeyId": .text(Changing.otherKey),
                "cloudWatchLogsLogGroupArn": .text(Changing.group),
            ], response: ["trailARN": .text(Changing.arn)])
        return [
            changeCase(
                "update-trail-unknown", "CHANGE-5",
                "Log file validation was turned off. No earlier record says what it was.", [setOff],
                [.done(setOff, "log file validation set to off" + unknown, on: subject, controls: [1, 2, 3, 4, 5])]),
            changeCase(
                "update-trail-known", "CHANGE-5",
                "Validation was on when the trail was created, was turned off, and on again.",
                [start, turnedOff, turnedOn],
                [
                    createdEffect, .done(turnedOff, "log file validation turned off", on: subject),
                    .done(turnedOn, "log file validation turned on", on: subject),
                ]),
            changeCase(
                "update-trail-several", "CHANGE-5", "One request changed every setting, and another changed it back.",
                [start, allOff, allOn],
                [
                    createdEffect,
                    .done(
                        allOff,
                        "log bucket changed from virtual-trail-logs to other-logs; key prefix changed from none to p; "
                            + "log file validation turned off; no longer multi-Region; global service events no longer "
                            + "included; KMS key removed; log group removed"),
                    .done(
                        allOn,
                        "log bucket changed from other-logs to virtual-trail-logs; key prefix changed from p to none; "
                            + "log file validation turned on; now multi-Region; global service events now included; "
                            + "KMS key set to \(Changing.key); log group set to \(Changing.group)"),
                ]),
            changeCase(
                "update-trail-unknown-off", "CHANGE-5", "One request sets everything to off. Nothing earlier is known.",
                [firstOff],
                [
                    .done(
                        firstOff,
                        [
                            "log bucket set to other-logs", "key prefix set to p", "log file validation set to off",
                            "set to one Region", "global service events set to off", "no KMS key", "no log group",
                            "set to one account",
                        ].map { $0 + unknown }.joined(separator: "; "))
                ]),
            changeCase(
                "update-trail-unknown-on", "CHANGE-5", "One request sets everything to on. Nothing earlier is known.",
                [firstOn],
                [
                    .done(
                        firstOn,
                        [
                            "log bucket set to virtual-trail-logs", "key prefix set to p",
                            "log file validation set to on", "set to multi-Region", "global service events set to on",
                            "KMS key set to \(Changing.key)", "log group set to \(Changing.group)",
                            "set to organization trail",
                        ].map { $0 + unknown }.joined(separator: "; "))
                ]),
            changeCase(
                "update-trail-nothing", "CHANGE-5", "The request asks for what was so already.", [start, same],
                [createdEffect, .done(same, "no setting changed that a control judges", on: subject)]),
            changeCase(
                "update-trail-bare-response", "CHANGE-5",
                "The response names only the trail. Then the request tells the settings.", [start, bare],
                [createdEffect, .done(bare, "KMS key changed from \(Changing.key) to \(Changing.otherKey)")]),
            changeCase(
                "update-trail-learned", "CHANGE-5",
                "The response of one update says what a later one changed.", [setOff, otherKey, none],
                [
                    .done(setOff, "log file validation set to off" + unknown),
                    .done(
                        otherKey,
                        "log file validation turned on" + unasked + "; KMS key changed from \(Changing.key) to "
                            + "\(Changing.otherKey); log group changed from \(Changing.group) to "
                            + "\(Changing.otherGroup)"),
                    .done(none, "KMS key removed; log group removed"),
                ]),
            changeCase(
                "update-trail-organization", "CHANGE-5", "A trail became the organization's, and one account's again.",
                [start, toAll, toOne],
                [
                    createdEffect, .done(toAll, "now an organization trail"),
                    .done(toOne, "no longer an organization trail"),
                ]),
        ]
    }

    private static var logging: [ChangeCase] {
        let starts = [Changing.byARN("StartLogging", 0, 10), Changing.byARN("StartLogging", 0, 20)]
        let stops = [Changing.byARN("StopLogging", 0, 30), Changing.byARN("StopLogging", 0, 40)]
        let again = Changing.byARN("StartLogging", 0, 50)
        let delete = Changing.byARN("DeleteTrail", 0, 10)
        return [
            changeCase(
                "logging-stopped-and-started", "CHANGE-2, CHANGE-5", "Logging was stopped and started, each twice.",
                starts + stops + [again],
                [
                    .done(starts[0], "logging started", on: subject, controls: [1, 3]),
                    .done(starts[1], "logging started (it was on already)"),
                    .done(stops[0], "logging stopped", on: subject, controls: [1, 3]),
                    .done(stops[1], "logging stopped (it was off already)"), .done(again, "logging started"),
                ]),
            changeCase(
                "trail-deleted", "CHANGE-2", "A trail was deleted.", [delete],
                [.done(delete, "trail deleted", on: subject, controls: [1, 3])]),
        ]
    }

    private static func select(_ minute: Int, _ member: String, _ selectors: RecordValue) -> Event {
        let object: [(String, RecordValue)] = [("trailName", .text(Changing.arn)), (member, selectors)]
        return .trail(
            "PutEventSelectors", at: Changing.at(0, minute), .object(object),
            response: .object([("trailARN", .text(Changing.arn)), (member, selectors)]))
    }
    private static func classic(
        _ minute: Int, reads: String = "All", management: Bool = true, excluding: [RecordValue] = []
    ) -> Event {
        select(
            minute, "eventSelectors",
            [
                [
                    "readWriteType": .text(reads), "includeManagementEvents": .bool(management),
                    "dataResources": [["type": "AWS::S3::Object", "values": ["arn:aws:s3"]]],
                    "excludeManagementEventSources": .list(excluding),
                ]
            ])
    }
    private static func advanced(_ minute: Int, _ category: String, _ more: [RecordValue] = []) -> Event {
        let fields: [RecordValue] = [["field": "eventCategory", "equals": [.text(category)]]] + more
        return select(minute, "advancedEventSelectors", [["name": "one", "fieldSelectors": .list(fields)]])
    }

    private static var selectors: [ChangeCase] {
        let recorded = "all management events recorded"
        let part = "only part of the management events recorded"
        let gone = "management events no longer recorded"
        let notRecorded = "management events not recorded" + unknown
        let one = [classic(10, management: false)]
        let several = [
            classic(10), classic(15, reads: "WriteOnly"), classic(20, excluding: ["kms.amazonaws.com"]),
            classic(25, management: false), classic(30),
        ]
        let modern = [
            advanced(10, "Data", [["field": "resources.type", "equals": ["AWS::S3::Object"]]]),
            advanced(15, "Management"), advanced(20, "Management", [["field": "readOnly", "equals": ["false"]]]),
            advanced(25, "Data", [["field": "resources.type", "equals": ["AWS::S3::Object"]]]),
        ]
        let odd = [classic(10, reads: "Everything")]
        return [
            changeCase(
                "selectors", "CHANGE-2, CHANGE-5",
                "Event selectors that record all management events, part of them, none.", several,
                [
                    .done(several[0], recorded, on: subject, controls: [1]), .done(several[1], part),
                    .done(several[2], part), .done(several[3], gone), .done(several[4], recorded),
                ]),
            changeCase(
                "selectors-unknown", "CHANGE-5", "Management events aren't recorded. Nothing earlier is known.", one,
                [.done(one[0], notRecorded, on: subject)]),
            changeCase(
                "selectors-advanced", "CHANGE-5", "The same with advanced event selectors.", modern,
                [
                    .done(modern[0], notRecorded), .done(modern[1], recorded), .done(modern[2], part),
                    .done(modern[3], gone),
                ]),
            changeCase(
                "selectors-not-understood", "CHANGE-5", "A selector has a value that AWS doesn't give.", odd,
                [.done(odd[0], "event selectors replaced", on: subject)]),
        ]
    }

    private static var failed: [ChangeCase] {
        let stop = Changing.byARN("StopLogging", 0, 10)
        let codes = ["AccessDenied", "AccessDeniedException", "Client.UnauthorizedOperation"]
        let denied = codes.enumerated().map { Changing.byARN("StopLogging", 0, 10 + $0).failing($1) }
        let missing = Changing.byARN("DeleteTrail", 0, 10).failing("TrailNotFoundException")
        let silent = stop.failing("AccessDenied").with { $0.request = .null }
        let start = whole.created(0, 10)
        let refused = validation(false, 0, 20).failing("AccessDenied")
        let same = validation(true, 0, 30)
        let begun = Changing.byARN("StartLogging", 0, 40)
        let refusedStop = Changing.byARN("StopLogging", 0, 45).failing("ThrottlingException")
        let again = Changing.byARN("StartLogging", 0, 50)
        return [
            changeCase(
                "denied", "CHANGE-6", "Three requests were refused, each with another code.", denied,
                zip(denied, codes).map { .failed($0, $1, "denied: " + $1, on: subject, controls: [1, 3]) }),
            changeCase(
                "failed", "CHANGE-6", "A request failed because its trail doesn't exist.", [missing],
                [.failed(missing, "TrailNotFoundException", "failed: TrailNotFoundException", on: subject)]),
            changeCase(
                "denied-without-parameters", "CHANGE-6", "A refused request whose record has no parameters.", [silent],
                [.failed(silent, "AccessDenied", "denied: AccessDenied")]),
            changeCase(
                "failed-changes-nothing", "CHANGE-6, CHANGE-5",
                "Requests that failed stand between others. They changed no setting.",
                [start, refused, same, begun, refusedStop, again],
                [
                    .done(start, TrailSettings.wholeEffect), .failed(refused, "AccessDenied", "denied: AccessDenied"),
                    .done(same, "no setting changed that a control judges"), .done(begun, "logging started"),
                    .failed(refusedStop, "ThrottlingException", "failed: ThrottlingException"),
                    .done(again, "logging started (it was on already)"),
                ]),
        ]
    }

    /// A chain of another trail with the same events.
    private static func two(_ world: inout World, _ other: Trail, _ events: [Event], _ more: [Event]) {
        for (trail, events) in [(Trail(), events), (other, more)] {
            let digests = Changing.digests(trail, 0..<1, events)
            world.publish(digests)
            world.saveHead(digests.last)
        }
    }

    private static var deliveries: [ChangeCase] {
        let stop = Changing.byARN("StopLogging", 0, 10)
        let fixed = stop.with { $0.fixedID = stop.id }
        let start = Changing.byARN("StartLogging", 0, 20).with { $0.fixedID = stop.id }
        let sameTime = ["one", "two", "three"].map {
            Event.trail("StopLogging", at: Changing.at(0, 10), ["name": .text($0)])
        }
        return [
            changeWorldCase(
                "two-trails", "CHANGE-4", "Two trails delivered the same event: one change with two proofs.",
                [.done(stop, "logging stopped", on: subject, proofs: 2)]
            ) { two(&$0, trail { $0.name = "second" }, [stop], [stop]) },
            changeWorldCase(
                "two-trails-two-buckets", "CHANGE-4", "The second trail delivers to another bucket.",
                [.done(stop, "logging stopped", on: subject, proofs: 2)]
            ) { world in
                two(&world, trail { ($0.name, $0.bucket, $0.prefix) = ("second", "second-logs", "s") }, [stop], [stop])
            },
            changeWorldCase(
                "delivered-twice", "CHANGE-4", "One trail delivered the same event in two log files.",
                [.done(stop, "logging stopped", on: subject, proofs: 2)]
            ) { world in
                let logs = [20, 25].map { Log(Trail(), at: Changing.at(0, $0), events: [stop], seed: $0) }
                let digest = Digest(Trail(), from: .hour(0), to: .hour(1), logs: logs, after: nil, signedBy: .first)
                world.publish([digest])
                world.saveHead(digest)
            },
            changeCase(
                "one-id-two-events", "CHANGE-4", "Two events with the same id and different names are two changes.",
                [fixed, start], [.done(fixed, "logging stopped"), .done(start, "logging started")]),
            changeCase(
                "one-id-twice-in-a-log", "CHANGE-4", "A log file holds one event twice: one change with one proof.",
                [fixed, fixed], [.done(fixed, "logging stopped")]),
            changeCase(
                "same-time", "CHANGE-4", "Three changes of one second are sorted by the ids of their events.", sameTime,
                sameTime.sorted { $0.id < $1.id }.map { .done($0, "logging stopped") }),
        ]
    }

    private static var named: [ChangeCase] {
        let first = Changing.byARN("StopLogging", 0, 10)
        let second = Event.trail("StopLogging", at: Changing.at(0, 20), ["name": "management"])
        let start = whole.created(0, 10)
        let update = whole.with { $0.isValidated = false }.updated(
            0, 20, [("enableLogFileValidation", false)], name: "management")
        let othersARN = "arn:aws:cloudtrail:us-east-1:111122223333:trail/other"
        let others = Event.trail("StopLogging", at: Changing.at(0, 20), ["name": .text(othersARN)])
        let west = Event.trail("StopLogging", at: Changing.at(0, 10), ["name": "management"]).with {
            $0.region = "us-west-2"
        }
        return [
            changeCase(
                "trail-by-name-and-arn", "CHANGE-3",
                "One request names the trail by its ARN, the other by its name: it is the same trail.",
                [first, second],
                [
                    .done(first, "logging stopped", on: subject),
                    .done(second, "logging stopped (it was off already)", on: subject),
                ]),
            changeCase(
                "update-by-name", "CHANGE-3, CHANGE-5", "A request that names the trail by its name.", [start, update],
                [
                    .done(start, TrailSettings.wholeEffect, on: subject),
                    .done(update, "log file validation turned off", on: subject),
                ]),
            changeCase(
                "other-trail", "CHANGE-3, CHANGE-2",
                "Another trail of the account was stopped. It is another trail with its own state.", [first, others],
                [
                    .done(first, "logging stopped", on: subject),
                    .done(others, "logging stopped", on: ["trail": .text(othersARN)]),
                ]),
            changeWorldCase(
                "other-region", "CHANGE-3", "A trail that another Region has, named by its name.",
                [
                    .done(
                        west, "logging stopped",
                        on: ["trail": "arn:aws:cloudtrail:us-west-2:111122223333:trail/management"])
                ]
            ) { two(&$0, trail { $0.region = "us-west-2" }, [], [west]) },
        ]
    }
}
