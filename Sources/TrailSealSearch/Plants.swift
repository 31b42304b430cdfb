internal import VirtualTrail

/// The acts of an adversary who adds files, obstacles or saved signatures. Some of the files are forged. Others are
/// genuine and lie where CloudTrail didn't deliver them.
struct Plants: Sendable {
    let world: TrueWorld

    var all: [Tampering] {
        logs + forgedDigests + replays + digestNames + otherAccounts + falsePlaces + foreignAccount + nested
            + closedFolders + deepFolders + hardLinks + signatures + litter + disguises + plantedOwners
    }

    static func plant(
        _ kind: String, _ what: String, _ change: @escaping @Sendable (TrueWorld) -> Archive.Change
    ) -> Tampering {
        .custom(kind: "plant-" + kind, what: what, change: change)
    }

    static let forgedLog = StoredFile(content: FileChange.forgedRecords)
    static let empty = StoredFile([])
    static let junk = StoredFile(Array("garbage".utf8))

    // MARK: Logs

    private var logs: [Tampering] {
        var plants: [Tampering] = []
        func add(_ kind: String, _ path: String, _ file: StoredFile = Self.forgedLog) {
            plants.append(
                Self.plant(kind, "\(path) (\(file.bytes.count) bytes)") { _ in
                    Archive.Change(files: [(Path(path), file)])
                })
        }
        for chain in world.chains where !chain.isBackfill {
            for hour in TrueWorld.hours {
                let log = Log(chain.trail, at: .hour(hour) + 1_800, records: 1, seed: 7)
                add("log", log.key, StoredFile(content: log.content))
            }
            for hour in [TrueWorld.hours.lowerBound - 1, TrueWorld.hours.upperBound, -8_760, 8_760] {
                add("log-of-other-time", Log(chain.trail, at: .hour(hour) + 1_800, records: 1, seed: 7).key)
            }
            let root = "\(world.base)\(chain.trail.account)/CloudTrail/"
            for name in [
                "\(chain.trail.region)/2026/10/01/notes.txt", "\(chain.trail.region)/x.json.gz", "x.json.gz",
                // A stamp of another year in today's folder.
                "\(chain.trail.region)/2026/10/01/x_20200101T0100Z_x.json.gz",
                "\(chain.trail.region)/2020/01/01/x_20200101T0100Z_x.json.gz",
            ] {
                add("log-with-other-name", root + name)
            }
            add("hidden-log", root + "\(chain.trail.region)/2026/10/01/.hidden.json.gz")
            add("marker", root + "\(chain.trail.region)/2026/10/01/folder", Self.empty)
        }
        return plants
    }

    // MARK: Digests

    private var forgedDigests: [Tampering] {
        var plants: [Tampering] = []
        for chain in world.chains {
            // A forged digest after the chain's end, before its beginning or within it. It names the forger's key or a
            // genuine one.
            for (hour, isLinked) in [(26, true), (27, true), (20, false), (20, true), (22, false), (-8_760, false)] {
                for key in [SigningKey.forger, .first] {
                    for isSigned in [false, true] {
                        let what = "of \(chain.name), hour \(hour)\(isLinked ? ", linked" : ""), \(key.name)"
                        plants.append(
                            Self.plant("forged-digest\(isSigned ? "-signed" : "")", what) { world in
                                let digest = Digest(
                                    chain.trail, from: .hour(hour), to: .hour(hour + 1) + (hour == 22 ? 600 : 0),
                                    logs: [], after: isLinked ? chain.digests.last : nil, signedBy: .forger,
                                    isBackfill: chain.isBackfill
                                ) { $0.set("digestPublicKeyFingerprint", "\"\(key.fingerprint)\"") }
                                // Never replaces a genuine file. `Forgery` does that.
                                guard world.archive.files[Path(digest.key)] == nil else { return Archive.Change() }
                                return Archive.Change(
                                    files: [(Path(digest.key), StoredFile(content: digest.content))],
                                    signatures: isSigned ? [(Path(digest.key), .text(digest.signature))] : [])
                            })
                    }
                }
            }
            // A digest that declares a longer interval than the hour of its name.
            for (from, to) in [(23, 27), (21, 27), (23, 30)] {
                plants.append(
                    Self.plant("forged-long-digest", "of \(chain.name), \(from) to \(to)") { _ in
                        let digest = Digest(
                            chain.trail, from: .hour(from), to: .hour(to), logs: [], after: chain.digests.first,
                            signedBy: .forger, isBackfill: chain.isBackfill)
                        return Archive.Change(files: [(Path(digest.key), StoredFile(content: digest.content))])
                    })
            }
        }
        return plants
    }

