import Foundation
import TestSupport
import VirtualTrail

/// A small organization with random layout, faults and attacks.
struct RandomAccounts {
    private var random: Numbers
    private var world = World()
    /// Every digest, by trail.
    private var chains: [[Digest]] = []
    private var places: [[String]] = []
    private var roots = ["tree"]
    private var hardLinks: [(String, String)] = []
    private var symbolicLinks: [(String, String)] = []

    /// What chance and an attacker do.
    private enum Damage {
        case deleteFile, copyOverAnother, writeJunk, emptyFile, moveOverAnother, copyUnderNewName
        case deleteDigestsOfAccount, linkBesideFile, linkInAccountFolder, hardLink, oddFolder, strayLog
        case crossingDigest, cutChain, accountInsideAnother, copyAccount

        /// Each is drawn from this list. Frequent ones are listed more than once.
        static let drawn: [Damage] = [
            .deleteFile, .deleteFile, .copyOverAnother, .writeJunk, .emptyFile, .moveOverAnother, .copyUnderNewName,
            .deleteDigestsOfAccount, .linkBesideFile, .linkInAccountFolder, .hardLink, .oddFolder, .strayLog,
            .crossingDigest, .cutChain, .cutChain, .cutChain, .accountInsideAnother, .accountInsideAnother,
            .copyAccount,
        ]
    }

    /// The options of a run over the archive.
    private enum Scope {
        case window, accounts, region, everything

        static let drawn: [Scope] = [.window, .accounts, .region, .everything, .everything]
    }

