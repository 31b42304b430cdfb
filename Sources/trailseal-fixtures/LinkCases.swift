import VirtualTrail

/// What one digest may say about another, and about logs.
enum LinkCases {
    static var all: [ConformanceCase] { links + organizations + apart + malformed + foreign }

    private static let zeros = DigestDraft.quoted(String(repeating: "0", count: 64))

    private static var links: [ConformanceCase] {
        /// A genuine digest of another account or Region names the newest digest as its predecessor.
        func stranger(
            _ name: String, _ description: String, _ other: Trail, exit: Int, _ findings: [Expected],
            tolerated: [String] = [], digests: [Int], logs: [Int], isHashRight: Bool
        ) -> ConformanceCase {
            worldCase(
                "link-of-another-" + name, "DIGEST-6", description, exit: exit, findings, tolerated: tolerated,
                digests: digests, logs: logs
            ) { world in
                let own = hourly(0..<3)
                let next = Digest(
                    other, from: .hour(3), to: .hour(4), logs: [], after: own.last, signedBy: .first
                ) {
                    $0.set("previousDigestSignature", DigestDraft.quoted(own[0].signature))
                    if !isHashRight { $0.set("previousDigestHashValue", zeros) }
                }
                world.publish(own + [next])
                world.saveHead(next)
                if !isHashRight { world.saveHead(own.last) }
            }
        }
        let unproved: [Expected] = [
            "digest-signature-unavailable", Expected(code: "log-digest-unverified", count: 1),
        ]
        let account = trail { $0.account = "444455556666" }
        let region = trail { $0.region = "eu-west-1" }
        return [
            stranger(
                "account", "A digest of another account records the newest digest's hash: that proves nothing.",
                account, exit: 2, unproved, digests: [3, 1, 0, 0], logs: [2, 1, 0, 0, 0], isHashRight: true),
            stranger(
                "region", "A digest of another Region records the newest digest's hash: that proves nothing.", region,
                exit: 2, unproved, tolerated: ["chain-ends-early"], digests: [3, 1, 0, 0], logs: [2, 1, 0, 0, 0],
                isHashRight: true),
            stranger(
                "account-other-hash", "A digest of another account records another hash: that accuses nobody.",
                account, exit: 0, [], digests: [4, 0, 0, 0], logs: [3, 0, 0, 0, 0], isHashRight: false),
            worldCase(
                "signature-as-repeated", "DIGEST-11",
                "A saved signature is the one that the verified successor repeats. Neither fits, and AWS signed that it is the one.",
                exit: 0, logs: [3, 0, 0, 0, 0]
            ) { world in
                let first = hourly(0..<2)
                let last = Digest(
                    Trail(), from: .hour(2), to: .hour(3), logs: hourly(2..<3)[0].logs, after: first[1],
                    signedBy: .first
                ) { $0.set("previousDigestSignature", DigestDraft.quoted(first[0].signature)) }
                world.publish(first + [last])
                world.saveHead(first[1], signature: first[0].signature)
                world.saveHead(last)
            },
        ]
    }

    /// A trail became an organization trail: its keys get the organization, and the chain continues.
    private static var organizations: [ConformanceCase] {
        func joined(
            _ name: String, _ description: String, early: Int, late: Int, options: [String] = []
        ) -> ConformanceCase {
            worldCase(
                "organization-" + name, "CHAIN-3", description, exit: 0, digests: [late, 0, 0, 0],
                logs: [0, 0, 0, 0, 0], options: options
            ) { world in
                let own = hourly(0..<early, logs: 0)
                let shared = hourly(
                    early..<late, of: trail { $0.organization = "o-aaaabbbbcc" }, after: own.last, logs: 0)
                world.publish(own + shared)
                world.saveHead(shared.last)
            }
        }
        return [
            joined(
                "joined", "A trail became an organization trail, and the window spans both.", early: 2, late: 4,
                options: window(0, 4)),
            joined(
                "joined-no-sibling", "The first part ends hours before the second: it isn't a sibling that was cut.",
                early: 1, late: 9),
        ]
    }

