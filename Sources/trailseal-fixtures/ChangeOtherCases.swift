import VirtualTrail

/// Changes of KMS keys, log groups and organizations.
enum ChangeOtherCases {
    static var all: [ChangeCase] { keys + groups + organizations + scopes }

    private static let member = "444455556666"

    // MARK: Keys

    private static func key(
        _ name: String, _ minute: Int, _ key: String = Changing.key, arn: String = Changing.key,
        more: [(String, RecordValue)] = []
    ) -> Event { .key(name, at: Changing.at(0, minute), key, arn: arn, more) }

    private static var keys: [ChangeCase] {
        let events: [(Event, String)] = [
            (key("DisableKey", 10), "KMS key disabled"), (key("EnableKey", 15), "KMS key enabled"),
            (
                key("ScheduleKeyDeletion", 20, more: [("pendingWindowInDays", 7)]),
                "KMS key will be deleted in 7 days"
            ), (key("CancelKeyDeletion", 25), "deletion of the KMS key cancelled"),
            (key("ScheduleKeyDeletion", 30), "KMS key will be deleted in 30 days"),
            (
                key("PutKeyPolicy", 35, more: [("policyName", "default"), ("policy", "{\"Statement\":[]}")]),
                "key policy replaced"
            ),
        ]
        let byID = key("DisableKey", 10, Changing.keyID)
        let other = key("DisableKey", 15, Changing.otherKey, arn: Changing.otherKey)
        let otherID = key("DisableKey", 20, "55555555-1111-2222-3333-444444444444", arn: Changing.otherKey)
        let created = TrailSettings().created(1, 10)
        let sameID = key(
            "DisableKey", 20, Changing.keyID, arn: "arn:aws:kms:us-east-1:999900001111:key/\(Changing.keyID)"
        ).with { $0.account = "999900001111" }
        let regional = "arn:aws:kms:eu-west-1:111122223333:key/\(Changing.keyID)"
        let sameIDElsewhere = key("DisableKey", 25, regional, arn: regional)
        let createdByID = Event.trail(
            "CreateTrail", at: Changing.at(1, 10), TrailSettings().with { $0.key = Changing.keyID }.request,
            response: TrailSettings().response)
        let alias = "arn:aws:kms:us-east-1:111122223333:alias/trail"
        let byAlias = key("DisableKey", 10, alias).failing("InvalidArnException").with { $0.resources = [] }
        let elsewhere = key("DisableKey", 20, "alias/other").failing("InvalidArnException").with { $0.resources = [] }
        return [
            changeCase(
                "key-changed", "CHANGE-2, CHANGE-5", "Events of the key that the description names.", events.map(\.0),
                events.map { .done($0.0, $0.1, on: ["key": .text(Changing.key)], controls: [2]) }, hours: 3,
                described: []),
            changeCase(
                "key-by-id", "CHANGE-3", "A request names the key by its id. Events of another key don't count.",
                [byID, other, otherID], [.done(byID, "KMS key disabled", controls: [2])], hours: 3, described: []),
            changeCase(
                "key-of-create-trail", "CHANGE-3", "Only a later CreateTrail shows that the key is a trail's key.",
                [byID, other, created],
                [.done(byID, "KMS key disabled", controls: [2]), .done(created, TrailSettings.wholeEffect)]),
            changeCase(
                "key-of-response", "CHANGE-3, CHANGE-5",
                "CreateTrail asks for a key by its id, and the response has its ARN. Keys of that id in another account and "
                    + "Region don't count.",
                [byID, sameID, sameIDElsewhere, createdByID],
                [.done(byID, "KMS key disabled", controls: [2]), .done(createdByID, TrailSettings.wholeEffect)]),
            changeCase(
                "key-alias", "CHANGE-3, CHANGE-6",
                "The description names the key by the ARN of its alias, and so does a request, which fails.",
                [byAlias, elsewhere],
                [
                    .failed(
                        byAlias, "InvalidArnException", "failed: InvalidArnException", on: ["key": .text(alias)],
                        controls: [2])
                ], hours: 3, described: [(HealthyAccount.entry + ["KmsKeyId"], .text(alias))]),
            changeCase(
                "key-not-concerned", "CHANGE-3", "Nothing connects the key with a trail.",
                [key("DisableKey", 10), key("ScheduleKeyDeletion", 15, Changing.keyID)], []),
        ]
    }

    // MARK: Log groups

