import VirtualTrail

/// One case about control changes: an archive, and what `trailseal changes` must list.
struct ChangeCase {
    /// A change that must be listed. Members that aren't given may have any value.
    struct Expected {
        let event: Event
        var members: [(String, JSONNode)]

        /// A request that succeeded. `subject` is nil if the case isn't about it.
        static func done(
            _ event: Event, _ effect: String, on subject: JSONNode? = nil, controls: [Int]? = nil, proofs: Int = 1,
            and more: [(String, JSONNode)] = []
        ) -> Expected {
            Expected(
                event, outcome: "done", error: .null, effect, on: subject, controls: controls, proofs: proofs, more)
        }

        /// A request that failed.
        static func failed(
            _ event: Event, _ code: String, _ effect: String, on subject: JSONNode? = nil, controls: [Int]? = nil
        ) -> Expected {
            Expected(event, outcome: "denied", error: .text(code), effect, on: subject, controls: controls, proofs: 1)
        }

        private init(
            _ event: Event, outcome: String, error: JSONNode, _ effect: String, on subject: JSONNode?,
            controls: [Int]?, proofs: Int, _ more: [(String, JSONNode)] = []
        ) {
            self.event = event
            members = [
                ("time", .text(event.time.iso)), ("accountId", .text(event.account)), ("region", .text(event.region)),
                ("eventSource", .text(event.source)), ("eventName", .text(event.name)), ("eventId", .text(event.id)),
                ("outcome", .text(outcome)), ("error", error), ("effect", .text(effect)),
            ]
            if let subject { members.append(("subject", subject)) }
            if let controls { members.append(("controls", .list(controls.map { .text("CloudTrail.\($0)") }))) }
            members.append(("proofCount", .number(proofs)))
            for (name, value) in more {
                members.removeAll { $0.0 == name }
                members.append((name, value))
            }
        }
    }

    /// The changes that findings with a code must carry, by event name.
    struct OfFinding {
        let code: String
        let events: [String]
        /// Whether the order counts.
        var isOrdered = false
    }

    /// What the history of a control must say about one resource. A nil member may have any value.
    struct History {
        let control: String
        let resource: String
        var atCapture: String?
        /// The states of all spans.
        var states: [String]?
        /// The state of the last span.
        var last: String?
        var text: String?
    }

    let name: String
    let rule: String
    let description: String
    var world: World
    var descriptions: [(name: String, bytes: [UInt8])] = []
    let arguments: [String]
    let exitStatus: Int
    let verdict: String?
    var changes: [Expected] = []
    var unreadable = 0
    var findingChanges: [OfFinding] = []
    var histories: [History] = []

    var json: String {
        func texts(_ items: [String]) -> JSONNode { .list(items.map { .text($0) }) }
        var members: [(String, JSONNode)] = [
            ("schemaVersion", "1.0"), ("name", .text(name)), ("description", .text(description)),
            ("rule", .text(rule)), ("arguments", texts(arguments)), ("exitStatus", .number(exitStatus)),
            ("verdict", verdict.map { .text($0) } ?? .null),
            ("changes", .list(changes.map { .object($0.members) })),
            (
                "counts",
                [
                    "changes": .number(changes.count), "omitted": 0, "unreadable": .number(unreadable),
                    "unconnectedOmitted": 0,
                ]
            ),
        ]
        if !findingChanges.isEmpty {
            let found = findingChanges.map { one in
                (one.code, ["events": texts(one.events), "ordered": .bool(one.isOrdered)] as JSONNode)
            }
            members.append(("findingChanges", .object(found)))
        }
        if !histories.isEmpty {
            let written = histories.map { one in
                var parts: [(String, JSONNode)] = [("resource", .text(one.resource))]
                if let state = one.atCapture { parts.append(("atCapture", .text(state))) }
                if let states = one.states { parts.append(("states", texts(states))) }
                if let last = one.last { parts.append(("last", .text(last))) }
                if let text = one.text { parts.append(("text", .text(text))) }
                return (one.control, JSONNode.object(parts))
            }
            members.append(("history", .object(written)))
        }
        return JSONNode.object(members).serialized
    }
}