    /// Two trails of one name, one of them an organization's. No digest of one names a digest of the other, so they are
    /// two chains.
    private static var apart: [ConformanceCase] {
        func apart(
            _ name: String, _ rule: String, _ description: String, exit: Int, _ findings: [Expected],
            own: Range<Int>, shared: Range<Int>, options: [String] = []
        ) -> ConformanceCase {
            worldCase(
                "organization-apart-" + name, rule, description, exit: exit, findings,
                digests: [own.count + shared.count, 0, 0, 0], logs: [0, 0, 0, 0, 0], options: options
            ) { world in
                for digests in [
                    hourly(own, logs: 0), hourly(shared, of: trail { $0.organization = "o-aaaabbbbcc" }, logs: 0),
                ] {
                    world.publish(digests)
                    world.saveHead(digests.last)
                }
            }
        }
        return [
            apart(
                "end", "CHAIN-3",
                "The newest digests of an organization's trail are gone. Another trail of that name has them.",
                exit: 2, [gap(2, 4)], own: 0..<4, shared: 0..<2, options: window(0, 4)),
            apart(
                "own-end", "CHAIN-3",
                "The newest digests of a trail are gone. An organization's trail of that name has them.",
                exit: 2, [gap(2, 4)], own: 0..<2, shared: 0..<4, options: window(0, 4)),
            apart(
                "restart", "CHAIN-3",
                "A trail was replaced by an organization's, and no digest joins them: two chains.", exit: 2,
                [gap(0, 2), gap(2, 4)], own: 0..<2, shared: 2..<4, options: window(0, 4)),
            apart(
                "sibling", "TIME-16", "A trail ends hours before an organization's trail of that name.", exit: 2,
                [gap(1, 9)], own: 0..<1, shared: 0..<9),
            apart(
                "whole", "CHAIN-3", "Two trails of one name, one of them an organization's: both are whole.", exit: 0,
                [],
                own: 0..<4, shared: 0..<4, options: window(0, 4)),
            worldCase(
                "organization-apart-signature", "TIME-24",
                "A trail's newest digest is gone, its signature is there. An organization's digest has the same base name.",
                exit: 2, ["chain-ends-early", "signature-without-digest"], digests: [5, 0, 0, 0], logs: [0, 0, 0, 0, 0]
            ) { world in
                let own = hourly(0..<3, logs: 0)
                let shared = hourly(0..<3, of: trail { $0.organization = "o-aaaabbbbcc" }, logs: 0)
                world.publish(own.dropLast() + shared)
                for digest in own.dropFirst() + shared { world.saveHead(digest, in: digest.bucket + "/") }
            },
        ]
    }

    private static var malformed: [ConformanceCase] {
        let folders = logFolder + String(repeating: "a/", count: 400)
        let name = forgedName("20261001T0310Z")
        /// A key of `count` bytes.
        func key(_ count: Int) -> String {
            folders + String(repeating: "b", count: count - folders.utf8.count - name.utf8.count - 1) + "/" + name
        }
        func log(_ count: Int) -> Log {
            var log = Log(Trail(), at: .hour(3) + 600, records: 1, seed: 7)
            log.key = key(count)
            return log
        }
        func bad(_ name: String, _ rule: String, _ description: String, _ digest: @escaping (Digest?) -> Digest)
            -> ConformanceCase
        {
            chainCase(
                name, rule, description, exit: 1, ["digest-malformed"], digests: [3, 0, 1, 0]
            ) { world, digests in
                let bad = digest(digests.last)
                world.tree[bad.key] = GzipWriter.member(bad.content)
            }
        }
        return [
            bad("digest-key-too-long", "DIGEST-19, LIMIT-3", "A digest lists a key of 1,025 bytes.") {
                .unsaved(Trail(), 3..<4, logs: [log(1_025)], after: $0)
            },
            worldCase(
                "digest-key-longest", "LIMIT-3", "A genuine digest lists a key of 1,024 bytes, which isn't there.",
                exit: 1, [Expected(code: "log-missing", key: key(1_024))], digests: [4, 0, 0, 0], logs: [3, 0, 0, 1, 0]
            ) { world in
                let digests = hourly(0..<3)
                let last = Digest.unsaved(Trail(), 3..<4, logs: [log(1_024)], after: digests.last)
                world.publish(digests)
                world.tree[last.key] = GzipWriter.member(last.content)
                world.saveHead(last)
            },
            bad("digest-interval-empty", "DIGEST-19", "A digest's interval is empty.") {
                Digest(Trail(), from: .hour(4), to: .hour(4), logs: [], after: $0, signedBy: .first)
            },
            bad("digest-interval-reversed", "DIGEST-19", "A digest's interval ends before it begins.") {
                Digest(Trail(), from: .hour(5), to: .hour(4), logs: [], after: $0, signedBy: .first)
            },
        ]
    }

