import VirtualTrail

/// Keys and saved signatures.
enum SignatureCases {
    static let unproven: [Expected] = ["digest-signature-unavailable", "log-digest-unverified"]

    /// A case whose newest digest has the saved signatures that `change` adds.
    static func head(
        _ name: String, _ rule: String, _ description: String, exit: Int = 0, _ findings: [Expected] = [],
        _ digests: [Int] = [3, 0, 0, 0],
        _ logs: [Int] = [6, 0, 0, 0, 0], signatures: [String] = ["signatures"], options: [String] = [],
        _ change: (inout Plain, Digest) -> Void
    ) -> ConformanceCase {
        var plain = Plain(saveHead: false)
        change(&plain, plain.digests[2])
        return ConformanceCase(
            name: name, rule: rule, description: description, world: plain.world, signatures: signatures,
            options: options,
            exitStatus: exit, verdict: verdict(of: exit), findings: findings, digests: digests, logs: logs)
    }

    static var all: [ConformanceCase] { missing + shapes + keys + times }

    private static var missing: [ConformanceCase] {
        let less = ([2, 1, 0, 0], [4, 2, 0, 0, 0])
        return [
            head(
                "signature-unavailable", "DIGEST-14, LOG-12",
                "No signature was saved, as after aws s3 sync.", exit: 2,
                unproven, less.0, less.1
            ) { _, _ in },
            head(
                "signature-unavailable-allowed", "ALLOW-6", "The newest digest is allowed: its logs with it.",
                exit: 0, unproven, less.0,
                less.1, options: ["--allow", "digest-signature-unavailable"]
            ) { _, _ in },
            head(
                "signature-unavailable-allowed-chain", "ALLOW-3", "Allowed for its chain.", exit: 0, unproven, less.0,
                less.1,
                options: ["--allow", "digest-signature-unavailable=111122223333/*/management"]
            ) { _, _ in },
            head(
                "signature-unavailable-allowed-other", "ALLOW-3", "Allowed for another account.", exit: 2, unproven,
                less.0, less.1,
                options: ["--allow", "digest-signature-unavailable=999999999999/*/*"]
            ) { _, _ in },
            head(
                "signature-access-denied", "INPUT-4", "The saved answer is an error message: no signature.", exit: 2,
                unproven, less.0,
                less.1
            ) { plain, digest in
                plain.world.signatures[digest.key + ".json"] = Array("An error occurred (AccessDenied)\n".utf8)
            },
            head(
                "signature-cut", "INPUT-4", "The saved signature is cut: no signature of the key's length.", exit: 2,
                unproven, less.0,
                less.1
            ) { plain, digest in plain.world.saveHead(digest, signature: String(digest.signature.dropLast(10))) },
            plainCase(
                "allow-single-digest", "ALLOW-6", "A chain of one unproven digest cannot be allowed.", exit: 2,
                unproven, digests: [0, 1, 0, 0], logs: [0, 2, 0, 0, 0],
                options: ["--allow", "digest-signature-unavailable"], hours: 0..<1, saveHead: false),
            worldCase(
                "allow-only-newest", "ALLOW-6, CHAIN-4",
                "Allowing helps the newest digest only if the one before it is verified.", exit: 2,
                [
                    "digest-signature-unavailable", "digest-signature-unavailable", "log-digest-unverified",
                    "log-digest-unverified", gap(1, 2),
                ],
                digests: [0, 2, 0, 0], logs: [0, 4, 0, 0, 0],
                options: window(0, 3) + ["--allow", "digest-signature-unavailable"]
            ) { world in
                let digests = World.hourly(Trail(), 0..<3)
                world.publish([digests[0], digests[2]])
            },
        ]
    }

