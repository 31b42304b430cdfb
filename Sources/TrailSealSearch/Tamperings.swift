internal import VirtualTrail

/// The tamperings of the true world: each kind on each object, and a small selection for pairs.
struct Tamperings: Sendable {
    let world: TrueWorld

    private var digestPaths: [Path] { world.digests.map { Path($0.key) } }
    private var logPaths: [Path] { world.logs.map { Path($0.key) } }

    var all: [Tampering] {
        let paths = digestPaths + logPaths
        return paths.flatMap { path in FileChange.all.map { .change(path, $0) } + moves(of: path) }
            + replays(within: world.chains.map { $0.digests.map { Path($0.key) } })
            + swaps(digestPaths) + swaps(logPaths)
            + zip(digestPaths, logPaths).map { .swap($0, $1) }
            + forgeries(Forgery.Edit.allCases, Forgery.Cover.allCases) { _, _ in true }
            + digestPaths.flatMap { signatures(of: $0) } + removals
            + paths.flatMap { [.block($0, .link), .block($0, .pipe)] } + closedFolders + movedChains
    }

    /// A selection on the objects that are special: chain heads and their predecessors, the segments at midnight, the
    /// backfill chain, and a log in another day's folder than its digest.
    var representative: [Tampering] {
        let main = world.chains[0].digests
        let account = world.chain("account")?.digests ?? main
        let backfill = world.chain("backfill")?.digests ?? main
        let digests = [
            main[3], main[5], (world.chain("region")?.digests ?? main)[0], account[2], account[3], backfill[1],
        ]
        let logs = [main[0].logs[0], main[3].logs[0], main[5].logs[0], account[3].logs[0], backfill[1].logs[0]]
        let paths = digests.map { Path($0.key) } + logs.map { Path($0.key) }
        let edits: [Forgery.Edit] = [.dropLog, .replaceLog, .noPrevious, .prefix, .logHashAlgorithm]
        var chosen: [Tampering] = paths.flatMap { path in
            FileChange.representative.map { .change(path, $0) } + moves(of: path).prefix(5)
                + [.block(path, .link)]
        }
        chosen += forgeries(edits, [.none, .linkedUnsigned, .linkedSigned]) { chain, position in
            chain == 0 && (position == 3 || position == 5) || chain == 2 && position == 2
        }
        chosen += [main[5], account[2], backfill[1]].map { Path($0.key) }.flatMap { key in
            [.sign(key, .delete), .sign(key, .flip), .sign(key, .anothers(Path(account[5].key)))]
        }
        chosen += replays(within: [[main[2], main[3], main[5]].map { Path($0.key) }])
        chosen += swaps(logs.prefix(3).map { Path($0.key) })
        return chosen + removals.filter { if case .remove = $0 { true } else { false } }.everyOther(3)
            + closedFolders.prefix(3)
    }

    /// Removals at the ends of chains, with everything that the removed digests list.
    var ends: [Tampering] {
        removals.filter { removal in
            ["chain main 5...5", "chain main 4...5", "chain main 0...0", "chain region 4...5", "chain account 5...5"]
                .contains {
                    removal.description.contains("of \($0)") && removal.description.contains("remove digests")
                }
        }
    }

    // MARK: Files

    /// Moves or copies of a file: to other days, Regions, accounts and depths, and to names that look the same.
    private func moves(of path: Path) -> [Tampering] {
        let text = path.description
        let (folder, name) = (path.splitAtLastSlash.folder.description, path.splitAtLastSlash.name.description)
        let isFirstDay = folder.hasSuffix("01")
        let targets = [
            "\(folder.dropLast(2))\(isFirstDay ? "02" : "01")/\(name)",
            text.replacing("us-east-1", with: "eu-west-1"),
            text.replacing("us-east-1", with: "eu-west-1", maxReplacements: 1),
            "backup/" + text, "\(folder)/copy/\(name)",
            text.replacing("eu-west-1", with: "ap-south-1", maxReplacements: 1),
            text.replacing("111122223333", with: "444455556666", maxReplacements: 1),
            text.replacing("444455556666", with: "999988887777"),
            text.replacing("CloudTrail", with: "CloudTrail-Insight", maxReplacements: 1),
            "\(folder)/\(name) (1)", "\(folder)/.\(name)", "\(folder)/X\(name)",
            "\(folder)/\(name.dropLast(3))", "\(folder)/\(name.dropLast(8)).JSON.GZ",
            // KELVIN SIGN and a combining accent: different bytes that Swift's `String` may compare as equal.
            "\(folder)/\(name.replacing("_", with: "_\u{212A}", maxReplacements: 1))",
            "\(folder)/\(name.replacing("1", with: "1\u{301}", maxReplacements: 1))",
            String(text.dropFirst("AWSLogs/".count)), "elsewhere/CloudTrail-Digest/us-east-1/2026/10/09/" + name,
            text.replacing("AWSLogs/", with: "AWSLogs/o-abcdef1234/"),
        ].map { Path($0) }.filter { $0 != path }
        // The most likely ones first.
        return targets.flatMap { [.rename(path, to: $0), .copy(path, to: $0)] as [Tampering] } + [
            .rename(path, to: Path("elsewhere/" + name)),
            .copyInflated(path, to: path.dropLast(3)),
            .together(
                [.remove([path], what: ""), .copyInflated(path, to: path.dropLast(3))],
                kind: "store-otherwise", what: "store \(path) inflated under the short name"),
        ]
    }