    /// A digest lists a log of another account.
    private static var foreign: [ConformanceCase] {
        func listing(
            _ name: String, _ rule: String, _ description: String, exit: Int, _ findings: [Expected], logs: [Int],
            isPresent: Bool, options: [String] = [], isSaved: Bool = true
        ) -> ConformanceCase {
            worldCase(
                "digest-lists-foreign-log" + name, rule, description, exit: exit, findings,
                digests: isSaved ? [2, 0, 0, 0] : [1, 1, 0, 0], logs: logs, options: options
            ) { world in
                let other = hourly(1..<2, of: trail { $0.account = "444455556666" })[0].logs
                let first = hourly(0..<1)
                let last = Digest.unsaved(
                    Trail(), 1..<2, logs: hourly(1..<2)[0].logs + other, after: first.last)
                world.publish(first + [last])
                if !isPresent { for log in other { world.tree[log.key] = nil } }
                if isSaved { world.saveHead(last) }
            }
        }
        let own = ["--account", "111122223333"]
        return [
            listing(
                "", "DIGEST-24", "A verified digest lists a log of another account, which isn't there.", exit: 2,
                ["reference-outside-archive"], logs: [2, 1, 0, 0, 0], isPresent: false),
            listing(
                "-present", "DIGEST-24, FILE-5",
                "The same, and the log is there: no digest of its own account lists it.",
                exit: 2, ["reference-outside-archive", "log-unreferenced"], logs: [2, 1, 0, 0, 1], isPresent: true),
            listing(
                "-allowed", "DIGEST-24, ALLOW-11", "The same for one account, and that is allowed.", exit: 0,
                ["reference-outside-archive"], logs: [2, 1, 0, 0, 0], isPresent: true,
                options: own + ["--allow", "reference-outside-archive"]),
            worldCase(
                "digest-lists-foreign-log-beside-its-own", "DIGEST-24, LOG-1",
                "Two accounts lie in one flat folder, a log is gone, and a digest of the other account lists it too.",
                exit: 1, ["log-missing", "reference-outside-archive"], digests: [4, 0, 0, 0], logs: [1, 1, 0, 1, 0],
                options: ["--allow", "reference-outside-archive"]
            ) { world in
                let own = hourly(0..<2)
                let other = trail { $0.account = "444455556666" }
                let lost = own[0].logs
                let first = Digest.unsaved(other, 0..<1, logs: lost)
                let last = Digest.unsaved(other, 1..<2, after: first)
                for digests in [own, [first, last]] {
                    world.publish(digests)
                    if let head = digests.last { world.saveHead(head) }
                }
                for log in lost { world.tree[log.key] = nil }
                world.tree = Dictionary(
                    world.tree.map { ($0.key.split(separator: "/").last.map(String.init) ?? $0.key, $0.value) }
                ) { first, _ in first }
            },
            listing(
                "-unproved", "DIGEST-24", "A digest that nothing proves lists a log of another account: ignored.",
                exit: 2, ["digest-signature-unavailable", Expected(code: "log-digest-unverified", count: 1)],
                logs: [1, 1, 0, 0, 0], isPresent: false, isSaved: false),
        ]
    }
}
