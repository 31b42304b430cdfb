import VirtualTrail

/// Attacks that an earlier version didn't detect.
enum AttackCases {
    private static let account = "AWSLogs/111122223333"
    private static let day = "us-east-1/2026/10/01"
    private static let forged = "111122223333_CloudTrail_us-east-1_20261001T0125Z_aaaaaaaaaaaaaaaa.json.gz"

    static var all: [ConformanceCase] { displaced + hidden + others }

    /// A digest that declares another bucket, prefix or organization, in a place where a verified digest expects a
    /// different one.
    private static var displaced: [ConformanceCase] {
        func edited(
            _ name: String, _ description: String, tolerated: [String] = [], below folder: String = "",
            droppingFirst count: Int = 0,
            _ edit: @escaping (inout World, Digest) -> Void
        ) -> ConformanceCase {
            worldCase(
                name, "PLACE-5, PLACE-20", description, exit: 2, ["digest-signature-unavailable"],
                tolerated: tolerated, digests: [3, 1, 0, 0], logs: [6, 0, 0, 0, 0]
            ) { world in
                let digests = World.hourly(Trail(), 0..<4)
                world.publish(digests)
                edit(&world, digests[1])
                for log in digests[1].logs { world.tree[log.key] = nil }
                world.saveHead(digests.last)
                for (path, bytes) in world.tree {
                    world.tree[path] = nil
                    world.tree[folder + path.split(separator: "/").dropFirst(count).joined(separator: "/")] = bytes
                }
            }
        }
        return [
            edited(
                "digest-edited-bucket", "A digest was edited, its bucket too, so that nothing seems to speak of it.",
                below: "virtual-trail-logs/"
            ) { world, digest in
                world.apply(
                    .edit(
                        digest.key, replacing: "\"digestS3Bucket\":\"virtual-trail-logs\"",
                        with: "\"digestS3Bucket\":\"evil\""))
            },
            edited("digest-edited-prefix", "A digest was edited, and declares that it lies under a prefix.") {
                world, digest in
                world.apply(
                    .edit(
                        digest.key, replacing: "\"digestS3Object\":\"AWSLogs", with: "\"digestS3Object\":\"x/AWSLogs"))
            },
            edited(
                "digest-edited-organization", "A digest was edited, and declares that it is an organization's.",
                tolerated: ["coverage-gap"], droppingFirst: 2
            ) { world, digest in
                world.apply(
                    .edit(
                        digest.key, replacing: "\"digestS3Object\":\"AWSLogs/",
                        with: "\"digestS3Object\":\"AWSLogs/o-aaaabbbbcc/"))
            },
            worldCase(
                "digest-twin-in-place", "PLACE-5",
                "A genuine digest of another bucket stands in the place of a deleted one; its logs aren't there.",
                exit: 1, ["log-missing", "log-missing"], digests: [4, 0, 0, 0], logs: [6, 0, 0, 2, 0]
            ) { world in
                var other = Trail()
                other.bucket = "other-trail-logs"
                let first = World.hourly(Trail(), 0..<1)
                let second = World.hourly(Trail(), 1..<2, after: first[0])
                let twin = World.hourly(other, 1..<2, after: first[0])
                let last = World.hourly(Trail(), 2..<3, after: second[0])
                let moved = World.hourly(other, 3..<4, after: last[0])
                for digest in first + last + moved {
                    world.publish([digest])
                    world.saveHead(digest)
                }
                world.tree[second[0].key] = GzipWriter.member(twin[0].content)
                world.saveHead(twin[0])
            },
            worldCase(
                "digest-copied-to-organization", "PLACE-12, DIGEST-21",
                "A digest copied below an organization's folder is a copy, and makes no chain there.", exit: 0,
                options: window(0, 3)
            ) { world in
                let digests = World.hourly(Trail(), 0..<3)
                world.publish(digests)
                world.saveHead(digests.last)
                world.apply(
                    .copy(
                        digests[1].key,
                        to: digests[1].key.replacing("AWSLogs/", with: "AWSLogs/o-aaaabbbbcc/", maxReplacements: 1)))
            },
        ]
    }

    /// Forged log files in folders whose names hid them from an earlier version.
    private static var hidden: [ConformanceCase] {
        func forgedAt(_ name: String, _ path: String, rule: String = "FILE-1", droppingFirst count: Int = 0)
            -> ConformanceCase
        {
            worldCase(
                "log-hidden-" + name, rule,
                "A forged file below \(path.split(separator: "/").dropLast().suffix(2).joined(separator: "/")).",
                exit: 2,
                ["log-unreferenced"], logs: [6, 0, 0, 0, 1]
            ) { world in
                let digests = World.hourly(Trail(), 0..<3)
                var whole = World()
                whole.publish(digests)
                whole.tree[path] = GzipWriter.member(Array("{\"Records\":[]}".utf8))
                for (path, bytes) in whole.tree {
                    world.tree[path.split(separator: "/").dropFirst(count).joined(separator: "/")] = bytes
                }
                world.saveHead(digests.last)
            }
        }
        return [
            forgedAt("awslogs", "\(account)/CloudTrail/\(day)/AWSLogs/\(forged)"),
            forgedAt("account", "\(account)/CloudTrail/\(day)/AWSLogs/111122223333/CloudTrail-Insight/\(forged)"),
            forgedAt("digest-folder", "\(account)/CloudTrail/us-east-1/CloudTrail-Digest/notes"),
            forgedAt("sidecar", "\(account)/CloudTrail/CloudTrail-Digest/x.json.gz.json", rule: "FILE-17"),
            forgedAt("at-account", "\(account)/CloudTrail/\(day)/AWSLogs/\(forged)", droppingFirst: 2),
        ]
    }

