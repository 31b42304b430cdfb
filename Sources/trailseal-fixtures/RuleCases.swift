import VirtualTrail

/// Cases of rules that no other case shows.
enum RuleCases {
    static var all: [ConformanceCase] {
        [
            worldCase(
                "reference-outside-allowed", "ALLOW-11",
                "A log lies in a bucket that was not given, and that is allowed.", exit: 0,
                ["reference-outside-archive"], digests: [1, 0, 0, 0], logs: [1, 1, 0, 0, 0],
                options: ["--allow", "reference-outside-archive"]
            ) { world in
                var logs = World.hourly(Trail(), 0..<1)[0].logs
                logs[1].bucket = "other-logs"
                let digest = Digest(Trail(), from: .hour(0), to: .hour(1), logs: logs, after: nil, signedBy: .first)
                world.publish([digest])
                world.tree[logs[1].key] = nil
                world.saveHead(digest)
            },
            worldCase(
                "backfill-proves-hourly", "CHAIN-7",
                "The newest hourly digest has no signature; a verified backfill digest names it as its predecessor.",
                exit: 0, digests: [4, 0, 0, 0], logs: [7, 0, 0, 0, 0]
            ) { world in
                let hourly = World.hourly(Trail(), 0..<3)
                let log = Log(Trail(), at: .hour(1) + 2_400, records: 1, seed: 7)
                let late = Digest(
                    Trail(), from: .hour(1), to: .hour(2), logs: [log], after: hourly.last, signedBy: .first,
                    isBackfill: true)
                world.publish(hourly + [late])
                world.saveHead(late, generated: .hour(30))
            },
            worldCase(
                "scope-region-of-no-region", "PLACE-15",
                "A file in a log folder without a Region may be of any Region.", exit: 2, ["log-unreferenced"],
                logs: [6, 0, 0, 0, 1], options: ["--region", "us-east-1"]
            ) { world in
                let digests = World.hourly(Trail(), 0..<3)
                world.publish(digests)
                world.saveHead(digests.last)
                world.tree["AWSLogs/111122223333/CloudTrail/forged.json.gz"] = GzipWriter.member(
                    Array("{\"Records\":[]}".utf8))
            },
        ]
    }
}
