import VirtualTrail

/// Digests that are gone, although a saved signature, a sibling or a filter shows that they existed.
enum AbsentDigestCases {
    static var all: [ConformanceCase] { signatures + siblings + filters }

    private static let code = "signature-without-digest"

    /// Saves a listing of signatures that names buckets and keys.
    private static func list(_ world: inout World, _ digests: some Sequence<Digest>) {
        let lines = digests.map {
            "{\"Bucket\":\"\($0.bucket)\",\"Key\":\"\($0.key)\",\"Metadata\":{\"signature\":\"\($0.signature)\"}}\n"
        }
        world.signatures = ["heads.jsonl": Array(lines.joined().utf8)]
    }

    private static var signatures: [ConformanceCase] {
        let listing = ["signatures/heads.jsonl"]
        func tail(
            _ name: String, _ rule: String, _ description: String, exit: Int, _ findings: [Expected],
            options: [String] = [], folder: (@Sendable (Digest) -> String)? = nil
        ) -> ConformanceCase {
            chainCase(
                "signature-of-absent-" + name, rule, description, exit: exit, findings, hours: 0..<5,
                digests: [3, 0, 0, 0], logs: [3, 0, 0, 0, 0], options: options,
                signatures: folder == nil ? listing : ["signatures"]
            ) { world, digests in
                world.erase(digests[3...])
                if let folder {
                    for digest in digests { world.saveHead(digest, in: folder(digest)) }
                } else {
                    list(&world, digests)
                }
            }
        }
        func regions(
            _ name: String, _ description: String, exit: Int, _ findings: [Expected], options: [String] = []
        ) -> ConformanceCase {
            chainCase(
                "signature-of-absent-" + name, "TIME-24", description, exit: exit, findings, options: options,
                signatures: listing
            ) { world, digests in
                list(&world, digests + hourly(0..<3, of: trail { $0.region = "eu-west-1" }))
            }
        }
        let two = Expected(code: code, count: 2)
        return [
            chainCase(
                "signature-of-absent-chain-before-window", "ACCOUNT-0",
                "Only the signature of a digest from before the window shows a trail: a window takes no chain out of scope.",
                exit: 2, [gap(2, 3)], digests: [1, 0, 0, 0], logs: [1, 0, 0, 0, 0], options: window(2, 3),
                signatures: listing
            ) { world, digests in list(&world, digests + hourly(0..<1, of: trail { $0.name = "data" })) },
            chainCase(
                "signature-of-expired-before-window", "ACCOUNT-0",
                "A signature of a digest from before the window; its chain is there.", exit: 0, hours: 0..<5,
                digests: [1, 0, 0, 0], logs: [1, 0, 0, 0, 0], options: window(3, 4), signatures: listing
            ) { world, digests in
                world.erase(digests[..<2])
                list(&world, digests)
            },
            chainCase(
                "signature-of-absent-tail-address", "TIME-24, INPUT-1",
                "The same as `signature-of-absent-tail`; the listing's keys are addresses in S3.", exit: 2, [two],
                hours: 0..<5, digests: [3, 0, 0, 0], logs: [3, 0, 0, 0, 0], signatures: ["signatures/heads.csv"]
            ) { world, digests in
                world.erase(digests[3...])
                let lines = digests.map { "s3://\($0.bucket)/\($0.key),\($0.signature)\n" }
                world.signatures = ["heads.csv": Array(("key,signature\n" + lines.joined()).utf8)]
            },
            chainCase(
                "signature-of-absent-region-folder", "TIME-24, ACCOUNT-0",
                "A Region is gone with all digests and logs; its answers lie in a folder that names no bucket.",
                exit: 2,
                [Expected(code: code, count: 3)]
            ) { world, _ in
                for digest in hourly(0..<3, of: trail { $0.region = "eu-west-1" }) { world.saveHead(digest) }
            },
            tail(
                "tail", "TIME-24", "The newest two digests are gone with their logs; their signatures were saved.",
                exit: 2, [two]),
            tail(
                "tail-folder", "TIME-24",
                "The same, and the answers lie in a folder that names no bucket: nobody knows that they belong here.",
                exit: 0, [], folder: { _ in "" }),
            tail(
                "tail-bucket-folder", "TIME-24", "The same, and the folder is laid out as BUCKET/KEY, which names it.",
                exit: 2, [two], folder: { $0.bucket + "/" }),
            tail(
                "tail-other-bucket-folder", "TIME-24",
                "The same, and the bucket is one that wasn't copied: the trail may have moved there.", exit: 0, [],
                folder: { _ in "moved-logs/" }),
            tail(
                "tail-outside-window", "TIME-24, SCOPE-1", "The same, and they lie outside the window.", exit: 0, [],
                options: window(0, 3)),
            tail(
                "tail-allowed", "TIME-24, ALLOW-1", "The same, and that is allowed.", exit: 0, [two],
                options: ["--allow", code]),
            regions(
                "chain", "A Region's digests and logs are gone; their signatures were saved.", exit: 2,
                [Expected(code: code, count: 3)]),
            regions(
                "chain-filtered", "The same, and the run doesn't ask for that Region.", exit: 0, [],
                options: ["--region", "us-east-1"]),
            chainCase(
                "signature-of-older-digest", "TIME-24, TIME-21",
                "The copy begins in mid chain; signatures of older digests were saved.", exit: 0, ["history-begins"],
                hours: 0..<5, digests: [3, 0, 0, 0], logs: [3, 0, 0, 0, 0], signatures: listing
            ) { world, digests in
                world.erase(digests[..<2])
                list(&world, digests)
            },
            chainCase(
                "signature-of-missing-digest", "TIME-24, TIME-7",
                "A digest in mid chain is gone; its signature was saved. It is missing, and that is said once.",
                exit: 1, [Expected(code: "digest-missing", count: 1)], hours: 0..<5, digests: [4, 0, 0, 1],
                logs: [4, 0, 0, 0, 0], signatures: listing
            ) { world, digests in
                world.erase([digests[2]])
                list(&world, digests)
            },
        ]
    }

