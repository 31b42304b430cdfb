import VirtualTrail

/// Several files with the bytes of one digest that nothing proves, or that only one of them proves.
enum UnprovedCopyCases {
    static var all: [ConformanceCase] { [plain, beside, elsewhere].flatMap { $0 } + proved }

    private static let allowed = ["--allow", "digest-signature-unavailable"]

    /// The same case twice: with the newest digest allowed, and without.
    private static func both(
        _ name: String, _ description: String, logs: Int = 2, _ change: (inout Plain, Digest) -> Void
    ) -> [ConformanceCase] {
        [("", 2, []), ("-allowed", 0, allowed)].map { suffix, exit, options in
            SignatureCases.head(
                "unproved-copy-" + name + suffix, "PLACE-12, FILE-19, ALLOW-6",
                description + (exit == 0 ? " The digest is allowed." : ""), exit: exit, SignatureCases.unproven,
                [2, 1, 0, 0], [4, logs, 0, 0, 0], options: options, change)
        }
    }

    private static var plain: [ConformanceCase] {
        both("plain", "Beside each file lies its inflated copy, and nothing proves the newest digest.") {
            plain, _ in
            for digest in plain.digests {
                plain.world.tree[String(digest.key.dropLast(3))] = digest.content
                for log in digest.logs { plain.world.tree[String(log.key.dropLast(3))] = log.content }
            }
        } + [
            SignatureCases.head(
                "unproved-copy-plain-log-differs", "FILE-19, ALLOW-8",
                "Beside a log of an allowed digest lies an inflated file that holds something else.", exit: 2,
                SignatureCases.unproven + ["log-unreferenced"], [2, 1, 0, 0], [4, 2, 0, 0, 1], options: allowed
            ) { plain, digest in
                plain.world.tree[String(digest.logs[0].key.dropLast(3))] = Array("{\"Records\":[]}".utf8)
            }
        ]
    }

    private static var beside: [ConformanceCase] {
        both("renamed", "A copy of the unproved newest digest lies beside it, under a name that isn't a digest's.") {
            $0.world.apply(.copy($1.key, to: $1.key + "~1"))
        }
    }

    private static var elsewhere: [ConformanceCase] {
        both("tree", "The unproved newest digest and its logs lie in a second copy of the bucket too.", logs: 4) {
            plain, digest in
            for key in [digest.key] + digest.logs.map(\.key) { plain.world.apply(.copy(key, to: "copy/" + key)) }
        }
    }

    private static var proved: [ConformanceCase] {
        let name = "AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/10/01/"
        return [
            SignatureCases.head(
                "unproved-copy-of-proved", "DIGEST-3, PLACE-12",
                "The newest digest lies in a second copy of the bucket too. Its signature was saved beside that one only."
            ) { plain, digest in
                plain.world.apply(.copy(digest.key, to: "copy/" + digest.key))
                plain.world.tree["copy/" + digest.key + ".json"] = Array(World.head(digest).utf8)
            },
            SignatureCases.head(
                "unproved-copy-with-false-signature", "DIGEST-3, DIGEST-8",
                "A false signature was saved beside a second copy of a digest, and the right one beside the first.",
                exit: 1,
                ["digest-metadata-mismatch"]
            ) { plain, digest in
                let forged = Digest(
                    plain.trail, from: .hour(2), to: .hour(3), logs: [], after: nil, signedBy: .second)
                plain.world.tree[digest.key + ".json"] = Array(World.head(digest).utf8)
                plain.world.apply(.copy(digest.key, to: "copy/" + digest.key))
                plain.world.tree["copy/" + name + (digest.key.split(separator: "/").last ?? "") + ".json"] =
                    Array(World.head(forged).utf8)
            },
        ]
    }
}