    private func replays(within groups: [[Path]]) -> [Tampering] {
        groups.flatMap { group in
            group.flatMap { path in group.filter { $0 != path }.map { .replace(path, by: $0) } }
        }
    }

    private func swaps(_ paths: [Path]) -> [Tampering] {
        paths.indices.flatMap { first in paths[..<first].map { .swap(paths[first], $0) } }
    }

    private func forgeries(
        _ edits: [Forgery.Edit], _ covers: [Forgery.Cover], where isWanted: (Int, Int) -> Bool
    ) -> [Tampering] {
        world.chains.enumerated().flatMap { number, chain in
            chain.digests.indices.filter { isWanted(number, $0) }.flatMap { position in
                edits.flatMap { edit in
                    covers.map {
                        .forge(Forgery(chain: number, position: position, edit: edit, cover: $0))
                    }
                }
            }
        }
    }

    private func signatures(of key: Path) -> [Tampering] {
        let fixed: [Tampering.SignatureChange] = [
            .delete, .text("An error occurred (AccessDenied)"), .text(""), .flip, .cut, .capitals, .forged, .random,
        ]
        let others = digestPaths.filter { $0 != key && world.archive.signatures[$0] != nil }
        return (fixed + others.map { .anothers($0) }).map { .sign(key, $0) }
    }

    private var closedFolders: [Tampering] {
        Set(world.archive.files.keys.map { $0.splitAtLastSlash.folder }).sorted().map { .block($0, .closedFolder) }
    }

    // MARK: Several files

    /// Moves or copies of whole chains, their digests or their logs, to a folder beside the others.
    private var movedChains: [Tampering] {
        world.chains.flatMap { chain in
            let digests = chain.digests.map { Path($0.key) }
            let logs = chain.digests.flatMap(\.logs).map { Path($0.key) }
            return [("digests", digests), ("digests and logs", digests + logs), ("logs", logs)].flatMap { name, paths in
                [
                    Tampering.together(
                        paths.map { .rename($0, to: "backup/" + $0) }, kind: "move-chain",
                        what: "move \(name) of \(chain.name) to backup"),
                    .together(
                        paths.map { .copy($0, to: "backup/" + $0) }, kind: "copy-chain",
                        what: "copy \(name) of \(chain.name) to backup"),
                ]
            }
        }
    }

    /// Removals of the beginning, end or middle of chains, with or without logs, and of days, kinds, Regions,
    /// accounts and everything.
    private var removals: [Tampering] {
        var removals: [Tampering] = []
        for chain in world.chains {
            for first in chain.digests.indices {
                for last in first..<chain.digests.count {
                    let digests = chain.digests[first...last]
                    let keys = digests.map { Path($0.key) }
                    let logs = digests.flatMap(\.logs).map { Path($0.key) }
                    let what = "of chain \(chain.name) \(first)...\(last)"
                    removals.append(.remove(keys, what: "digests " + what))
                    if !logs.isEmpty {
                        removals.append(.remove(keys + logs, what: "digests and logs " + what))
                        removals.append(.remove(logs, what: "logs " + what))
                    }
                }
            }
        }
        let paths = world.archive.files.keys.sorted()
        for part in [
            "/CloudTrail/", "/CloudTrail-Digest/", "us-east-1", "eu-west-1", "111122223333", "444455556666", "/10/01/",
            "/10/02/", "_backfill", "2", "2026",
        ] {
            removals.append(.remove(paths.filter { $0.description.contains(part) }, what: "all with \(part)"))
        }
        // Main and backfill chain. The account and the Region have other chains, but nothing of this combination is
        // left.
        let folders = ["CloudTrail", "CloudTrail-Digest"].map { "\(world.base)111122223333/\($0)/us-east-1/" }
        let main = paths.filter { path in folders.contains { path.description.hasPrefix($0) } }
        removals.append(.remove(main, what: "everything of one region of one account"))
        return removals.filter { if case .remove(let paths, _) = $0 { !paths.isEmpty } else { true } }
            + [replayOfOverwritten]
    }

    /// Restores the newest digest as it was before CloudTrail overwrote it, and deletes the logs that only the newer
    /// version lists.
    var replayOfOverwritten: Tampering {
        let key = Path(world.overwritten.key)
        let logs = world.chains[0].digests.last?.logs ?? []
        return .together(
            [
                .plant(key, StoredFile(content: world.overwritten.content), signature: world.overwritten.signature),
                .remove(logs.map { Path($0.key) }, what: "its logs"),
            ], kind: "replay-overwritten", what: "replay an overwritten version of \(key), its logs gone")
    }
}

extension Array {
    /// Returns one of every `step` elements.
    func everyOther(_ step: Int) -> [Element] {
        Swift.stride(from: 0, to: count, by: step).map { self[$0] }
    }
}