    private static var shapes: [ConformanceCase] {
        func file(
            _ name: String, _ description: String, _ path: String, _ text: @escaping (Digest) -> String
        ) -> ConformanceCase {
            head("signatures-" + name, "INPUT-1", description, signatures: ["signatures/" + path]) {
                $0.world.signatures[path] = Array(text($1).utf8)
            }
        }
        func beside(_ name: String, _ suffix: String, _ text: @escaping (Digest) -> String) -> ConformanceCase {
            head("sidecar-" + name, "INPUT-1, FILE-17", "A sidecar \(suffix) beside the digest.") {
                $0.world.tree[$1.key + suffix] = Array(text($1).utf8)
            }
        }
        return [
            file("json-lines", "A JSON Lines listing.", "all.jsonl") {
                "{\"Bucket\":\"\($0.bucket)\",\"Key\":\"\($0.key)\",\"Metadata\":{\"signature\":\"\($0.signature)\"}}\n"
            },
            file("json-array", "A JSON array, bucket not named.", "all.json") {
                "[{\"Key\":\"\($0.key)\",\"Metadata\":{\"signature\":\"\($0.signature)\"}}]\n"
            },
            file("csv", "A CSV listing.", "all.csv") {
                "bucket,key,signature\n\($0.bucket),\($0.key),\($0.signature)\n"
            },
            file("csv-address", "A CSV listing whose keys are addresses in S3.", "all.csv") {
                "key,signature\ns3://\($0.bucket)/\($0.key),\($0.signature)\n"
            },
            file("csv-semicolon", "A CSV listing with semicolons, and the name of the header.", "all.csv") {
                "bucket;key;x-amz-meta-signature\n\($0.bucket);\($0.key);\($0.signature)\n"
            },
            file("csv-base-name", "A CSV listing that holds the base name of the key.", "all.csv") {
                "key,signature\n\($0.key.split(separator: "/").last ?? ""),\($0.signature)\n"
            },
            head(
                "signatures-csv-base-name-other", "INPUT-1, INPUT-3",
                "A base name in a listing with another signature accuses nobody.", exit: 2, unproven, [2, 1, 0, 0],
                [4, 2, 0, 0, 0], signatures: ["signatures/all.csv"]
            ) { plain, digest in
                let name = digest.key.split(separator: "/").last ?? ""
                plain.world.signatures["all.csv"] = Array(
                    "key,signature\n\(name),\(plain.digests[0].signature)\n".utf8)
            },
            head("signatures-json-string", "INPUT-1", "The bare signature as a JSON string, as --query prints it.") {
                $0.world.signatures[$1.key + ".json"] = Array("\"\($1.signature)\"\n".utf8)
            },
            file("header-case", "Names of members in capitals.", "all.json") {
                "[{\"key\":\"\($0.key)\",\"metadata\":{\"X-Amz-Meta-Signature\":\"\($0.signature.uppercased())\"}}]\n"
            },
            file("rclone", "The listing of rclone lsjson --metadata.", "all.json") {
                "[\n{\"Path\":\"\($0.key)\",\"Name\":\"a.json.gz\",\"Size\":1,\"IsDir\":false,"
                    + "\"Metadata\":{\"content-type\":\"application/json\",\"signature\":\"\($0.signature)\"}}\n]\n"
            },
            file("s5cmd", "A line of s5cmd --json head.", "all.jsonl") {
                "{\"key\":\"s3://\($0.bucket)/\($0.key)\",\"size\":1,"
                    + "\"metadata\":{\"Signature\":\"\($0.signature)\"}}\n"
            },
            file("mc", "A line of mc stat --json, under an alias.", "all.jsonl") {
                "{\"status\":\"success\",\"name\":\"aws/\($0.bucket)/\($0.key)\",\"type\":\"file\","
                    + "\"metadata\":{\"X-Amz-Meta-Signature\":\"\($0.signature)\"}}\n"
            },
            beside("json", ".json") { World.head($0) },
            beside("metadata-json", ".metadata.json") { World.head($0) },
            beside("head-json", ".head.json") { World.head($0) },
            beside("meta-json", ".meta.json") { World.head($0) },
            head(
                "signature-beside-inflated", "INPUT-1, FILE-4",
                "A digest was stored inflated, and without .gz in its name. The sidecar is named after it.",
                exit: 0, ["stored-inflated"]
            ) {
                let plain = String($1.key.dropLast(3))
                $0.world.tree[$1.key] = nil
                $0.world.tree[plain] = $1.content
                $0.world.tree[plain + ".json"] = Array(World.head($1).utf8)
            },
            head("signature-attribute", "INPUT-1", "An extended attribute, as rclone leaves it.") {
                $0.world.setup = [.init(.xattr, "tree/" + $1.key, name: "user.signature", value: $1.signature)]
            },
            head("signature-one-of-two", "DIGEST-12", "Of two saved signatures one verifies: that proves.") {
                $0.world.saveHead($1)
                $0.world.tree[$1.key + ".json"] = Array(World.head($1, nil, $0.digests[0].signature).utf8)
            },
            head("signature-one-of-two-linked", "DIGEST-12", "The successor repeats one of two saved signatures.") {
                $0.world.saveHead($1)
                $0.world.saveHead($0.digests[0])
                $0.world.tree[$0.digests[0].key + ".json"] = Array(
                    World.head($0.digests[0], nil, $1.signature).utf8)
            },
            head("signature-next-source", "INPUT-2", "The folder has no entry; a sidecar has one.") {
                $0.world.saveHead($0.digests[0])
                $0.world.tree[$1.key + ".json"] = Array(World.head($1).utf8)
            },
            worldCase(
                "signature-in-forged-successor", "DIGEST-4",
                "A forged successor records another signature and hash for its predecessor: it accuses nobody.",
                exit: 2, ["digest-key-unknown", "log-digest-unverified"] + unproven, digests: [1, 2, 0, 0],
                logs: [2, 4, 0, 0, 0]
            ) { world in
                let digests = World.hourly(Trail(), 0..<2)
                let forged = Digest(
                    Trail(), from: .hour(2), to: .hour(3), logs: World.hourly(Trail(), 2..<3)[0].logs,
                    after: digests[1], signedBy: .forger
                ) {
                    $0.set("previousDigestSignature", DigestDraft.quoted(digests[0].signature))
                    $0.set("previousDigestHashValue", DigestDraft.quoted(String(repeating: "0", count: 64)))
                }
                world.publish(digests + [forged])
                world.saveHead(forged)
            },
        ]
    }

