import VirtualTrail

/// Changes that findings carry, and the history of controls.
enum ChangeFindingCases {
    static var all: [ChangeCase] { gaps + losses + histories }

    // MARK: Gaps

    /// A case whose chain lacks the hours 2 and 3. Validation or logging was off.
    private static func gap(
        _ name: String, _ description: String, _ events: [Event], _ changes: [ChangeCase.Expected], carried: [String],
        isOrdered: Bool = false, more: (inout World) -> Void = { _ in }
    ) -> ChangeCase {
        changeWorldCase(
            name, "CHANGE-7", description, changes, exit: 2, hours: 6,
            findings: [.init(code: "coverage-gap", events: carried, isOrdered: isOrdered)]
        ) { world in
            for hours in [0..<2, 4..<6] {
                let digests = hours.lowerBound == 0 ? early(events) : late(events)
                world.publish(digests)
                world.saveHead(digests.last)
            }
            more(&world)
        }
    }
    private static func early(_ events: [Event]) -> [Digest] { Changing.digests(Trail(), 0..<2, events) }

    /// The digests after the gap. The log of the first hour also holds the events of the minutes before it, because
    /// CloudTrail delivers some minutes late.
    private static func late(_ events: [Event]) -> [Digest] {
        Changing.digests(Trail(), 4..<6, events) { log, hour in
            guard hour == 4 else { return }
            let own = events.filter { $0.time >= .hour(3) && $0.time < .hour(5) }
            log = Log(Trail(), at: Changing.at(4, 55), events: own, seed: 0)
        }
    }

