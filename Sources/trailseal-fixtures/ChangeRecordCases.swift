import VirtualTrail

/// Which logs contribute, and records that are written in an unusual or hostile way.
enum ChangeRecordCases {
    static var all: [ChangeCase] { unproved + spelled + hostile }

    private static let stop = Changing.byARN("StopLogging", 0, 10)
    private static let start = Changing.byARN("StartLogging", 1, 10)
    private static var stopped: ChangeCase.Expected { .done(stop, "logging stopped", on: Changing.trail) }

    // MARK: Logs that aren't verified

    private static var unproved: [ChangeCase] {
        func forged(_ hour: Int) -> Log { Log(Trail(), at: Changing.at(hour, 55), events: [stop], seed: 0) }
        let other = TrailSettings(bucket: "audit-logs")
        let created = other.created(0, 10)
        let audit = Event.bucket("DeleteBucketPolicy", at: Changing.at(1, 20), "audit-logs", "policy")
        let off = TrailSettings(isValidated: false).updated(1, 10, [("enableLogFileValidation", false)])
        let late = other.with { $0.isValidated = false }.updated(1, 10, [("enableLogFileValidation", false)])
        return [
            changeCase(
                "log-edited", "CHANGE-1, CHANGE-7", "A log was replaced. The forged event isn't listed.", [start],
                [
                    .done(start, "logging started")
                ], exit: 1, findings: [.init(code: "log-hash-mismatch", events: [])]
            ) { world, digests in
                world.apply(.replace(digests[0].logs[0].key, with: GzipWriter.member(forged(0).content)))
            },
            changeCase(
                "log-edited-away", "CHANGE-1", "The log with the change was edited. What it held isn't known.",
                [stop, start], [.done(start, "logging started")], exit: 1
            ) { world, digests in
                world.apply(.edit(digests[0].logs[0].key, replacing: "StopLogging", with: "GetTrail"))
            },
            changeCase(
                "log-of-unverified-digest", "CHANGE-1", "The newest digest isn't verified, and so isn't its log.",
                [stop, start], [stopped], exit: 2
            ) { world, digests in
                world.signatures = [:]
                world.saveHead(digests[0])
            },
            changeCase(
                "log-unlisted", "CHANGE-1", "No digest lists the log with the change.", [], [], exit: 2
            ) { world, _ in
                world.publish([Log(Trail(), at: Changing.at(0, 30), events: [stop], seed: 9)])
            },
            changeCase(
                "log-truncated", "CHANGE-1", "The log file ends after the event. It isn't verified.", [stop], [],
                exit: 1
            ) { world, digests in world.apply(.truncate(digests[0].logs[0].key, by: 300)) },
            changeCase(
                "create-trail-forged", "CHANGE-1, CHANGE-3, CHANGE-5",
                "A forged log says that a trail delivers to another bucket, and what its settings were.",
                [audit, off], [.done(off, "log file validation set to off (before: not known)")], exit: 1
            ) { world, digests in
                let forged = Log(Trail(), at: Changing.at(0, 55), events: [created], seed: 0)
                world.apply(.replace(digests[0].logs[0].key, with: GzipWriter.member(forged.content)))
            },
            changeWorldCase(
                "bucket-of-unverified-digest", "CHANGE-1, CHANGE-3",
                "A digest names another bucket. It isn't verified, so the bucket isn't a log bucket.",
                [.done(off, "log file validation set to off (before: not known)")], exit: 2, hours: 2
            ) { world in
                let digests = Changing.digests(Trail(), 0..<2, [audit, off])
                world.publish(digests)
                world.saveHead(digests.last)
                let other = trail { ($0.name, $0.bucket, $0.prefix) = ("second", "audit-logs", "s") }
                world.publish(Changing.digests(other, 0..<1, []))
            },
            changeWorldCase(
                "delivered-late", "CHANGE-5", "An earlier event was delivered after a later one. Its time counts.",
                [
                    .done(created, TrailSettings.wholeEffect.replacing(Changing.bucket, with: "audit-logs")),
                    .done(late, "log file validation turned off"),
                ], hours: 3
            ) { world in
                let digests = Changing.digests(Trail(), 0..<3, [late]) { log, hour in
                    if hour == 2 { log = Log(Trail(), at: Changing.at(2, 5), events: [created], seed: 0) }
                }
                world.publish(digests)
                world.saveHead(digests.last)
            },
            changeCase(
                "log-stored-inflated", "CHANGE-1", "A log stored without compression is verified.", [stop], [stopped]
            ) { world, digests in
                let log = digests[0].logs[0]
                world.apply(.inflate(log.key, content: log.content))
            },
        ]
    }