    /// Genuine digests from outside the window, and the digest that CloudTrail overwrote. Each is added under its own
    /// key, and in the place of each digest of its account and Region.
    private var replays: [Tampering] {
        var plants: [Tampering] = []
        for digest in world.outside + [world.overwritten] {
            let key = Path(digest.key)
            for chain in world.chains
            where digest.key.contains("\(chain.trail.account)/CloudTrail-Digest/\(chain.trail.region)") {
                for path in [key] + chain.digests.map({ Path($0.key) }).filter({ $0 != key }) {
                    for isSigned in [false, true] {
                        plants.append(
                            Self.plant("genuine-digest-of-other-hour", "\(digest.key) at \(path)") { _ in
                                Archive.Change(
                                    files: [(path, StoredFile(content: digest.content))],
                                    signatures: isSigned ? [(path, .text(digest.signature))] : [])
                            })
                    }
                }
            }
        }
        return plants
    }

    /// Files, links and pipes that only have the name of a digest.
    private var digestNames: [Tampering] {
        var plants: [Tampering] = []
        for chain in world.chains {
            let genuine = chain.digests.first.map { StoredFile(content: $0.content) } ?? Self.empty
            for hour in [-50_000, 0, 19, 20, 27, 28, 29, 35, 60, 50_000] {
                let path = Path(chain.trail.digestKey(.hour(hour + 1), isBackfill: chain.isBackfill))
                for (name, file) in [
                    ("empty", Self.empty), ("junk", Self.junk), ("genuine", genuine),
                    ("cut", FileChange.truncate(nil).applied(to: genuine)),
                ] {
                    plants.append(
                        Self.plant("digest-name-\(name)", "\(path)") { _ in Archive.Change(files: [(path, file)]) })
                }
                for obstacle in [Archive.Obstacle.link, .pipe, .closedFolder] {
                    let name = obstacle == .closedFolder ? "folder" : obstacle.rawValue
                    plants.append(
                        Self.plant("digest-name-\(name)", "\(path)") { _ in
                            Archive.Change(obstacles: [(path, obstacle)])
                        })
                }
            }
            for hour in [0, 19, 20, 27, 28, 60] {
                let path = Path(chain.trail.logKey(.hour(hour) + 600, unique: "linked0000000000"))
                plants.append(
                    Self.plant("log-name-link", "\(path)") { _ in Archive.Change(obstacles: [(path, .link)]) })
            }
            let folder = "\(world.base)\(chain.trail.account)/CloudTrail-Digest/\(chain.trail.region)/2026/10/01/"
            for (name, file) in [
                ("garbage.json.gz", Self.junk), ("empty.json.gz", Self.empty), ("garbage.json", Self.junk),
                (".hidden.json.gz", Self.junk), ("notes.txt", Self.junk),
            ] {
                plants.append(
                    Self.plant("no-digest-name", folder + name) { _ in
                        Archive.Change(files: [(Path(folder + name), file)])
                    })
            }
        }
        return plants
    }

    // MARK: Elsewhere

    /// Genuine digests and logs in folders of other accounts and Regions.
    private var otherAccounts: [Tampering] {
        var plants: [Tampering] = []
        for chain in world.chains {
            for (name, target) in [
                ("other-account", "000000000000"), ("other-account", "999988887777"),
                ("other-account", chain.trail.account == "111122223333" ? "444455556666" : "111122223333"),
            ] {
                for (what, isDigest, isLog) in [("digests", true, false), ("digests and logs", true, true)] {
                    plants.append(
                        Self.plant("copy-in-\(name)", "\(what) of \(chain.name) in \(target)") { world in
                            Self.copies(world, chain, isDigest, isLog) {
                                $0.replacing(chain.trail.account + "/", with: target + "/", maxReplacements: 1)
                            }
                        })
                }
            }
            plants.append(
                Self.plant("copy-in-other-region", "digests of \(chain.name)") { world in
                    Self.copies(world, chain, true, false) {
                        $0.replacing("/\(chain.trail.region)/", with: "/ap-south-1/", maxReplacements: 1)
                    }
                })
        }
        return plants
    }