    private static func group(
        _ name: String, _ minute: Int, _ group: String = "trail", _ more: [(String, RecordValue)] = []
    ) -> Event { .logGroup(name, at: Changing.at(0, minute), group, more) }

    private static var groups: [ChangeCase] {
        let events: [(Event, String)] = [
            (group("PutRetentionPolicy", 10, "trail", [("retentionInDays", 90)]), "log group keeps events for 90 days"),
            (
                group("PutRetentionPolicy", 15, "trail", [("retentionInDays", 3)]),
                "log group keeps events for 3 days (before: 90 days)"
            ), (group("DeleteRetentionPolicy", 20), "log group keeps events without a limit"),
            (
                group("DeleteLogStream", 25, "trail", [("logStreamName", "111122223333_CloudTrail_us-east-1")]),
                "log stream deleted"
            ), (group("DeleteLogGroup", 30), "log group deleted"),
        ]
        let deleted = group("DeleteLogGroup", 10)
        let others = ["trail-2", "trai", "Trail"].enumerated().map { group("DeleteLogGroup", 20 + $0, $1) }
        let created = TrailSettings().created(1, 10)
        let subject: JSONNode = ["logGroup": "trail"]
        return [
            changeCase(
                "log-group-changed", "CHANGE-2, CHANGE-5", "Events of the log group that the description names.",
                events.map(\.0), events.map { .done($0.0, $0.1, on: subject, controls: [5]) }, hours: 3,
                described: []),
            changeCase(
                "log-group-of-create-trail", "CHANGE-3",
                "Only a later CreateTrail shows that the group is a trail's group. Similar names don't count.",
                [deleted] + others + [created],
                [
                    .done(deleted, "log group deleted", on: subject, controls: [5]),
                    .done(created, TrailSettings.wholeEffect),
                ]),
            changeCase(
                "log-group-elsewhere", "CHANGE-3",
                "The group of that name in another Region or account isn't the trail's.",
                [
                    group("DeleteLogGroup", 10).with { $0.region = "eu-west-1" },
                    group("DeleteLogGroup", 15).with { $0.account = "444455556666" },
                ], [], hours: 3, described: []),
            changeCase(
                "log-group-not-concerned", "CHANGE-3", "Nothing connects the log group with a trail.",
                [group("DeleteLogGroup", 10), group("PutRetentionPolicy", 15, "trail", [("retentionInDays", 1)])], []),
        ]
    }

    // MARK: Organizations

    private static var organizations: [ChangeCase] {
        func event(_ name: String, _ minute: Int, _ request: RecordValue) -> Event {
            .organization(name, at: Changing.at(0, minute), request)
        }
        let service: (String, RecordValue) = ("servicePrincipal", "cloudtrail.amazonaws.com")
        let other: (String, RecordValue) = ("servicePrincipal", "config.amazonaws.com")
        let id: (String, RecordValue) = ("accountId", .text(member))
        let access = event("DisableAWSServiceAccess", 10, .object([service]))
        let removed = event("RemoveAccountFromOrganization", 15, .object([id]))
        let administrator = event("DeregisterDelegatedAdministrator", 20, .object([id, service]))
        let left = event("LeaveOrganization", 25, .null)
        let others = [
            event("DisableAWSServiceAccess", 30, .object([other])),
            event("DeregisterDelegatedAdministrator", 35, .object([id, other])),
            event("EnableAWSServiceAccess", 40, .object([service])),
        ]
        let own = Event.trail("StopLogging", at: Changing.at(0, 10), ["name": "own"]).with {
            $0.account = member
            $0.identity = Identity.role(account: member)
        }
        return [
            changeCase(
                "organization", "CHANGE-2, CHANGE-5",
                "Events of the organization. Those of another service than CloudTrail don't count.",
                [access, removed, administrator, left] + others,
                [
                    .done(
                        access, "CloudTrail's access to the organization disabled", on: Changing.account(),
                        controls: []),
                    .done(
                        removed, "account 444455556666 removed from the organization", on: Changing.account(member),
                        controls: []),
                    .done(
                        administrator, "account 444455556666 is no longer CloudTrail's delegated administrator",
                        on: Changing.account(member), controls: []),
                    .done(left, "account left the organization", on: Changing.account(), controls: []),
                ]),
            changeWorldCase(
                "organization-member", "CHANGE-2, CHANGE-3",
                "An organization's trail recorded that a member account stopped its own trail.",
                [
                    .done(
                        own, "logging stopped",
                        on: ["trail": "arn:aws:cloudtrail:us-east-1:444455556666:trail/own"])
                ]
            ) { world in
                for (account, events) in [("111122223333", []), (member, [own])] {
                    let part = trail { ($0.organization, $0.account) = ("o-exampleorg", account) }
                    let digests = Changing.digests(part, 0..<1, events)
                    world.publish(digests)
                    world.saveHead(digests.last)
                }
            },
        ]
    }