    private static var others: [ConformanceCase] {
        [
            worldCase(
                "digest-edited-bucket-newest", "PLACE-20, TIME-24",
                "The newest digest was edited, its bucket too; a signature was saved for the object in its place.",
                exit: 2, ["digest-signature-unavailable", Expected(code: "signature-without-digest", count: 1)],
                digests: [2, 1, 0, 0], logs: [4, 0, 0, 0, 0], options: ["--allow", "digest-signature-unavailable"],
                signatures: ["signatures/heads.jsonl"]
            ) { world in
                let digests = World.hourly(Trail(), 0..<3)
                world.publish(digests)
                world.apply(
                    .edit(
                        digests[2].key, replacing: "\"digestS3Bucket\":\"virtual-trail-logs\"",
                        with: "\"digestS3Bucket\":\"evil\""))
                for log in digests[2].logs { world.tree[log.key] = nil }
                for (path, bytes) in world.tree {
                    world.tree[path] = nil
                    world.tree["virtual-trail-logs/" + path] = bytes
                }
                world.signatures["heads.jsonl"] = Array(
                    ("{\"bucket\":\"\(digests[2].bucket)\",\"key\":\"\(digests[2].key)\",\"signature\":\""
                        + "\(digests[2].signature)\"}\n").utf8)
            },
            worldCase(
                "digest-bucket-no-name", "DIGEST-17",
                "A digest that declares a bucket without a name.",
                exit: 1, ["digest-malformed", "log-unreferenced", "log-unreferenced"] + orphanedPredecessor,
                digests: [1, 1, 1, 0], logs: [2, 2, 0, 0, 2]
            ) { world in
                let digests = World.hourly(Trail(), 0..<3)
                world.publish(digests)
                world.saveHead(digests.last)
                world.saveHead(digests.first)
                world.apply(
                    .edit(
                        digests[2].key, replacing: "\"digestS3Bucket\":\"virtual-trail-logs\"",
                        with: "\"digestS3Bucket\":\"\""))
            },
            worldCase(
                "digest-unsupported-edited", "DIGEST-10",
                "The newest digest was edited, and an unknown hash algorithm put into it.", exit: 1,
                ["digest-signature-invalid", Expected(code: "log-digest-unverified", count: 2)],
                digests: [2, 0, 1, 0], logs: [4, 2, 0, 0, 0], options: ["--allow", "digest-unsupported"]
            ) { world in
                let digests = World.hourly(Trail(), 0..<3)
                world.publish(digests)
                world.saveHead(digests.last)
                world.apply(.edit(digests[2].key, replacing: "\"SHA-256\",\"newest", with: "\"SHA-999\",\"newest"))
            },
            worldCase(
                "reference-before-copy-marker", "LOG-15, FILE-16",
                "A zero-byte marker in the day folder isn't a log.", exit: 2, ["reference-outside-archive"],
                digests: [1, 0, 0, 0], logs: [1, 1, 0, 0, 0]
            ) { world in
                let late = Log(Trail(), at: .hour(0) + (-300), records: 1, seed: 1)
                let log = Log(Trail(), at: .hour(0) + 300, records: 1, seed: 1)
                let digest = Digest(
                    Trail(), from: .hour(0), to: .hour(1), logs: [late, log], after: nil, signedBy: .first)
                world.publish([digest])
                world.tree[late.key] = nil
                world.tree[late.key.split(separator: "/").dropLast().joined(separator: "/") + "/marker"] = []
                world.saveHead(digest)
            },
            worldCase(
                "window-log-of-unverified-digest", "REPORT-8, FILE-6",
                "A log whose stamp is in the window, listed only by an unverified digest outside of it.", exit: 2,
                ["log-unreferenced"], digests: [1, 0, 0, 0], logs: [2, 0, 0, 0, 1],
                options: ["--from", Moment.hour(1).iso, "--to", Moment.hour(2).iso]
            ) { world in
                let digests = World.hourly(Trail(), 0..<2)
                let early = Log(Trail(), at: .hour(2) + (-300), records: 1, seed: 7)
                let last = Digest(
                    Trail(), from: .hour(2), to: .hour(3), logs: [early], after: digests[1], signedBy: .first)
                world.publish(digests + [last])
            },
            worldCase(
                "backfill-alone-window", "TIME-26",
                "The hourly chain is gone; backfill digests show that it exists.", exit: 2,
                [Expected(code: "coverage-gap", from: Moment.hour(0).iso, to: Moment.hour(3).iso)],
                digests: [1, 0, 0, 0], logs: [1, 0, 0, 0, 0],
                options: ["--from", Moment.hour(0).iso, "--to", Moment.hour(3).iso]
            ) { world in
                let late = Log(Trail(), at: .hour(0) + 300, records: 1, seed: 9)
                let backfill = Digest(
                    Trail(), from: .hour(0), to: .hour(1), logs: [late], after: nil, signedBy: .first, isBackfill: true)
                world.publish([backfill])
                world.saveHead(backfill, generated: .hour(5))
            },
            worldCase(
                "log-of-unknown-kind", "FILE-9", "A digest lists a file of a kind that AWS may add.", exit: 0,
                digests: [1, 0, 0, 0], logs: [1, 0, 0, 0, 0]
            ) { world in
                var log = Log(Trail(), at: .hour(0) + 300, records: 1, seed: 3)
                log.key = log.key.replacing("/CloudTrail/", with: "/CloudTrail-Future/")
                let digest = Digest(Trail(), from: .hour(0), to: .hour(1), logs: [log], after: nil, signedBy: .first)
                world.publish([digest])
                world.saveHead(digest)
            },
        ]
    }
}
