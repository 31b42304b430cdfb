import VirtualTrail

/// Cases of rules that no other case shows.
enum RuleCases {
    /// The plain archive with a listing of one answer that does not say which object it is of.
    private static func nameless(
        _ name: String, _ description: String, exit: Int, _ findings: [ConformanceCase.Expected], digests: [Int],
        logs: [Int], signature: (Plain) -> String
    ) -> ConformanceCase {
        var plain = Plain()
        let text = "[{\"Metadata\":{\"signature\":\"\(signature(plain))\"}}]\n"
        plain.world.signatures = ["all.json": Array(text.utf8)]
        return ConformanceCase(
            name: name, rule: "INPUT-3", description: description, world: plain.world,
            signatures: ["signatures/all.json"], exitStatus: exit, verdict: verdict(of: exit), findings: findings,
            digests: digests, logs: logs)
    }

    static var all: [ConformanceCase] {
        [
            nameless(
                "signatures-nameless", "An answer that names no object holds the newest digest's signature.", exit: 0,
                [], digests: [3, 0, 0, 0], logs: [6, 0, 0, 0, 0]
            ) { $0.digests[2].signature },
            nameless(
                "signatures-nameless-other", "An answer that names no object holds another signature: no accusation.",
                exit: 2, ["digest-signature-unavailable", "log-digest-unverified"], digests: [2, 1, 0, 0],
                logs: [4, 2, 0, 0, 0]
            ) { String($0.digests[2].signature.reversed()) },
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