    private static var keys: [ConformanceCase] {
        func listing(
            _ name: String, _ description: String, rule: String = "INPUT-6", _ change: @escaping (inout World) -> Void
        )
            -> ConformanceCase
        {
            plainCase("keys-" + name, rule, description, exit: 0) { change(&$0.world) }
        }
        func signed(by key: SigningKey, _ name: String, _ description: String) -> ConformanceCase {
            worldCase("key-" + name, "KEY-6", description, exit: 0) { world in
                let digests = World.hourly(Trail(), 0..<3, signedBy: key)
                world.publish(digests)
                world.saveHead(digests.last)
                world.listKeys([World.KeyRecord(key)])
            }
        }
        let record = World.KeyRecord(.first)
        let unknown: [Expected] = ["digest-key-unknown", "log-digest-unverified"]
        return [
            listing("lower-case-member", "publicKeyList in lower case.") {
                $0.listKeys([record], member: "publicKeyList")
            },
            listing("iso-times", "Times as ISO 8601 with an offset.") {
                var other = record
                (other.from, other.to) = ("\"2026-09-01T00:00:00+02:00\"", "\"2026-12-01T00:00:00Z\"")
                $0.listKeys([other])
            },
            listing("string-seconds", "Times as strings of seconds.") {
                var other = record
                (other.from, other.to) = ("\"1788220800.0\"", "\"1793836800\"")
                $0.listKeys([other])
            },
            listing("same-twice", "The same key in two files: validities are united.", rule: "KEY-5") {
                $0.listKeys([World.KeyRecord(.first, from: .hour(-240), to: .hour(-100))], name: "a.json")
            },
            plainCase(
                "keys-fingerprint-twice", "KEY-5",
                "Two keys under one fingerprint: each is tried, the wrong one is named.", exit: 2,
                ["key-fingerprint-mismatch"]
            ) {
                $0.world.listKeys(
                    [World.KeyRecord(.second, fingerprint: SigningKey.first.fingerprint)], name: "a.json")
            },
            worldCase("key-any-region", "KEY-7", "A key that was saved for another region proves.", exit: 0) {
                var trail = Trail()
                trail.region = "ap-south-1"
                let digests = World.hourly(trail, 0..<3)
                $0.publish(digests)
                $0.saveHead(digests.last)
            },
            worldCase(
                "key-too-short", "KEY-6", "A key of fewer than 1,024 bits counts as unknown.", exit: 2,
                unknown + unknown + unknown, digests: [0, 3, 0, 0], logs: [0, 6, 0, 0, 0]
            ) {
                let digests = World.hourly(Trail(), 0..<3, signedBy: .tooShort)
                $0.publish(digests)
                $0.saveHead(digests.last)
                $0.listKeys([World.KeyRecord(.tooShort)])
            },
            signed(by: .short, "1024", "An RSA key of 1,024 bits."),
            signed(by: .long, "3072", "An RSA key of 3,072 bits."),
            plainCase(
                "key-unknown", "KEY-8", "No key was saved: an empty listing.", exit: 2,
                Array(repeating: "digest-key-unknown", count: 3) + Array(repeating: "log-digest-unverified", count: 3),
                digests: [0, 3, 0, 0], logs: [0, 6, 0, 0, 0]
            ) { $0.world.listKeys([]) },
            plainCase(
                "key-out-of-validity", "KEY-9", "The key's validity ended before.",
                exit: 2,
                Array(repeating: "digest-key-out-of-validity", count: 3)
                    + Array(repeating: "log-digest-unverified", count: 3),
                digests: [0, 3, 0, 0], logs: [0, 6, 0, 0, 0]
            ) {
                $0.world.listKeys([World.KeyRecord(.first, from: .hour(-240), to: .hour(-100))])
            },
            plainCase(
                "key-fingerprint-mismatch", "KEY-1",
                "A key is listed under another's fingerprint.", exit: 2,
                ["key-fingerprint-mismatch"]
            ) {
                $0.world.listKeys([record, World.KeyRecord(.second, fingerprint: SigningKey.third.fingerprint)])
            },
            plainCase(
                "key-mismatch-never-accuses", "KEY-2",
                "A fingerprint has another key: a failure isn't an accusation.", exit: 2,
                ["key-fingerprint-mismatch"] + unknown + unknown + unknown, digests: [0, 3, 0, 0],
                logs: [0, 6, 0, 0, 0]
            ) {
                $0.world.listKeys([World.KeyRecord(.second, fingerprint: SigningKey.first.fingerprint)])
            },
            worldCase(
                "key-not-rsa", "KEY-6", "A key that is not RSA counts as unknown.", exit: 2,
                unknown + unknown + unknown,
                digests: [0, 3, 0, 0], logs: [0, 6, 0, 0, 0]
            ) { world in
                let digests = World.hourly(Trail(), 0..<3)
                world.publish(digests)
                world.saveHead(digests.last)
                world.listKeys([World.KeyRecord(.elliptic, isSubjectPublicKeyInfo: true)])
            },
            worldCase(
                "key-rotation", "DIGEST-2", "The key changes in mid chain.", exit: 0, digests: [4, 0, 0, 0],
                logs: [8, 0, 0, 0, 0]
            ) {
                world in
                var digests = World.hourly(Trail(), 0..<2)
                digests += World.hourly(Trail(), 2..<4, after: digests.last, signedBy: .second)
                world.publish(digests)
                world.saveHead(digests.last)
                world.listKeys([
                    World.KeyRecord(.first, to: .hour(2)), World.KeyRecord(.second, from: .hour(2)),
                ])
            },
            worldCase(
                "key-old-lost", "DIGEST-5", "The old key is lost: the link proves what it signed.", exit: 0,
                digests: [4, 0, 0, 0],
                logs: [8, 0, 0, 0, 0]
            ) { world in
                var digests = World.hourly(Trail(), 0..<2)
                digests += World.hourly(Trail(), 2..<4, after: digests.last, signedBy: .second)
                world.publish(digests)
                world.saveHead(digests.last)
                world.listKeys([World.KeyRecord(.second)])
            },
        ]
    }

    private static var times: [ConformanceCase] {
        func from(_ name: String, _ description: String, _ start: Int, exit: Int, _ rest: [Expected]) -> ConformanceCase
        {
            worldCase(
                "key-in-time-" + name, "KEY-3", description, exit: exit, rest,
                digests: exit == 0 ? [1, 0, 0, 0] : [0, 1, 0, 0],
                logs: exit == 0 ? [2, 0, 0, 0, 0] : [0, 2, 0, 0, 0]
            ) { world in
                let digests = World.hourly(Trail(), 0..<1)
                world.publish(digests)
                world.saveHead(digests.last)
                world.listKeys([World.KeyRecord(.first, from: .hour(1) + start)])
            }
        }
        return [
            from("late-delivery", "The key is valid from six hours after the digest's end.", 6 * 3_600, exit: 0, []),
            from(
                "too-late", "The key is valid from a second later.", 6 * 3_600 + 1, exit: 2,
                ["digest-key-out-of-validity", "log-digest-unverified"]),
        ]
    }
}
