import VirtualTrail

/// Folders of saved answers: where they lie, and several for one digest.
enum SignatureFolderCases {
    static var all: [ConformanceCase] { folders + several }

    private static var folders: [ConformanceCase] {
        func folder(
            _ name: String, _ description: String, exit: Int = 0, _ findings: [Expected] = [],
            _ counts: ([Int], [Int]) = ([3, 0, 0, 0], [6, 0, 0, 0, 0]), path: @escaping (String) -> String,
            signature: @escaping (Digest) -> String = { $0.signature }
        ) -> ConformanceCase {
            SignatureCases.head(
                "signatures-folder-" + name, "INPUT-1, INPUT-3", description, exit: exit, findings, counts.0, counts.1
            ) { plain, digest in
                let base = digest.key.split(separator: "/").last.map(String.init) ?? ""
                let metadata = "{\"signature\":\"\(signature(digest))\",\"signature-algorithm\":\"SHA256withRSA\"}"
                plain.world.signatures[path(base)] = Array("{\"Metadata\":\(metadata)}\n".utf8)
            }
        }
        let forged = Digest(Trail(), from: .hour(2), to: .hour(3), logs: [], after: nil, signedBy: .second)
        return [
            folder("flat", "The answer lies under the digest's base name.", path: { $0 + ".json" }),
            folder("flat-inflated", "The same, and the name lacks `.gz`.") { String($0.dropLast(3)) + ".json" },
            folder("flat-own-name", "The answer has the digest's own name.", path: { $0 }),
            folder("deep", "It lies under the base name in folders of another order.") {
                "case/7/of/the/examiner/us-east-1/\($0).head.json"
            },
            folder("any-name", "It has a name that says nothing.", path: { _ in "newest.json" }),
            SignatureCases.head(
                "signatures-folder-appended", "INPUT-1, INPUT-3",
                "Three answers were appended to one file that is named after the digest: a false one, and twice the right one."
            ) { plain, digest in
                let answers = [forged, digest, digest].map { "{\"Metadata\":{\"signature\":\"\($0.signature)\"}}\n" }
                let base = digest.key.split(separator: "/").last.map(String.init) ?? ""
                plain.world.signatures[base + ".json"] = Array(answers.joined().utf8)
            },
            SignatureCases.head(
                "signatures-folder-many-copies", "INPUT-1, INPUT-3, LIMIT-8",
                "The same answer lies under more names than answers are tried on a digest."
            ) { plain, digest in
                let answer = Array("{\"Metadata\":{\"signature\":\"\(digest.signature)\"}}\n".utf8)
                for number in 0..<20 { plain.world.signatures["copy-\(number).json"] = answer }
            },
            ofOrganization("signatures-folder-of-other-organization") { world, digest in world.saveHead(digest) },
            ofOrganization("signatures-listing-of-other-organization") { world, digest in
                let key = "s3://\(digest.bucket)/\(digest.key)"
                world.signatures["all.jsonl"] = Array(
                    "{\"key\":\"\(key)\",\"metadata\":{\"Signature\":\"\(digest.signature)\"}}\n".utf8)
            },
            folder(
                "flat-other", "An answer under the base name holds another signature.", exit: 1,
                ["digest-signature-invalid", "log-digest-unverified"],
                ([2, 0, 1, 0], [4, 2, 0, 0, 0]), path: { $0 + ".json" }, signature: { _ in forged.signature }),
            folder(
                "any-name-other", "One that names no digest holds another signature: it accuses nobody.", exit: 2,
                SignatureCases.unproven, ([2, 1, 0, 0], [4, 2, 0, 0, 0]), path: { _ in "newest.json" },
                signature: { _ in forged.signature }),
        ]
    }

    /// A trail of the account and one of its organization, with the same names. Only the latter's newest digest has a saved
    /// answer.
    private static func ofOrganization(
        _ name: String, _ save: (inout World, Digest) -> Void
    ) -> ConformanceCase {
        var organization = Trail()
        organization.organization = "o-aaaabbbbcc"
        let digests = World.hourly(organization, 0..<3)
        return SignatureCases.head(
            name, "INPUT-3, DIGEST-9",
            "The answer of an organization's digest is there, and none of the account's digest with the same base name.",
            exit: 2, ["digest-signature-unavailable"], [5, 1, 0, 0], [10, 0, 0, 0, 0],
            signatures: name.contains("listing") ? ["signatures/all.jsonl"] : ["signatures"]
        ) { plain, _ in
            plain.world.publish(digests)
            save(&plain.world, digests[2])
        }
    }

    /// Several answers for one digest. One of them lies in the place of its key.
    private static var several: [ConformanceCase] {
        let forged = Digest(Trail(), from: .hour(2), to: .hour(3), logs: [], after: nil, signedBy: .second)
        func answer(_ signature: String) -> [UInt8] {
            Array("{\"Metadata\":{\"signature\":\"\(signature)\"}}\n".utf8)
        }
        func base(_ digest: Digest) -> String { digest.key.split(separator: "/").last.map(String.init) ?? "" }
        func several(
            _ name: String, _ rule: String, _ description: String, _ more: @escaping (inout Plain, Digest) -> Void
        ) -> ConformanceCase { SignatureCases.head("signatures-several-" + name, rule, description) { more(&$0, $1) } }
        return [
            several(
                "damaged-in-place", "DIGEST-12, INPUT-3",
                "The answer in the place of the key is damaged, and the one under the base name is good."
            ) { plain, digest in
                plain.world.signatures[digest.key + ".json"] = answer(forged.signature)
                plain.world.signatures[base(digest) + ".json"] = answer(digest.signature)
            },
            several(
                "damaged-elsewhere", "INPUT-3",
                "The answer in the place of the key is good, and the one under the base name is another digest's."
            ) { plain, digest in
                plain.world.signatures[digest.key + ".json"] = answer(digest.signature)
                plain.world.signatures[base(digest) + ".json"] = answer(forged.signature)
            },
            several(
                "error-in-place", "INPUT-4",
                "An error message lies in the place of the key, and the good answer under the base name."
            ) { plain, digest in
                plain.world.signatures[digest.key + ".json"] = Array("An error occurred (403)\n".utf8)
                plain.world.signatures[base(digest) + ".json"] = answer(digest.signature)
            },
            several(
                "many-errors", "INPUT-4, LIMIT-8",
                "More error messages than answers are tried come before the good one."
            ) { plain, digest in
                for number in 10..<30 {
                    plain.world.signatures["\(number)/\(digest.key).json"] = Array("An error occurred (403)\n".utf8)
                }
                plain.world.signatures["z/\(digest.key).json"] = answer(digest.signature)
            },
            several(
                "every-night", "LIMIT-8",
                "The answers of all digests were saved more often than answers are tried."
            ) { plain, _ in
                for number in 10..<40 { for one in plain.digests { plain.world.saveHead(one, in: "\(number)/") } }
            },
            several(
                "linked", "DIGEST-12, INPUT-3",
                "A digest that its successor proves has a damaged answer in the place of its key and a good one elsewhere."
            ) { plain, digest in
                plain.world.saveHead(digest)
                let linked = plain.digests[1]
                plain.world.signatures[linked.key + ".json"] = answer(forged.signature)
                plain.world.signatures[base(linked) + ".json"] = answer(linked.signature)
            },
        ]
    }
}