    private static var gaps: [ChangeCase] {
        let stop = Changing.byARN("StopLogging", 1, 50)
        let start = Event.trail("StartLogging", at: .hour(4) + -20, ["name": .text(Changing.arn)])
        let stopped = ChangeCase.Expected.done(stop, "logging stopped", on: Changing.trail)
        let tooEarly = Event.trail("StopLogging", at: .hour(0) + -60, ["name": .text(Changing.arn)])
        let tooLate = Changing.byARN("StartLogging", 4, 10)
        // Seven changes in the two hours before the gap. The last five are the nearest.
        let names = [
            "StopLogging", "StartLogging", "DeleteTrail", "CreateTrail", "PutEventSelectors", "StopLogging",
            "StartLogging",
        ]
        let seven = names.enumerated().map { index, name in
            Changing.byARN(name, 1, 5 + 5 * index).failing("AccessDenied")
        }
        let other = Event.trail("StopLogging", at: Changing.at(1, 40), ["name": "own"]).with {
            $0.account = "444455556666"
            $0.identity = Identity.role(account: "444455556666")
        }
        let written = (0..<8).map {
            Event.object(
                "PutObject", at: Changing.at(1, 40 + $0), Changing.bucket, "AWSLogs/111122223333/Config/file-\($0)")
        }
        let member = "444455556666"
        let access = Event.organization(
            "DisableAWSServiceAccess", at: Changing.at(1, 40), ["servicePrincipal": "cloudtrail.amazonaws.com"])
        let removed = Event.organization(
            "RemoveAccountFromOrganization", at: Changing.at(1, 50), ["accountId": .text(member)])
        let strangeKey = "arn:aws:kms:us-east-1:999900001111:key/" + Changing.keyID
        let keyed = TrailSettings(key: strangeKey).updated(1, 30, [("kmsKeyId", .text(strangeKey))])
        let disabled = Event.key("DisableKey", at: Changing.at(1, 50), strangeKey, arn: strangeKey).with {
            $0.account = "999900001111"
            $0.identity = Identity.role(account: "999900001111")
        }
        return [
            gap(
                "gap-stopped", "Logging was stopped before the gap and started at its end.", [stop, start],
                [stopped, .done(start, "logging started", on: Changing.trail)],
                carried: ["StopLogging", "StartLogging"]),
            gap(
                "gap-outside", "One change more than two hours before the gap, and one after it.", [tooLate],
                [
                    .done(tooEarly, "logging stopped", on: Changing.trail),
                    .done(tooLate, "logging started", on: Changing.trail),
                ], carried: []
            ) { world in
                // The event of the hour before is delivered in the first hour.
                let digests = Changing.digests(Trail(), 0..<2, []) { log, hour in
                    if hour == 0 { log = Log(Trail(), at: Changing.at(0, 5), events: [tooEarly], seed: 0) }
                }
                world.erase(early([]))
                world.publish(digests)
                world.saveHead(digests.last)
            },
            gap(
                "gap-five", "Seven changes before the gap. The finding carries the nearest five.", seven,
                seven.map { .failed($0, "AccessDenied", "denied: AccessDenied", on: Changing.trail) },
                carried: Array(names.suffix(5).reversed()), isOrdered: true),
            gap(
                "gap-beside-objects",
                "Before the gap, logging was stopped, and many objects were written later. They don't take its place.",
                [Changing.byARN("StopLogging", 1, 20)] + written,
                [.done(Changing.byARN("StopLogging", 1, 20), "logging stopped", on: Changing.trail)]
                    + written.map { .done($0, "object written, not by CloudTrail") },
                carried: Array(repeating: "PutObject", count: 4) + ["StopLogging"], isOrdered: true),
            gap(
                "gap-key-of-other-account",
                "Before the gap, the trail's KMS key was disabled. It belongs to another account.",
                [keyed, disabled],
                [
                    .done(keyed, "KMS key set to \(strangeKey) (before: not known)", on: Changing.trail),
                    .done(disabled, "KMS key disabled"),
                ], carried: ["DisableKey", "UpdateTrail"], isOrdered: true),
            changeWorldCase(
                "gap-of-removed-account", "CHANGE-7",
                "A member's chain has a gap. Before it, the management account disabled CloudTrail's access and removed the member.",
                [
                    .done(access, "CloudTrail's access to the organization disabled", on: Changing.account()),
                    .done(removed, "account 444455556666 removed from the organization", on: Changing.account(member)),
                ], exit: 2, hours: 6,
                findings: [
                    .init(
                        code: "coverage-gap", events: ["RemoveAccountFromOrganization", "DisableAWSServiceAccess"],
                        isOrdered: true)
                ]
            ) { world in
                func part(_ account: String, _ hours: Range<Int>, _ events: [Event]) {
                    let chain = trail { ($0.organization, $0.account) = ("o-exampleorg", account) }
                    let digests = Changing.digests(chain, hours, events)
                    world.publish(digests)
                    world.saveHead(digests.last)
                }
                part("111122223333", 0..<6, [access, removed])
                part(member, 0..<2, [])
                part(member, 4..<6, [])
            },
            gap(
                "gap-without-changes", "Nothing was recorded around the gap.", [], [], carried: []),
            gap(
                "gap-of-other-account", "Only another account's trail was stopped before the gap.", [],
                [.done(other, "logging stopped")], carried: []
            ) { world in
                let digests = Changing.digests(trail { $0.account = "444455556666" }, 0..<6, [other])
                world.publish(digests)
                world.saveHead(digests.last)
            },
        ]
    }

    // MARK: Lost files