    private static var siblings: [ConformanceCase] {
        func beside(
            _ name: String, _ description: String, _ findings: [Expected], _ other: @autoclosure () -> [Digest]
        ) -> ConformanceCase {
            worldCase(
                "chain-ends-" + name, "TIME-22", description, exit: 0, findings,
                digests: [4 + other().count, 0, 0, 0], logs: [0, 0, 0, 0, 0]
            ) { world in
                for digests in [hourly(0..<4, logs: 0), other()] {
                    world.publish(digests)
                    world.saveHead(digests.last)
                }
            }
        }
        let west = trail { $0.region = "us-west-2" }
        return [
            beside(
                "early", "One Region's digests end two hours before another's.", ["chain-ends-early"],
                hourly(0..<2, of: west, logs: 0)),
            beside(
                "within-the-hour", "One Region's digests end at half past the hour before another's.", [],
                [
                    Digest(
                        west, from: .hour(0) + 1_800, to: .hour(3) + 1_800, logs: [], after: nil, signedBy: .first)
                ]),
            beside(
                "of-another-trail", "Another trail's digests end two hours before: it isn't a sibling.", [],
                hourly(0..<2, of: trail { $0.name = "data" }, logs: 0)),
        ]
    }

    private static var filters: [ConformanceCase] {
        func two(
            _ name: String, _ rule: String, _ description: String, exit: Int, _ findings: [Expected],
            isWhole: Bool = true, options: [String]
        ) -> ConformanceCase {
            worldCase(
                "filter-" + name, rule, description, exit: exit, findings,
                digests: isWhole ? [4, 0, 0, 0] : [0, 0, 0, 0], logs: isWhole ? [4, 0, 0, 0, 0] : [0, 0, 0, 0, 0],
                options: options
            ) { world in
                for (account, region) in [("111122223333", "us-east-1"), ("444455556666", "eu-west-1")] {
                    let digests = hourly(0..<2, of: trail { ($0.account, $0.region) = (account, region) })
                    world.publish(digests)
                    world.saveHead(digests.last)
                }
            }
        }
        let both = [
            "--account", "111122223333", "--account", "444455556666", "--region", "us-east-1", "--region", "eu-west-1",
        ]
        return [
            two(
                "combinations", "TIME-20, ACCOUNT-0", "Each of two accounts has one of two Regions: two gaps.", exit: 2,
                ["coverage-gap", "coverage-gap"], options: both),
            two(
                "combinations-window", "TIME-20", "The same with a window: it is the gaps' interval.", exit: 2,
                [gap(0, 2), gap(0, 2)], options: both + window(0, 2)),
            two(
                "combinations-allowed", "TIME-20, ALLOW-3", "The same; that these never existed is stated.", exit: 0,
                ["coverage-gap", "coverage-gap"],
                options: both + [
                    "--allow", "coverage-gap=111122223333/eu-west-1/*", "--allow",
                    "coverage-gap=444455556666/us-east-1/*",
                ]),
            two(
                "matches-nothing", "SCOPE-10, TIME-20", "No chain is of the account that the run asks for.", exit: 2,
                ["coverage-gap"], isWhole: false, options: ["--account", "999999999999"]),
            two(
                "trail-unknown", "SCOPE-10, TIME-20", "No chain is of one of the two trails that the run asks for.",
                exit: 2, ["coverage-gap"], options: ["--trail", "management", "--trail", "data"]),
            ConformanceCase(
                name: "error-account", rule: "SCOPE-11, VERDICT-8", description: "An account of eleven digits.",
                world: Plain().world, options: ["--account", "11112222333"], exitStatus: 64, verdict: nil),
            chainCase(
                "logs-of-region-without-digests", "ACCOUNT-0, ACCOUNT-7",
                "A Region has logs and no digest. They are allowed, yet nothing shows that the Region is whole.",
                exit: 2, ["log-unreferenced", "log-unreferenced", "unaccounted"], logs: [3, 0, 0, 0, 2],
                options: ["--allow", "log-unreferenced"]
            ) { world, _ in
                for digest in hourly(0..<2, of: trail { $0.region = "eu-west-1" }) { world.publish(digest.logs) }
            },
        ]
    }
}