    // MARK: Scope, and who

    private static var scopes: [ChangeCase] {
        let stops = (0..<3).map { Changing.byARN("StopLogging", $0, 10) }
        let people: [(Event, JSONNode)] = [
            (
                stops[0],
                [
                    "type": "AssumedRole", "arn": .text(Changing.actor),
                    "issuer": "arn:aws:iam::111122223333:role/Admin", "mfa": false, "invokedBy": .null,
                ]
            ),
            (
                stops[0].with {
                    $0.time = Changing.at(0, 20)
                    $0.identity = Identity.user(name: "bob")
                },
                [
                    "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/bob", "issuer": .null, "mfa": .null,
                    "invokedBy": .null,
                ]
            ),
            (
                stops[0].with {
                    $0.time = Changing.at(0, 30)
                    $0.identity = Identity.root(isMFA: true)
                },
                [
                    "type": "Root", "arn": "arn:aws:iam::111122223333:root", "issuer": .null, "mfa": true,
                    "invokedBy": .null,
                ]
            ),
        ]
        let here = Event.trail("StopLogging", at: Changing.at(0, 10), ["name": "management"])
        let west = here.with { ($0.time, $0.region) = (Changing.at(0, 20), "us-west-2") }
        let theirs = here.with {
            ($0.time, $0.account, $0.identity) = (Changing.at(0, 30), member, Identity.role(account: member))
        }
        let government = "arn:aws-us-gov:cloudtrail:us-gov-west-1:111122223333:trail/management"
        let inGovernment = [RecordValue.text(government), "management"].enumerated().map { index, name in
            Event.trail("StopLogging", at: Changing.at(0, 10 + index), ["name": name]).with {
                $0.region = "us-gov-west-1"
            }
        }
        func publish(_ parts: [(Trail, [Event])], in world: inout World) {
            for (trail, events) in parts {
                let digests = Changing.digests(trail, 0..<1, events)
                world.publish(digests)
                world.saveHead(digests.last)
            }
        }
        return [
            changeWorldCase(
                "region-filter", "CHANGE-1", "Only the logs of one Region are read.",
                [.done(west, "logging stopped")], options: ["--region", "us-west-2"]
            ) { publish([(Trail(), [here]), (trail { $0.region = "us-west-2" }, [west])], in: &$0) },
            changeWorldCase(
                "same-name-elsewhere", "CHANGE-3", "Trails of one name in two Regions and two accounts: three trails.",
                [
                    .done(here, "logging stopped", on: Changing.trail),
                    .done(
                        west, "logging stopped",
                        on: ["trail": "arn:aws:cloudtrail:us-west-2:111122223333:trail/management"]),
                    .done(
                        theirs, "logging stopped",
                        on: ["trail": "arn:aws:cloudtrail:us-east-1:444455556666:trail/management"]),
                ]
            ) { world in
                let parts = [
                    (Trail(), [here]), (trail { $0.region = "us-west-2" }, [west]),
                    (trail { $0.account = member }, [theirs]),
                ]
                publish(parts, in: &world)
            },
            changeWorldCase(
                "partition", "CHANGE-3", "In another partition, a trail is named by its ARN and by its name.",
                [
                    .done(inGovernment[0], "logging stopped", on: ["trail": .text(government)]),
                    .done(inGovernment[1], "logging stopped (it was off already)", on: ["trail": .text(government)]),
                ]
            ) { world in
                let part = trail { ($0.region, $0.home) = ("us-gov-west-1", "us-gov-west-1") }
                publish([(part, inGovernment)], in: &world)
            },
            changeCase(
                "window", "CHANGE-1", "Only the logs of the window are read.", stops,
                [.done(stops[1], "logging stopped", on: Changing.trail)], options: window(1, 2)),
            changeCase(
                "who", "CHANGE-2", "A role's session, a user and the root user each stopped the trail.",
                people.map(\.0),
                people.enumerated().map { index, pair in
                    .done(
                        pair.0, index == 0 ? "logging stopped" : "logging stopped (it was off already)",
                        and: [("who", pair.1), ("sourceIp", "192.0.2.7"), ("userAgent", "aws-cli/2.17")])
                }),
        ]
    }
}