/// The trail of most cases about changes, and what belongs to it.
enum Changing {
    static let arn = HealthyAccount.arn
    static let bucket = HealthyAccount.bucket
    static let keyID = "00000000-1111-2222-3333-444444444444"
    static let key = "arn:aws:kms:us-east-1:111122223333:key/" + keyID
    static let otherKey = "arn:aws:kms:us-east-1:111122223333:key/55555555-1111-2222-3333-444444444444"
    static let group = "arn:aws:logs:us-east-1:111122223333:log-group:trail:*"
    static let otherGroup = "arn:aws:logs:us-east-1:111122223333:log-group:audit:*"
    static let actor = "arn:aws:sts::111122223333:assumed-role/Admin/alice"

    static var trail: JSONNode { ["trail": .text(arn)] }
    static func bucket(_ name: String = bucket) -> JSONNode { ["bucket": .text(name)] }
    static func object(_ key: String) -> JSONNode { ["bucket": .text(bucket), "object": .text(key)] }
    static func account(_ number: String = HealthyAccount.account) -> JSONNode { ["account": .text(number)] }

    /// A time of the first day.
    static func at(_ hour: Int, _ minute: Int) -> Moment { .hour(hour) + minute * 60 }

    /// A request that names the trail by its ARN.
    static func byARN(_ name: String, _ hour: Int, _ minute: Int) -> Event {
        .trail(name, at: at(hour, minute), ["name": .text(arn)])
    }

    /// The digests of a chain, each with one log that was delivered 55 minutes after its hour began. The log holds the
    /// events of the hour.
    static func digests(
        _ trail: Trail, _ hours: Range<Int>, _ events: [Event], after previous: Digest? = nil,
        edit: (inout Log, Int) -> Void = { _, _ in }
    ) -> [Digest] {
        var digests: [Digest] = []
        for hour in hours {
            let own = events.filter { $0.time >= .hour(hour) && $0.time < .hour(hour + 1) }
            precondition(own.allSatisfy { $0.time < at(hour, 55) }, "an event after its log")
            var log = Log(trail, at: at(hour, 55), events: own, seed: 0)
            edit(&log, hour)
            digests.append(
                Digest(
                    trail, from: .hour(hour), to: .hour(hour + 1), logs: [log], after: digests.last ?? previous,
                    signedBy: .first))
        }
        return digests
    }

    /// The description of the healthy account, captured two minutes before its newest digest ends, with some changes.
    static func description(_ end: Int, _ changes: Changes) -> [UInt8] {
        var document = HealthyAccount.document
        document.set((HealthyAccount.status + ["LatestDigestDeliveryTime"])[...], .text(at(end, 12).iso))
        document.set(["capturedAt"], .text(at(end - 1, 58).iso))
        for change in changes { document.set(change.path[...], change.value) }
        return Array(document.serialized.utf8)
    }
}

/// The settings of a trail, as requests and answers write them.
struct TrailSettings {
    var bucket = Changing.bucket
    var prefix: String?
    var isGlobal = true
    var isMultiRegion = true
    var isValidated = true
    var group: String? = Changing.group
    var key: String? = Changing.key
    var isOrganization = false

    /// The elements of a response: the state after the request.
    var response: RecordValue {
        var members: [(String, RecordValue)] = [("name", "management"), ("s3BucketName", .text(bucket))]
        if let prefix { members.append(("s3KeyPrefix", .text(prefix))) }
        members += [
            ("includeGlobalServiceEvents", .bool(isGlobal)), ("isMultiRegionTrail", .bool(isMultiRegion)),
            ("trailARN", .text(Changing.arn)), ("logFileValidationEnabled", .bool(isValidated)),
        ]
        if let group {
            members += [
                ("cloudWatchLogsLogGroupArn", .text(group)),
                ("cloudWatchLogsRoleArn", "arn:aws:iam::111122223333:role/Delivery"),
            ]
        }
        if let key { members.append(("kmsKeyId", .text(key))) }
        members.append(("isOrganizationTrail", .bool(isOrganization)))
        return .object(members)
    }

