import VirtualTrail

/// Runs of `verify` with a trail description.
enum DescriptionCases {
    private typealias Healthy = HealthyAccount

    /// A case with the plain archive, which ends at 03:00.
    private static func one(
        _ name: String, _ rule: String, _ description: String, exit: Int, _ findings: [Expected] = [],
        digests: [Int] = [3, 0, 0, 0], logs: [Int] = [6, 0, 0, 0, 0], options: [String] = [], verdict: String? = nil,
        world change: (inout Plain) -> Void = { _ in }, _ changes: Changes
    ) -> ConformanceCase {
        var document = Healthy.document
        document.set(latest[...], "2026-10-01T03:12:00Z")
        for change in changes { document.set(change.path[...], change.value) }
        var plain = Plain()
        change(&plain)
        plain.world.setup.append(.init(.write, "description.json", value: document.serialized))
        return ConformanceCase(
            name: "description-" + name, rule: rule, description: description, world: plain.world,
            options: options + ["--trail-description", "description.json"], exitStatus: exit,
            verdict: verdict ?? verdictOf(exit), findings: findings, digests: digests, logs: logs)
    }

    private static func verdictOf(_ exit: Int) -> String? { verdict(of: exit) }
    private static let latest = Healthy.status + ["LatestDigestDeliveryTime"]
    private static func stopped(_ time: String, isLogging: Bool = false) -> Changes {
        [
            (Healthy.status + ["IsLogging"], .bool(isLogging)),
            (Healthy.status + ["StopLoggingTime"], .text("2026-10-01T\(time):00Z")),
        ]
    }
    private static func gap(_ from: String, _ to: String) -> Expected {
        Expected(code: "coverage-gap", from: "2026-10-01T\(from):00Z", to: "2026-10-01T\(to):00Z")
    }

    static var all: [ConformanceCase] {
        return [
            one("agrees", "TIME-17", "The latest delivery is that of the newest digest.", exit: 0, [], []),
            one(
                "later-digest", "TIME-17", "A digest was delivered after the newest one of the copy.", exit: 2,
                [gap("03:00", "05:00")], [(latest, "2026-10-01T05:12:00Z")]),
            one(
                "later-digest-allowed", "ALLOW-10", "The same, allowed.", exit: 0, [gap("03:00", "05:00")],
                options: ["--allow", "coverage-gap=2026-10-01T03:00:00Z/2026-10-01T05:00:00Z"],
                [(latest, "2026-10-01T05:12:00Z")]),
            one(
                "later-outside-window", "TIME-17, SCOPE-1", "A later delivery after the window.", exit: 0,
                options: ["--to", "2026-10-01T03:00:00Z"], [(latest, "2026-10-01T05:12:00Z")]),
            one(
                "stopped", "TIME-19", "The trail was stopped in the newest digest's hour.", exit: 3,
                verdict: "verified", stopped("02:40")),
            one(
                "stopped-window", "TIME-19",
                "The window ends after the trail was stopped: nothing is lacking.", exit: 3,
                options: ["--to", "2026-10-01T08:00:00Z"], verdict: "verified", stopped("02:40")),
            one(
                "stopped-before-capture", "TIME-18",
                "The window ends after the description was captured: it does not tell that.", exit: 2,
                [gap("03:00", "08:00")],
                options: ["--to", "2026-10-01T08:00:00Z"],
                stopped("02:40") + [(path: ["capturedAt"], value: "2026-10-01T04:00:00Z")]),
            one(
                "stopped-later", "TIME-18",
                "The trail was stopped hours after the newest digest of the copy.", exit: 2, [gap("03:00", "06:10")],
                stopped("06:10")),
            one(
                "stopped-between-hours", "TIME-18",
                "The trail was stopped within the hour after the newest digest of the copy.", exit: 2,
                [gap("03:00", "03:45")], stopped("03:45")),
            one(
                "stopped-between-hours-window", "TIME-18",
                "The same, and a window that ends before the stop.", exit: 2, [gap("03:00", "03:30")],
                options: ["--to", "2026-10-01T03:30:00Z"], stopped("03:45")),
            one(
                "stopped-between-hours-long-window", "TIME-18",
                "The same, and a window that ends after the stop.", exit: 2, [gap("03:00", "03:45")],
                options: ["--to", "2026-10-01T08:00:00Z"], stopped("03:45")),
            one(
                "restarted", "TIME-18",
                "The trail was stopped after the newest digest of the copy, and started again.", exit: 2,
                [gap("03:00", "03:45")], stopped("03:45", isLogging: true)),
            one(
                "restarted-window", "TIME-18",
                "The same, and a window: nothing shows that the trail was silent up to its end.", exit: 2,
                [gap("03:00", "08:00")], options: ["--to", "2026-10-01T08:00:00Z"], stopped("03:45", isLogging: true)),
            one(
                "stopped-once", "TIME-19", "Stopped once, and started again: nothing to judge by.",
                exit: 0, [], [(Healthy.status + ["StopLoggingTime"], "2026-09-01T00:00:00Z")]),
            one(
                "other-region", "TIME-17, TIME-22", "The other regions have the tolerance of siblings.", exit: 0,
                ["chain-ends-early"], digests: [5, 0, 0, 0], logs: [10, 0, 0, 0, 0],
                world: { plain in
                    var other = Trail()
                    other.region = "us-west-2"
                    let digests = World.hourly(other, 0..<2)
                    plain.world.publish(digests)
                    plain.world.saveHead(digests.last)
                }, []),
            one(
                "unseen-trail", "TIME-17", "A second trail delivers digests to this bucket, and the copy holds none.",
                exit: 2,
                ["coverage-gap"],
                [
                    (["DescribeTrails", "trailList", "1"], second),
                    (
                        ["trails", secondARN],
                        ["GetTrailStatus": ["IsLogging": true, "LatestDigestDeliveryTime": "2026-10-01T03:12:00Z"]]
                    ),
                ]),
            one(
                "control-failed", "VERDICT-7", "Verified, but a control failed.", exit: 3,
                verdict: "verified", [(Healthy.entry + ["KmsKeyId"], .absent)]),
            one(
                "control-failed-invalid", "VERDICT-7, VERDICT-4", "Integrity decides the exit status.", exit: 1,
                ["log-hash-mismatch"], logs: [5, 0, 1, 0, 0],
                world: { $0.world.apply(.edit($0.log(0), replacing: "GetObject", with: "PutObject")) },
                [(Healthy.entry + ["KmsKeyId"], .absent)]),
            one(
                "control-unknown", "VERDICT-7", "A control that cannot be decided changes nothing.",
                exit: 0,
                [], [(["buckets"], .absent)]),
            malformed,
        ]
    }

    private static let secondARN = "arn:aws:cloudtrail:us-east-1:111122223333:trail/second"
    private static var second: JSONNode {
        var trail = Healthy.trail
        trail.set(["TrailARN"], .text(secondARN))
        trail.set(["Name"], "second")
        return trail
    }

    private static var malformed: ConformanceCase {
        var plain = Plain()
        plain.world.setup.append(.init(.write, "description.json", value: "An error occurred (AccessDenied)\n"))
        return ConformanceCase(
            name: "description-malformed", rule: "VERDICT-9", description: "The description is not JSON.",
            world: plain.world, options: ["--trail-description", "description.json"], exitStatus: 65, verdict: nil)
    }
}