    static func copies(
        _ world: TrueWorld, _ chain: TrueWorld.Chain, _ digests: Bool, _ logs: Bool, to target: (String) -> String
    ) -> Archive.Change {
        var change = Archive.Change()
        for digest in chain.digests {
            for key in (digests ? [digest.key] : []) + (logs ? digest.logs.map(\.key) : []) {
                change.files.append((Path(target(key)), world.archive.files[Path(key)]))
            }
        }
        return change
    }

    /// Genuine digests and logs of the attacker's own account. They lie in that account's folder or in the folder of
    /// another account.
    private var foreignAccount: [Tampering] {
        let own = TrueWorld.foreignAccount.text
        var plants: [Tampering] = []
        for (what, target) in [
            ("its own folder", own), ("the folder of 111122223333", "111122223333"),
            ("the folder of 0", "000000000000"),
        ] {
            for isSigned in [false, true] {
                plants.append(
                    Self.plant("foreign-digests", "in \(what)\(isSigned ? ", with signature" : "")") { world in
                        var change = Archive.Change()
                        for digest in world.foreign {
                            let path = digest.key.replacing(own + "/", with: target + "/", maxReplacements: 1)
                            change.files.append((Path(path), StoredFile(content: digest.content)))
                            for log in digest.logs {
                                let path = log.key.replacing(own + "/", with: target + "/", maxReplacements: 1)
                                change.files.append((Path(path), StoredFile(content: log.content)))
                            }
                        }
                        if isSigned, let newest = world.foreign.last {
                            change.signatures = [(Path(newest.key), .text(newest.signature))]
                        }
                        return change
                    })
            }
        }
        // The newest of the attacker's digests replaces a digest of the chain `main`.
        for position in [0, 5] {
            plants.append(
                Self.plant("foreign-digests", "in place of digest \(position) of main") { world in
                    guard let digest = world.foreign.last else { return Archive.Change() }
                    let path = Path(world.chains[0].digests[position].key)
                    return Archive.Change(
                        files: [(path, StoredFile(content: digest.content))],
                        signatures: [(path, .text(digest.signature))])
                })
        }
        return plants
    }

    /// Files below folders that CloudTrail doesn't create there, for example a kind folder or an account's folder in
    /// the folder of a day.
    private var nested: [Tampering] {
        var plants: [Tampering] = []
        for chain in world.chains where chain.name == "main" || chain.name == "account" {
            let (account, region) = (chain.trail.account, chain.trail.region)
            let folder = "\(world.base)\(account)/CloudTrail/\(region)/2026/10/01/"
            for (name, path) in [
                ("nested-insight", folder + "CloudTrail-Insight/x.json.gz"),
                (
                    "nested-insight",
                    "\(world.base)\(account)/CloudTrail/CloudTrail-Insight/\(region)/2026/10/01/x.json.gz"
                ),
                ("nested-account", folder + "AWSLogs/999988887777/CloudTrail/\(region)/2026/10/01/x.json.gz"),
                (
                    "nested-account",
                    "\(world.base)\(account)/CloudTrail/999988887777/CloudTrail/ap-south-1/2026/10/01/x.json.gz"
                ),
                ("nested-account", "\(world.base)\(account)/CloudTrail/AWSLogs/x.json.gz"),
                ("nested-digest", folder + "CloudTrail-Digest/x.json.gz"),
                ("nested-digest", "\(world.base)\(account)/CloudTrail/CloudTrail-Digest/x.gz"),
                ("nested-day", folder + "2020/01/01/x_20200101T0100Z_x.json.gz"),
                ("nested-hidden", folder + ".x/x.json.gz"),
            ] {
                plants.append(
                    Self.plant(name, path) { _ in Archive.Change(files: [(Path(path), Self.forgedLog)]) })
            }
            for below in [folder, "\(world.base)\(account)/CloudTrail-Digest/\(region)/", "\(world.base)\(account)/"] {
                plants.append(
                    Self.plant("nested-copy", "digests of \(chain.name) below \(below)") { world in
                        Self.copies(world, chain, true, false) { below + $0 }
                    })
            }
        }
        return plants
    }

    // MARK: Obstacles

