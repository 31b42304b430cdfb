import VirtualTrail

/// Rules that no other case shows.
enum RuleCases {
    /// The plain archive, with a listing whose only answer doesn't name its object.
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

    /// The plain archive, with several saved answers for its newest digest. The right one comes last.
    private static func savedAnswers(
        _ name: String, _ rule: String, _ description: String, wrong: Int, isRightGiven: Bool = true, exit: Int,
        _ findings: [ConformanceCase.Expected], digests: [Int], logs: [Int]
    ) -> ConformanceCase {
        var plain = Plain(saveHead: false)
        let newest = plain.digests[2]
        // Smaller than the modulus, and all different.
        var signatures = (0..<wrong).map { "00" + Hashes.hex([UInt8($0)]) + newest.signature.dropFirst(4) }
        if isRightGiven { signatures.append(newest.signature) }
        let lines = signatures.map { "\(newest.bucket),\(newest.key),\($0)\n" }
        plain.world.signatures = ["all.csv": Array(("bucket,key,signature\n" + lines.joined()).utf8)]
        return ConformanceCase(
            name: name, rule: rule, description: description, world: plain.world,
            signatures: ["signatures/all.csv"], exitStatus: exit, verdict: verdict(of: exit), findings: findings,
            digests: digests, logs: logs)
    }

    /// Two chains, with the answers of `head-object` for both appended to one file by `>>`.
    private static var appended: ConformanceCase {
        var other = Trail()
        other.region = "eu-west-1"
        var world = World()
        world.listKeys([World.KeyRecord(.first)])
        let chains = [World.hourly(Trail(), 0..<2), World.hourly(other, 0..<2)]
        for chain in chains { world.publish(chain) }
        let answers = chains.map { chain in
            "{\n    \"ContentType\": \"application/json\",\n    \"Metadata\": {\n        \"signature\": "
                + "\"\(chain[1].signature)\"\n    }\n}\n"
        }
        world.signatures = ["heads": Array(answers.joined().utf8)]
        return ConformanceCase(
            name: "signatures-nameless-appended", rule: "INPUT-1, INPUT-3",
            description: "Answers that name no object, one after the other: each proves the digest that it is for.",
            world: world, signatures: ["signatures/heads"], exitStatus: 0, verdict: verdict(of: 0), findings: [],
            digests: [4, 0, 0, 0], logs: [8, 0, 0, 0, 0])
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
            appended,
            savedAnswers(
                "saved-answers-most", "LIMIT-8", "Of sixteen saved answers the last verifies.", wrong: 15, exit: 0, [],
                digests: [3, 0, 0, 0], logs: [6, 0, 0, 0, 0]),
            savedAnswers(
                "saved-answers-wrong", "LIMIT-8, DIGEST-12", "None of sixteen saved answers verifies.", wrong: 16,
                isRightGiven: false, exit: 1, ["digest-signature-invalid", "log-digest-unverified"],
                digests: [2, 0, 1, 0], logs: [4, 2, 0, 0, 0]),
            savedAnswers(
                "saved-answers-too-many", "LIMIT-8, LIMIT-10",
                "Of seventeen saved answers sixteen are tried, which don't verify: nobody knows what the last says.",
                wrong: 16, exit: 2, ["digest-unsupported", "log-digest-unverified"], digests: [2, 1, 0, 0],
                logs: [4, 2, 0, 0, 0]),
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