    /// Gives the same numbers for the same seed (SplitMix64, Steele, Lea and Flood 2014).
    private struct Numbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    init(seed: UInt64) {
        random = Numbers(state: seed)
        world.level = 6
        build()
        for _ in 0..<pick([0, 1, 2, 3]) { damage() }
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: elements.indices, using: &random)]
    }

    private mutating func build() {
        world.listKeys([World.KeyRecord(.first)])
        let isSplit = chance(40)
        if isSplit { roots = ["tree", "more"] }
        let shape = pick(["", "", "copies/", "bucket"])
        let organization: String? = chance(30) ? "o-abcdefghij" : nil
        let count = pick([2, 3, 5])
        let buckets = chance(30) ? ["virtual-trail-logs", "other-logs"] : ["virtual-trail-logs"]
        let prefix = pick(["", "", "deep/prefix"])
        let isLong = chance(30)
        for account in 0..<count {
            for region in chance(50) ? ["us-east-1", "eu-west-1"] : ["us-east-1"] {
                for (number, bucket) in buckets.enumerated() where number == 0 || chance(40) {
                    var trail = Trail()
                    trail.account = "11112222333\(account)"
                    trail.organization = organization
                    trail.region = region
                    trail.bucket = bucket
                    trail.name = number == 0 ? "management" : "other"
                    trail.prefix = prefix
                    let first = chance(20) ? 8 : number
                    let length = isLong ? pick([9, 10]) : pick([1, 3, 4])
                    let digests = World.hourly(
                        trail, first..<(first + length), logs: isLong ? 1 : pick([0, 1, 2]), records: 1)
                    let root = isSplit && account % 2 == 1 ? "more/" : "tree/"
                    let folder =
                        root + (shape == "bucket" ? bucket + "/" : shape + (number == 1 && chance(50) ? "second/" : ""))
                    world.publish(digests, below: folder)
                    if chance(80) { world.saveHead(digests.last) }
                    chains.append(digests)
                    places.append([folder])
                }
            }
        }
    }

    private var files: [String] { world.tree.keys.sorted() }

    private mutating func damage() {
        guard files.count > 2 else { return }
        let (one, other) = (pick(files), pick(files))
        switch pick(Damage.drawn) {
        case .deleteFile: world.tree[one] = nil
        case .copyOverAnother: world.tree[other] = world.tree[one]
        case .writeJunk: world.tree[one] = Array("{}".utf8)
        case .emptyFile: world.tree[one] = []
        case .moveOverAnother:
            world.tree[other] = world.tree[one]
            world.tree[one] = nil
        case .copyUnderNewName: world.tree[one + ".extra.json.gz"] = world.tree[other]
        case .deleteDigestsOfAccount:
            let account = one.split(separator: "/").first { $0.hasPrefix("1111") } ?? "x"
            for file in files where file.contains("/\(account)/CloudTrail-Digest/") { world.tree[file] = nil }
        case .linkBesideFile: symbolicLinks.append((one + ".link", "/etc/passwd"))
        case .linkInAccountFolder: symbolicLinks.append((one.components(separatedBy: "CloudTrail")[0] + "link", "/etc"))
        case .hardLink:
            // One file that no digest lists, under two names.
            world.tree[one + ".new.json.gz"] = [1]
            hardLinks.append((one + ".new.json.gz", other + ".hard.json.gz"))
        case .oddFolder:
            let place = pick([
                "CloudTrail/us-east-1/AWSLogs/111122223331/CloudTrail/x.json.gz", "odd/CloudTrail-Digest/z.json.gz",
                "CloudTrail/us-east-1/CloudTrail/y.json.gz", "CloudTrail-Insight/us-east-1/i.json.gz",
                "Config/c.json.gz",
            ])
            world.tree[one.components(separatedBy: "CloudTrail")[0] + place] = Array("{}".utf8)
        case .strayLog:
            world.tree[one.components(separatedBy: "AWSLogs")[0] + "CloudTrail/us-east-1/stray.json.gz"] = [1]
        case .crossingDigest:
            // A digest that names another account's as its predecessor, or lists its log.
            let (from, to) = (pick(chains), pick(chains))
            guard let last = from.last, let named = to.first else { return }
            var trail = Trail()
            trail.account = String(
                last.key.components(separatedBy: "AWSLogs/")[1].split(separator: "/").first { $0.hasPrefix("1111") }
                    ?? "")
            trail.name = "crossing"
            trail.bucket = last.bucket
            trail.prefix = last.key.hasPrefix("deep") ? "deep/prefix" : ""
            let isListing = chance(50)
            let crossing = Digest(
                trail, from: .hour(0), to: .hour(1), logs: isListing ? named.logs : [],
                after: isListing ? nil : named, signedBy: .first)
            world.publish([crossing], below: pick(pick(places)))
            // Only AWS could sign it.
            if chance(30) { world.saveHead(crossing) }
        case .cutChain:
            // Cuts one end of a chain.
            let chain = pick(chains)
            let cut = Set((chance(50) ? chain.prefix(pick([1, 7])) : chain.suffix(pick([1, 7]))).map(\.key))
            for file in files where cut.contains(where: { file.hasSuffix($0) }) { world.tree[file] = nil }
        case .accountInsideAnother:
            // Copies everything of one account into the folder of another.
            let account = one.split(separator: "/").first { $0.hasPrefix("1111") } ?? "x"
            let place =
                other.components(separatedBy: "CloudTrail")[0]
                + pick(["CloudTrail-Digest/", "CloudTrail/", "CloudTrail-Digest/us-east-1/", ""])
                + pick(["", "virtual-trail-logs/"])
            for file in files where file.contains("/\(account)/") {
                world.tree[place + (file.split(separator: "/").dropFirst().joined(separator: "/"))] = world.tree[file]
            }
        case .copyAccount:
            // Copies everything of one account into another folder.
            let account = one.split(separator: "/").first { $0.hasPrefix("1111") } ?? "x"
            for file in files where file.contains("/\(account)/") {
                world.tree["tree/copy/" + file] = world.tree[file]
            }
        }
    }

    /// Writes the archive to disk. Returns the arguments of a run over it, or over one of a few shards.
    func written(isEverSharded: Bool = true) throws -> (folder: TemporaryFolder, arguments: [String]) {
        let folder = try TemporaryFolder()
        for root in roots {
            try FileManager.default.createDirectory(atPath: folder.path(root), withIntermediateDirectories: true)
        }
        try world.write(to: folder, tree: "")
        try FileManager.default.createDirectory(atPath: folder.path("signatures"), withIntermediateDirectories: true)
        func makeFolder(of path: String) throws {
            try FileManager.default.createDirectory(
                at: URL(filePath: folder.path(path)).deletingLastPathComponent(), withIntermediateDirectories: true)
        }
        for (path, target) in Dictionary(symbolicLinks, uniquingKeysWith: { $1 }) {
            try makeFolder(of: path)
            try FileManager.default.createSymbolicLink(atPath: folder.path(path), withDestinationPath: target)
        }
        for (link, path) in Dictionary(hardLinks.map { ($1, $0) }, uniquingKeysWith: { $1 })
        where world.tree[path] != nil {
            try makeFolder(of: link)
            try FileManager.default.linkItem(atPath: folder.path(path), toPath: folder.path(link))
        }
        var random = random
        var arguments = roots + ["--keys", "keys", "--signatures", "signatures"]
        let shards = Int.random(in: 1...3, using: &random)
        if Int.random(in: 0..<3, using: &random) == 0, isEverSharded {
            arguments += ["--shard", "\(Int.random(in: 1...shards, using: &random))/\(shards)"]
        }
        switch Scope.drawn[Int.random(in: Scope.drawn.indices, using: &random)] {
        case .window: arguments += ["--from", "2026-10-01T00:30:00Z", "--to", "2026-10-01T02:00:00Z"]
        case .accounts: arguments += ["--account", "111122223331", "--account", "123456789012"]
        case .region: arguments += ["--region", "eu-west-1", "--allow", "log-unreferenced"]
        case .everything: break
        }
        return (folder, arguments)
    }
}