    /// The parameters of a request that creates the trail.
    var request: RecordValue {
        var members: [(String, RecordValue)] = [("name", "management"), ("s3BucketName", .text(bucket))]
        if let prefix { members.append(("s3KeyPrefix", .text(prefix))) }
        members += [
            ("includeGlobalServiceEvents", .bool(isGlobal)), ("isMultiRegionTrail", .bool(isMultiRegion)),
            ("enableLogFileValidation", .bool(isValidated)),
        ]
        if let group {
            members += [
                ("cloudWatchLogsLogGroupArn", .text(group)),
                ("cloudWatchLogsRoleArn", "arn:aws:iam::111122223333:role/Delivery"),
            ]
        }
        if let key { members.append(("kmsKeyId", .text(key))) }
        members.append(("isOrganizationTrail", .bool(isOrganization)))
        return .object(members)
    }

    /// The event that creates the trail.
    func created(_ hour: Int, _ minute: Int) -> Event {
        .trail("CreateTrail", at: Changing.at(hour, minute), request, response: response)
    }

    /// An event after which the trail has these settings. `request` has the members beside the name.
    func updated(_ hour: Int, _ minute: Int, _ request: [(String, RecordValue)], name: String = Changing.arn) -> Event {
        .trail(
            "UpdateTrail", at: Changing.at(hour, minute), .object([("name", .text(name))] + request),
            response: response)
    }

    /// Returns settings that differ in some members.
    func with(_ change: (inout TrailSettings) -> Void) -> TrailSettings {
        var settings = self
        change(&settings)
        return settings
    }

    /// The effect of an event that creates a trail with the settings of the healthy account.
    static let wholeEffect =
        "trail created: multi-Region, log file validation on, KMS key \(Changing.key), log bucket "
        + "\(Changing.bucket), log group \(Changing.group)"
}

/// A case with one chain. Each event is in the log of its hour. The chain ends with the hour of the last event, or with
/// `hours`. `described` gives changes to the description of the healthy account, and nil no description.
func changeCase(
    _ name: String, _ rule: String, _ description: String, _ events: [Event], _ changes: [ChangeCase.Expected],
    exit: Int = 0, hours: Int? = nil, unreadable: Int = 0, described: Changes? = nil, options: [String] = [],
    findings: [ChangeCase.OfFinding] = [], histories: [ChangeCase.History] = [],
    _ change: (inout World, [Digest]) -> Void = { _, _ in }
) -> ChangeCase {
    let latest = events.map(\.time.seconds).max() ?? Moment.beginning.seconds
    let count = hours ?? (latest - Moment.beginning.seconds) / 3_600 + 1
    return changeWorldCase(
        name, rule, description, changes, exit: exit, hours: count, unreadable: unreadable, described: described,
        options: options, findings: findings, histories: histories
    ) { world in
        let digests = Changing.digests(Trail(), 0..<count, events)
        world.publish(digests)
        world.saveHead(digests.last)
        change(&world, digests)
    }
}

/// A case that starts from an empty world. `hours` is the end of the newest digest.
func changeWorldCase(
    _ name: String, _ rule: String, _ description: String, _ changes: [ChangeCase.Expected], exit: Int = 0,
    hours: Int = 1, unreadable: Int = 0, described: Changes? = nil, options: [String] = [],
    findings: [ChangeCase.OfFinding] = [], histories: [ChangeCase.History] = [], _ build: (inout World) -> Void
) -> ChangeCase {
    var world = World()
    world.listKeys([World.KeyRecord(.first)])
    build(&world)
    var arguments = ["tree", "--keys", "keys"]
    if !world.signatures.isEmpty { arguments += ["--signatures", "signatures"] }
    if described != nil { arguments += ["--trail-description", "descriptions"] }
    return ChangeCase(
        name: name, rule: rule, description: description, world: world,
        descriptions: described.map { [("description.json", Changing.description(hours, $0))] } ?? [],
        arguments: arguments + options, exitStatus: exit, verdict: verdict(of: exit), changes: changes,
        unreadable: unreadable, findingChanges: findings, histories: histories)
}