    private func parents(_ chain: TrueWorld.Chain) -> [String] {
        let account = "\(world.base)\(chain.trail.account)/"
        return [
            "", world.base, account, account + "CloudTrail/\(chain.trail.region)/",
            account + "CloudTrail-Digest/\(chain.trail.region)/", "\(world.base)000000000000/CloudTrail/us-east-1/",
        ]
    }

    private var closedFolders: [Tampering] {
        world.chains.filter { !$0.isBackfill }.flatMap { chain in
            parents(chain).flatMap { parent in
                ["closed", "_20200101T0100Z_", "_29990101T0000Z_", "2020"].map { name in
                    Self.plant("closed-folder", parent + name) { _ in
                        Archive.Change(obstacles: [(Path(parent + name), .closedFolder)])
                    }
                }
            }
        }
    }

    private var deepFolders: [Tampering] {
        world.chains.filter { !$0.isBackfill }.flatMap { chain in
            parents(chain).flatMap { parent in
                ["a", "_20200101T0100Z_", "_29990101T0000Z_", "2020"].map { name in
                    Self.plant("deep-folder", "\(parent)\(name)/\(name)/…") { _ in
                        let path = parent + String(repeating: name + "/", count: 80) + "x"
                        return Archive.Change(files: [(Path(path), Self.forgedLog)])
                    }
                }
            }
        }
    }

    private var hardLinks: [Tampering] {
        var plants: [Tampering] = []
        for chain in world.chains where chain.name == "main" || chain.name == "account" {
            guard let digest = chain.digests.first(where: { !$0.logs.isEmpty }) else { continue }
            for key in [digest.key] + digest.logs.map(\.key) {
                let (folder, name) = (Path(key).splitAtLastSlash.folder, Path(key).splitAtLastSlash.name)
                let planted = folder + "/" + Path("X") + name
                let other = Path("elsewhere/") + name
                for path in [planted, other, Path(key.replacing("/10/01/", with: "/10/02/"))] where path != Path(key) {
                    plants.append(
                        Self.plant("hard-link", "\(path) to \(key)") { _ in
                            Archive.Change(hardLinks: [(path, Path(key))])
                        })
                }
            }
            // A forged log under two names, one of them outside the window.
            plants.append(
                Self.plant("hard-link-of-forged-log", "of \(chain.name)") { _ in
                    let inside = Path(Log(chain.trail, at: .hour(22) + 1_800, records: 1, seed: 8).key)
                    let outside = Path(Log(chain.trail, at: .hour(300), records: 1, seed: 8).key)
                    return Archive.Change(files: [(inside, Self.forgedLog)], hardLinks: [(outside, inside)])
                })
        }
        return plants
    }

    // MARK: Signatures

    private var signatures: [Tampering] {
        var plants: [Tampering] = []
        for chain in world.chains {
            for hour in [19, 27, 28, 50_000] {
                let key = Path(chain.trail.digestKey(.hour(hour + 1), isBackfill: chain.isBackfill))
                let answers = [
                    ("another's", chain.digests.last?.signature ?? ""), ("random", String(repeating: "5a", count: 256)),
                ]
                for (name, text) in answers {
                    plants.append(
                        Self.plant("signature", "\(name) for \(key)") { _ in
                            Archive.Change(signatures: [(key, .text(text))])
                        })
                }
            }
            // Signatures for genuine digests without a saved one.
            for position in chain.digests.indices where !chain.saved.contains(position) {
                let digest = chain.digests[position]
                for (name, text) in [("genuine", digest.signature), ("random", String(repeating: "5a", count: 256))] {
                    plants.append(
                        Self.plant("signature", "\(name) for \(digest.key)") { _ in
                            Archive.Change(signatures: [(Path(digest.key), .text(text))])
                        })
                }
            }
        }
        return plants
    }

    /// Not tampering: files outside the log and digest folders.
    private var litter: [Tampering] {
        [
            "README.txt", "\(world.base)README.txt", "\(world.base)111122223333/README.txt",
            "\(world.base)111122223333/Config/us-east-1/2026/10/1/x.json.gz",
            "\(world.base)111122223333/CloudTrail-Insight/us-east-1/2026/10/01/x.json.gz",
            "\(world.base)111122223333/CloudTrail-NetworkActivity/us-east-1/2026/10/01/x.json.gz",
            "elsewhere/CloudTrail/x.json.gz",
        ].map { path in Self.plant("litter", path) { _ in Archive.Change(files: [(Path(path), Self.forgedLog)]) } }
    }
}