    // MARK: Spelling

    /// A case whose log holds these records as text.
    private static func written(
        _ name: String, _ rule: String, _ description: String, _ records: [String],
        _ changes: [ChangeCase.Expected], unreadable: Int = 0, edit: (String) -> String = { $0 }
    ) -> ChangeCase {
        changeWorldCase(name, rule, description, changes, unreadable: unreadable) { world in
            var log = Log(Trail(), at: Changing.at(0, 55), written: records, seed: 0)
            log.content = Array(edit(String(decoding: log.content, as: UTF8.self)).utf8)
            let digest = Digest(Trail(), from: .hour(0), to: .hour(1), logs: [log], after: nil, signedBy: .first)
            world.publish([digest])
            world.saveHead(digest)
        }
    }

    /// JSON with white space around each structural character outside strings.
    private static func spread(_ text: String) -> String {
        var result = ""
        var isInString = false
        var isEscaped = false
        for character in text {
            if isInString {
                result.append(character)
                isInString = isEscaped || character != "\""
                isEscaped = character == "\\" && !isEscaped
            } else if "{}[]:,".contains(character) {
                result += " \n\t\(character)\r\n "
            } else {
                result.append(character)
                isInString = character == "\""
            }
        }
        return result
    }

    private static var spelled: [ChangeCase] {
        let json = stop.json
        let other = Event("StopLogging", of: "s3.amazonaws.com", at: Changing.at(0, 10), ["name": .text(Changing.arn)])
        let policy = Event("PutBucketPolicy", of: "kms.amazonaws.com", at: Changing.at(0, 20), ["bucketName": "b"])
        let inside = Event(
            "Invoke", of: "lambda.amazonaws.com", at: Changing.at(0, 10),
            [
                "eventName": "StopLogging", "eventSource": "cloudtrail.amazonaws.com",
                "event": .raw(json), "Records": .list([.raw(json)]),
            ])
        let text = Event(
            "Invoke", of: "lambda.amazonaws.com", at: Changing.at(0, 10), ["payload": .text(json)]
        ).with { $0.userAgent = "\",\"eventName\":\"StopLogging\",\"x\":\"" }
        let similar = ["stoplogging", "StopLogging ", "StopLoggin", "StopLogging2"].enumerated().map { index, name in
            stop.with { ($0.name, $0.seed) = (name, index) }.json
        }
        return [
            written(
                "name-of-another-service", "CHANGE-2", "Event names of the table, sent by other services.",
                [other.json, policy.json], []),
            written(
                "name-inside", "CHANGE-2", "A whole StopLogging record stands in the parameters of another event.",
                [inside.json], []),
            written(
                "name-inside-text", "CHANGE-2", "A whole StopLogging record stands in strings of another event.",
                [text.json], []),
            written(
                "name-similar", "CHANGE-2", "Names that are only similar.", similar, []),
            written(
                "name-not-text", "CHANGE-2", "The name of an event isn't a string.",
                [
                    json.replacing("\"eventName\":\"StopLogging\"", with: "\"eventName\":[\"StopLogging\"]"),
                    json.replacing("\"eventName\":\"StopLogging\"", with: "\"eventName\":{\"x\":\"StopLogging\"}"),
                    json.replacing("\"eventName\":\"StopLogging\"", with: "\"eventName\":null"),
                ], []),
            written(
                "escaped-name", "CHANGE-2", "The event's name is written with an escape.",
                [json.replacing("StopLogging", with: "Stop\\u004cogging")], [stopped]),
            written(
                "escaped-member", "CHANGE-2", "The name of the member eventName is written with an escape.",
                [json.replacing("\"eventName\"", with: "\"event\\u004eame\"")], [stopped]),
            written(
                "escaped-values", "CHANGE-2", "Every slash and a letter of each value is escaped.",
                [json.replacing("/", with: "\\/").replacing("amazonaws", with: "\\u0061mazonaws")], [stopped]),
            written("white-space", "CHANGE-2", "The log is written with white space.", [json], [stopped], edit: spread),
            written(
                "members-in-other-order", "CHANGE-2", "The event's name is its last member.",
                [
                    json.replacing("\"eventName\":\"StopLogging\",", with: "").replacing(
                        "\"eventCategory\":\"Management\"}",
                        with: "\"eventCategory\":\"Management\",\"eventName\":\"StopLogging\"}")
                ], [stopped]),
            written(
                "records-after-others", "CHANGE-2", "The file has other members before its records.", [json], [stopped]
            ) { "{\"Other\":[\(json)],\"More\":{\"Records\":[\(json)]}," + $0.dropFirst() },
        ]
    }

