import VirtualTrail

/// The history of a control while records are lacking. What is on may have ended without being seen.
enum HistoryTimeCases {
    private static func validation(_ isOn: Bool, _ hour: Int, _ minute: Int) -> Event {
        TrailSettings(isValidated: isOn).updated(hour, minute, [("enableLogFileValidation", .bool(isOn))])
    }

    private static func history(
        _ number: Int, _ atCapture: String, _ states: [String], resource: String = Changing.arn, _ text: String? = nil
    ) -> [ChangeCase.History] {
        [
            .init(
                control: "CloudTrail.\(number)", resource: resource, atCapture: atCapture,
                states: ["unknown"] + states, text: text)
        ]
    }

    private static func from(_ event: Event) -> String { "from \(event.time.iso) (\(event.name) by \(Changing.actor))" }

    /// Takes digests and their logs away. The digest before them has a saved signature.
    private static func lose(_ hours: Range<Int>, _ world: inout World, _ digests: [Digest]) {
        world.erase(Array(digests[hours]))
        world.saveHead(digests[hours.lowerBound - 1])
    }

    static var all: [ChangeCase] { lost + restarted + unclear }

    // MARK: Lost files

    private static var lost: [ChangeCase] {
        let on = validation(true, 0, 10)
        let off = validation(false, 0, 10)
        let onAgain = validation(true, 3, 20)
        let setOn = ChangeCase.Expected.done(on, "log file validation set to on (before: not known)")
        let setOff = ChangeCase.Expected.done(off, "log file validation set to off (before: not known)")
        let isOff: Changes = [(HealthyAccount.entry + ["LogFileValidationEnabled"], false)]
        let hidden = Moment.hour(1).iso
        let shown = Moment.hour(2).iso
        let logged = Event.bucket(
            "PutBucketLogging", at: Changing.at(0, 20), Changing.bucket, "logging",
            [("BucketLoggingStatus", ["LoggingEnabled": ["TargetBucket": "access-logs", "TargetPrefix": ""]])])
        let created = TrailSettings().created(0, 5)
        let begun = Changing.byARN("StartLogging", 0, 6)
        let begunAgain = Changing.byARN("StartLogging", 2, 10)
        return [
            changeCase(
                "history-digest-missing", "CHANGE-8",
                "Validation was turned on. Then a digest is missing, and it may hold a change.", [on], [setOn], exit: 1,
                hours: 4, described: [],
                histories: history(
                    4, "on", ["on", "unknown", "on"],
                    "on \(from(on)) to \(hidden), unknown from \(hidden) to \(shown), on at capture")
            ) { world, digests in lose(1..<2, &world, digests) },
            changeCase(
                "history-log-missing", "CHANGE-8",
                "Validation was turned on. Then a log is missing, and it may hold a change. Now validation is off.",
                [on],
                [setOn], exit: 1, hours: 4, described: isOff,
                histories: history(
                    4, "off", ["on", "unknown", "off"],
                    "on \(from(on)) to \(hidden), unknown from \(hidden) to \(shown), off at capture")
            ) { world, digests in world.apply(.delete(digests[1].logs[0].key)) },
            changeCase(
                "history-captured-before-loss", "CHANGE-8",
                "Validation was turned on and described. Then a digest is missing, and it may hold a change.", [on],
                [setOn],
                exit: 1, hours: 4, described: [(["capturedAt"], .text(Changing.at(0, 40).iso))],
                histories: history(4, "on", ["on", "unknown"])
            ) { world, digests in lose(1..<2, &world, digests) },
            changeCase(
                "history-captured-later", "CHANGE-8",
                "A digest is missing. The description is of a time after all records, so it says nothing of the time before.",
                [on], [setOn], exit: 1, hours: 4, described: [(["capturedAt"], "2026-10-02T00:00:00Z")],
                histories: history(4, "on", ["on", "unknown"])
            ) { world, digests in lose(1..<2, &world, digests) },
            changeCase(
                "history-off-while-lost", "CHANGE-8",
                "Validation was turned off. Then a digest is missing. Only a record can say that it is on again.",
                [off, onAgain], [setOff, .done(onAgain, "log file validation turned on")], exit: 1, hours: 4,
                described: [],
                histories: history(4, "on", ["off", "on"])
            ) { world, digests in lose(1..<2, &world, digests) },
            changeCase(
                "history-bucket-while-lost", "CHANGE-8",
                "Access logging was turned on. The last digests are missing, and the description is newer.", [logged],
                [.done(logged, "access logging turned on, to access-logs")], exit: 1, hours: 4, described: [],
                histories: history(7, "on", ["on", "unknown", "on"], resource: Changing.bucket)
            ) { world, digests in lose(1..<3, &world, digests) },
            changeCase(
                "history-settings-forgotten", "CHANGE-8",
                "A multi-Region trail was created and started. A digest is missing. Then the trail was started again, and "
                    + "nobody knows whether it was still multi-Region.",
                [created, begun, begunAgain],
                [
                    .done(created, TrailSettings.wholeEffect), .done(begun, "logging started"),
                    .done(begunAgain, "logging started (it was on already)"),
                ], exit: 1, hours: 4, described: [(HealthyAccount.entry + ["IsMultiRegionTrail"], false)],
                histories: [
                    .init(
                        control: "CloudTrail.1", resource: Changing.arn, atCapture: "off",
                        states: ["unknown", "off", "on", "unknown", "off"])
                ]
            ) { world, digests in lose(1..<2, &world, digests) },
        ]
    }