    private static var losses: [ChangeCase] {
        let stop = Changing.byARN("StopLogging", 0, 30)
        let delete = Event.object("DeleteObjects", at: Changing.at(2, 30), Changing.bucket, nil, [("delete", "")])
        let stopped = ChangeCase.Expected.done(stop, "logging stopped", on: Changing.trail)
        let deleted = ChangeCase.Expected.done(
            delete, "objects deleted; the record does not name them", on: Changing.bucket())
        let lost = Changing.digests(Trail(), 1..<2, [])[0].logs[0].key
        let erased = Event.object("DeleteObject", at: Changing.at(4, 30), Changing.bucket, lost)
        let tries = (0..<6).map { Changing.byARN("StopLogging", 0, 20 + $0).failing("AccessDenied") }
        return [
            changeCase(
                "log-deleted-later", "CHANGE-7",
                "A log is missing. It was deleted three hours later, and there were six failed requests around its time.",
                tries + [erased],
                tries.map { .failed($0, "AccessDenied", "denied: AccessDenied", on: Changing.trail) }
                    + [.done(erased, "object deleted", on: Changing.object(lost))],
                exit: 1, hours: 5,
                findings: [
                    .init(
                        code: "log-missing", events: ["DeleteObject"] + Array(repeating: "StopLogging", count: 4),
                        isOrdered: true)
                ]
            ) { world, digests in world.apply(.delete(digests[1].logs[0].key)) },
            changeCase(
                "log-lost", "CHANGE-7", "A log is missing. The trail was stopped in the hour before.", [stop],
                [stopped],
                exit: 1, hours: 3, findings: [.init(code: "log-missing", events: ["StopLogging"])]
            ) { world, digests in world.apply(.delete(digests[1].logs[0].key)) },
            changeCase(
                "digest-lost", "CHANGE-7", "A digest and its log are missing. Objects were deleted two hours later.",
                [stop, delete], [stopped, deleted], exit: 1, hours: 5,
                findings: [.init(code: "digest-missing", events: ["StopLogging"])]
            ) { world, digests in
                world.erase([digests[1]])
                world.saveHead(digests[0])
            },
            changeCase(
                "window-beyond", "CHANGE-7", "The window ends after the chain. Its last hours hold a change.",
                [stop, Changing.byARN("StopLogging", 2, 30)],
                [stopped, .done(Changing.byARN("StopLogging", 2, 30), "logging stopped (it was off already)")], exit: 2,
                options: ["--to", Moment.hour(6).iso], findings: [.init(code: "coverage-gap", events: ["StopLogging"])]),
        ]
    }

    // MARK: Histories

    private static func validation(_ isOn: Bool, _ hour: Int, _ minute: Int) -> Event {
        TrailSettings(isValidated: isOn).updated(hour, minute, [("enableLogFileValidation", .bool(isOn))])
    }