    // MARK: Hostile records

    private static var hostile: [ChangeCase] {
        let json = stop.json
        let deep =
            "{\"a\":" + String(repeating: "[{\"a\":", count: 5_000) + "1"
            + String(repeating: "}]", count: 5_000) + "}"
        let nested = Event("GetTrail", of: "cloudtrail.amazonaws.com", at: Changing.at(0, 5), .raw(deep)).json
        let long = stop.with {
            $0.userAgent = String(repeating: "agent/1.0 ", count: 2_000)
            $0.identity = Identity.role(session: String(repeating: "x", count: 5_000))
            $0.request = .object([
                ("name", .text(Changing.arn)), ("more", .text(String(repeating: "y", count: 10_000))),
            ])
        }
        let hostile = stop.with {
            $0.userAgent = "\u{1B}[31m<script>alert(1)</script>\u{202E}"
            $0.sourceIP = "=cmd|'/c calc'!A1"
            $0.identity = Identity.role(session: "a\u{7}\nb\\")
            $0.request = ["name": "=cmd\u{1B}]0;x\u{7}<script>"]
        }
        let created = Event.trail(
            "CreateTrail", at: Changing.at(0, 10),
            ["name": "management", "s3BucketName": "b\u{1B}[2J\u{202E}<script>", "kmsKeyId": "=cmd\n"])
        let repeated = json.replacing("\"readOnly\":false", with: "\"readOnly\":false,\"requestParameters\":{}")
        let timeless = json.replacing("\"eventTime\":\"\(stop.time.iso)\",", with: "")
        let wrongTime = json.replacing(stop.time.iso, with: "yesterday")
        return [
            written(
                "repeated-member", "CHANGE-9", "A record gives a member twice. It can't be read, and is counted.",
                [repeated], [], unreadable: 1),
            written(
                "repeated-member-beside", "CHANGE-9", "The same beside a record that can be read.",
                [repeated, json], [stopped], unreadable: 1),
            written(
                "no-time", "CHANGE-9", "Records without a time, and with a time that isn't one, can't be read.",
                [timeless, wrongTime], [], unreadable: 2),
            written(
                "deep-nesting", "CHANGE-9", "A record that isn't a change is nested 10,000 levels deep.",
                [nested, json], [stopped]),
            written(
                "nested", "CHANGE-9", "The record of the change is nested some levels deep.",
                [
                    json.replacing(
                        "\"responseElements\":null",
                        with: "\"responseElements\":" + String(repeating: "{\"a\":[", count: 8) + "1"
                            + String(repeating: "]}", count: 8))
                ], [stopped]),
            written(
                "long-values", "CHANGE-9", "The user agent, the ARN and a parameter are very long.", [long.json],
                [.done(long, "logging stopped", on: Changing.trail)]),
            written(
                "hostile-values", "CHANGE-9", "Control characters, directions, markup and formulas in a record.",
                [hostile.json],
                [
                    .done(
                        hostile, "logging stopped",
                        and: [
                            ("userAgent", .text(#"\x1b[31m<script>alert(1)</script>\u{202e}"#)),
                            ("sourceIp", "=cmd|'/c calc'!A1"),
                            (
                                "who",
                                ["arn": .text(#"arn:aws:sts::111122223333:assumed-role/Admin/a\x07\x0ab\\"#)]
                            ),
                        ])
                ]),
            written(
                "hostile-effect", "CHANGE-9", "An effect holds values of a record.", [created.json],
                [
                    .done(
                        created,
                        #"trail created: one Region, log file validation off, KMS key =cmd\x0a, log bucket "#
                            + #"b\x1b[2J\u{202e}<script>, no log group"#, on: Changing.trail)
                ]),
            written(
                "not-records", "CHANGE-9", "Among the records are values that aren't objects.",
                ["\"StopLogging\"", "null", "5", "[\(json)]", "{}", json], [stopped]),
            written(
                "not-json", "CHANGE-9", "CloudTrail signed a log that isn't JSON. It has no records.", [], []
            ) { _ in "StopLogging" },
            written(
                "no-records", "CHANGE-9", "The file is an array, not an object with records.", [], [],
                unreadable: 1
            ) { _ in "[\(json)]" },
        ]
    }
}