    // MARK: Restarts

    private static var restarted: [ChangeCase] {
        let stop = Changing.byARN("StopLogging", 1, 50)
        let start = Event.trail("StartLogging", at: .hour(4) + -20, ["name": .text(Changing.arn)])
        return [
            changeWorldCase(
                "history-restart", "CHANGE-8",
                "Logging was stopped and started. The new chain begins after the request that started it.",
                [.done(stop, "logging stopped"), .done(start, "logging started")], exit: 2, hours: 6, described: [],
                histories: history(
                    3, "on", ["off", "on"],
                    "off \(from(stop)) to \(start.time.iso) (StartLogging by \(Changing.actor)), on at capture")
            ) { world in
                let early = Changing.digests(Trail(), 0..<2, [stop])
                let late = Changing.digests(Trail(), 4..<6, []) { log, hour in
                    if hour == 4 { log = Log(Trail(), at: Changing.at(4, 55), events: [start], seed: 0) }
                }
                for digests in [early, late] {
                    world.publish(digests)
                    world.saveHead(digests.last)
                }
            }
        ]
    }

    // MARK: Records that say too little

    private static var unclear: [ChangeCase] {
        let on = validation(true, 0, 10)
        let setOn = ChangeCase.Expected.done(on, "log file validation set to on (before: not known)")
        let omitted: RecordValue = ["omitted": true, "originalSize": 120_000, "reason": "requestParameters too large"]
        let unnamed = Event.trail("UpdateTrail", at: Changing.at(1, 30), omitted)
        let silent = Event.trail(
            "UpdateTrail", at: Changing.at(1, 30), ["name": .text(Changing.arn), "snsTopicName": "topic"],
            response: ["omitted": true])
        let keyed = TrailSettings().updated(0, 10, [("kmsKeyId", .text(Changing.key))])
        let odd = Event.trail(
            "PutEventSelectors", at: Changing.at(0, 30),
            [
                "trailName": .text(Changing.arn),
                "eventSelectors": [["ReadWriteType": "WriteOnly", "includeManagementEvents": true]],
            ])
        let blocks = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]
        let unread = Event.bucket(
            "PutBucketPublicAccessBlock", at: Changing.at(0, 30), Changing.bucket, "publicAccessBlock",
            [("PublicAccessBlockConfiguration", .object(blocks.map { ($0, "perhaps") }))])
        func accessLogging(_ minute: Int, _ target: RecordValue) -> Event {
            Event.bucket(
                "PutBucketLogging", at: Changing.at(0, minute), Changing.bucket, "logging",
                [("BucketLoggingStatus", ["LoggingEnabled": ["TargetBucket": target, "TargetPrefix": ""]])])
        }
        let logged = accessLogging(10, "access-logs")
        let oddly = accessLogging(30, ["name": "access-logs"])
        let enabled = Event.key("EnableKey", at: Changing.at(0, 40), "alias/trail", arn: Changing.key).with {
            $0.response = .null
        }
        return [
            changeCase(
                "history-unnamed-trail", "CHANGE-8",
                "Validation was turned on. A later record doesn't say which trail it changed, and how.", [on, unnamed],
                [
                    setOn,
                    .done(
                        unnamed, "settings changed; the record does not name the trail", on: Changing.account()),
                ],
                hours: 3, described: [(HealthyAccount.entry + ["LogFileValidationEnabled"], false)],
                histories: history(
                    4, "off", ["on", "off"], "on \(from(on)) to \(unnamed.time.iso), off at capture")),
            changeCase(
                "history-response-omitted", "CHANGE-5, CHANGE-8",
                "A record lacks its response, because it was too long. It doesn't say that the trail has no key.",
                [keyed, silent],
                [
                    .done(keyed, "KMS key set to \(Changing.key) (before: not known)"),
                    .done(silent, "no setting changed that a control judges"),
                ], hours: 3, described: [], histories: history(2, "on", ["on"])),
            changeCase(
                "access-logging-unreadable", "CHANGE-5, CHANGE-8",
                "A request about access logging names no bucket that can be read. It didn't turn logging off.",
                [logged, oddly],
                [
                    .done(logged, "access logging turned on, to access-logs"),
                    .done(oddly, "access logging settings replaced"),
                ], hours: 3, described: [(HealthyAccount.settings + ["GetBucketLogging"], [:])],
                histories: history(7, "off", ["on", "off"], resource: Changing.bucket)),
            changeCase(
                "selectors-unknown-members", "CHANGE-5",
                "Event selectors have a member that AWS doesn't write. Nobody knows what they record.", [odd],
                [.done(odd, "event selectors replaced")], hours: 3),
            changeCase(
                "block-unreadable", "CHANGE-5", "A public access block has values that can't be read.", [unread],
                [.done(unread, "public access block replaced")], hours: 3),
            changeCase(
                "key-alias-with-resource", "CHANGE-3",
                "A request names the trail's key by an alias. The record's resource is the key.", [keyed, enabled],
                [
                    .done(keyed, "KMS key set to \(Changing.key) (before: not known)"),
                    .done(enabled, "KMS key enabled", on: ["key": .text(Changing.key)]),
                ], hours: 3),
        ]
    }
}