    private static var histories: [ChangeCase] {
        let off = validation(false, 0, 10)
        let on = validation(true, 1, 30)
        let setOff = ChangeCase.Expected.done(off, "log file validation set to off (before: not known)")
        let turnedOn = ChangeCase.Expected.done(on, "log file validation turned on")
        let denied = validation(false, 0, 20).failing("AccessDenied")
        let stop = Changing.byARN("StopLogging", 0, 10)
        let start = Changing.byARN("StartLogging", 0, 40)
        let unlogged = Event.bucket(
            "PutBucketLogging", at: Changing.at(0, 10), Changing.bucket, "logging", [("BucketLoggingStatus", [:])])
        let logged = Event.bucket(
            "PutBucketLogging", at: Changing.at(1, 20), Changing.bucket, "logging",
            [("BucketLoggingStatus", ["LoggingEnabled": ["TargetBucket": "access-logs", "TargetPrefix": ""]])])
        let relogged = logged.with { $0.time = unlogged.time }
        func text(_ from: Event, _ to: Event) -> String {
            "off from \(from.time.iso) (\(from.name) by \(Changing.actor)) to \(to.time.iso) (\(to.name) by "
                + "\(Changing.actor)), on at capture"
        }
        func history(
            _ number: Int, _ atCapture: String, resource: String = Changing.arn, states: [String]? = nil,
            last: String? = nil, _ text: String? = nil
        ) -> [ChangeCase.History] {
            [
                .init(
                    control: "CloudTrail.\(number)", resource: resource, atCapture: atCapture, states: states,
                    last: last, text: text)
            ]
        }
        let created = TrailSettings().created(0, 20)
        let begun = Changing.byARN("StartLogging", 0, 20)
        let inOneSecond = [
            ChangeCase.Expected.done(created, TrailSettings.wholeEffect, on: Changing.trail),
            .done(begun, "logging started", on: Changing.trail),
        ].sorted { $0.event.id < $1.event.id }
        let unblocked = Event.bucket(
            "DeleteBucketPublicAccessBlock", at: Changing.at(0, 10), Changing.bucket, "publicAccessBlock")
        let opened = Event.bucket(
            "PutBucketPolicy", at: Changing.at(0, 20), Changing.bucket, "policy",
            [
                (
                    "bucketPolicy",
                    [
                        "Version": "2012-10-17",
                        "Statement": [
                            [
                                "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
                                "Resource": "arn:aws:s3:::virtual-trail-logs/*",
                            ]
                        ],
                    ]
                )
            ])
        let blocked = Event(
            "PutAccountPublicAccessBlock", of: "s3-control.amazonaws.com", at: Changing.at(1, 20),
            [
                "accountId": "111122223333",
                "PublicAccessBlockConfiguration": [
                    "BlockPublicAcls": true, "IgnorePublicAcls": true, "BlockPublicPolicy": true,
                    "RestrictPublicBuckets": true,
                ],
            ])
        func account(_ name: String, of number: String, _ minute: Int, _ request: [(String, RecordValue)] = []) -> Event
        {
            Event(
                name, of: "s3-control.amazonaws.com", at: Changing.at(1, minute),
                .object([("accountId", .text(number))] + request)
            ).with {
                $0.account = number
                $0.identity = Identity.role(account: number)
            }
        }
        let blockOn: (String, RecordValue) = (
            "PublicAccessBlockConfiguration",
            [
                "BlockPublicAcls": true, "IgnorePublicAcls": true, "BlockPublicPolicy": true,
                "RestrictPublicBuckets": true,
            ]
        )
        let exposure: [ChangeCase.Expected] = [
            .done(unblocked, "public access block removed"),
            .done(opened, "bucket policy replaced: allows everyone to read"),
        ]
        let bucketGone = Event.bucket("DeleteBucket", at: Changing.at(1, 10), Changing.bucket, nil)
        let trailGone = Changing.byARN("DeleteTrail", 1, 40)
        let selected = Event.trail(
            "PutEventSelectors", at: Changing.at(1, 30),
            [
                "trailName": .text(Changing.arn),
                "eventSelectors": [["readWriteType": "All", "includeManagementEvents": true]],
            ])
        let removedBlock = account("DeleteAccountPublicAccessBlock", of: "111122223333", 20)
        let strangeBlock = account("PutAccountPublicAccessBlock", of: "999900001111", 20, [blockOn])
        let shown = TrailSettings(isValidated: false).updated(0, 10, [("snsTopicName", "topic")])
        let validationOff: Changes = [(HealthyAccount.entry + ["LogFileValidationEnabled"], false)]
        return [
            changeCase(
                "history-validation", "CHANGE-8", "Validation was turned off and on. It is on at the capture.",
                [off, on], [setOff, turnedOn], hours: 3, described: [],
                histories: history(4, "on", states: ["unknown", "off", "on"], text(off, on))),
            changeCase(
                "history-off", "CHANGE-8", "Validation was turned off, and is off at the capture.", [off], [setOff],
                hours: 3, described: validationOff,
                histories: history(4, "off", states: ["unknown", "off"])),
            changeCase(
                "history-contradiction", "CHANGE-8",
                "The last record turned validation off, and it is on at the capture. No record shows what happened.",
                [on.with { $0.time = Changing.at(0, 5) }, off],
                [
                    .done(
                        on.with { $0.time = Changing.at(0, 5) },
                        "log file validation set to on (before: not known)"),
                    .done(off, "log file validation turned off"),
                ], hours: 3, described: [], histories: history(4, "on", states: ["unknown", "on", "unknown", "on"])),
            changeCase(
                "history-in-one-second", "CHANGE-5, CHANGE-8",
                "The trail was created and started within one second. It is created first, whatever the ids are.",
                [created, begun], inOneSecond, hours: 3, described: [],
                histories: history(3, "on", states: ["unknown", "on"])),
            changeCase(
                "history-disputed", "CHANGE-5, CHANGE-8",
                "Access logging was turned off and on within one second. Nobody knows which came last, so it counts as "
                    + "described from there.",
                [unlogged, relogged],
                [
                    ChangeCase.Expected.done(unlogged, "access logging turned off"),
                    .done(relogged, "access logging turned on, to access-logs"),
                ].sorted { $0.event.id < $1.event.id }, hours: 3, described: [],
                histories: history(7, "on", resource: Changing.bucket, states: ["unknown", "on"])),
            changeCase(
                "history-account-block", "CHANGE-8",
                "The bucket became public. Then the account's block was turned on, which may end that.",
                [unblocked, opened, blocked],
                [
                    .done(unblocked, "public access block removed"),
                    .done(opened, "bucket policy replaced: allows everyone to read"),
                    .done(blocked, "account's public access block: all on"),
                ], hours: 3, described: [],
                histories: history(6, "on", resource: Changing.bucket, states: ["unknown", "off", "on"])),
            changeCase(
                "history-account-block-removed", "CHANGE-8",
                "The bucket became public. Removing the account's block can't have ended that.",
                [unblocked, opened, removedBlock],
                exposure + [.done(removedBlock, "account's public access block removed")], hours: 3, described: [],
                histories: history(6, "on", resource: Changing.bucket, states: ["unknown", "unknown", "on"])),
            changeCase(
                "history-block-of-other-account", "CHANGE-8",
                "The bucket became public. Then another account turned its block on. Nobody knows whose the bucket is.",
                [unblocked, opened, strangeBlock],
                exposure + [.done(strangeBlock, "account's public access block: all on")], hours: 3, described: [],
                histories: history(6, "on", resource: Changing.bucket, states: ["unknown", "off", "unknown"])),
            changeCase(
                "history-bucket-deleted", "CHANGE-8",
                "The bucket became public and was deleted. At the capture there is a bucket of its name.",
                [unblocked, opened, bucketGone],
                exposure + [.done(bucketGone, "bucket deleted")], hours: 3, described: [],
                histories: history(6, "on", resource: Changing.bucket, states: ["unknown", "off", "unknown"])),
            changeCase(
                "history-trail-deleted", "CHANGE-8",
                "Validation was turned on and the trail was deleted. At the capture there is a trail of its name.",
                [on, trailGone],
                [
                    .done(on, "log file validation set to on (before: not known)"), .done(trailGone, "trail deleted"),
                ], hours: 3, described: [],
                histories: history(4, "on", states: ["unknown", "on", "unknown", "on"])),
            changeCase(
                "history-other-setting", "CHANGE-8",
                "Validation was turned off. A later record about another setting of the trail says nothing of it.",
                [off, selected], [setOff, .done(selected, "all management events recorded")], hours: 3, described: [],
                histories: history(
                    4, "on", states: ["unknown", "unknown", "on"],
                    "off at \(off.time.iso) (UpdateTrail by \(Changing.actor)), but on at capture, so a change between "
                        + "them is not recorded")),
            changeCase(
                "history-whole", "CHANGE-8",
                "Logging was stopped. A later record about the selectors can't have kept it off.",
                [stop, selected],
                [.done(stop, "logging stopped"), .done(selected, "all management events recorded")], hours: 3,
                described: [],
                histories: history(
                    1, "on", states: ["unknown", "unknown", "on"],
                    "off at \(stop.time.iso) (StopLogging by \(Changing.actor)), but on at capture, so a change between "
                        + "them is not recorded")),
            changeCase(
                "history-only-shown", "CHANGE-8",
                "A request changed something else, and its response shows that validation is off. Who made it didn't do that.",
                [shown], [.done(shown, "no setting changed that a control judges")], hours: 3, described: validationOff,
                histories: history(
                    4, "off", states: ["unknown", "off"], "off from \(shown.time.iso), off at capture")),
            changeCase(
                "history-denied", "CHANGE-8, CHANGE-6", "A request that failed begins no state.", [on, denied],
                [
                    .failed(denied, "AccessDenied", "denied: AccessDenied"),
                    .done(on, "log file validation set to on (before: not known)"),
                ], hours: 3, described: [], histories: history(4, "on", states: ["unknown", "on"])),
            changeCase(
                "history-logging", "CHANGE-8", "Logging was stopped and started within an hour.", [stop, start],
                [.done(stop, "logging stopped"), .done(start, "logging started")], hours: 3,
                described: [
                    (HealthyAccount.status + ["StartLoggingTime"], .text(start.time.iso)),
                    (HealthyAccount.status + ["StopLoggingTime"], .text(stop.time.iso)),
                ],
                histories: history(3, "on", text(stop, start))),
            changeCase(
                "history-bucket", "CHANGE-8", "The bucket's access logging was turned off and on.", [unlogged, logged],
                [
                    .done(unlogged, "access logging turned off"),
                    .done(logged, "access logging turned on, to access-logs"),
                ], hours: 3, described: [],
                histories: history(7, "on", resource: Changing.bucket, text(unlogged, logged))),
        ]
    }
}
