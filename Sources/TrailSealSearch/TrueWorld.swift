internal import VirtualTrail

/// A true world: hourly chains of six hours across midnight in one bucket, and a backfill chain. The window contains
/// everything that CloudTrail delivered for it, so every difference is tampering.
package struct TrueWorld: Sendable {
    static let bucket: Path = "virtual-trail-logs"
    /// The hours of the world. The last three lie in the folders of the next day.
    static let hours = 21..<27
    static let from = Moment.hour(hours.lowerBound)
    static let to = Moment.hour(hours.upperBound)
    /// Where the first of two runs ends.
    static let night = Moment.hour(24)
    static let foreignAccount: Path = "222233334444"
    static let foreignBucket: Path = "attackers-logs"

    /// The bucket of an object of the world or of the attacker.
    package static func bucket(of key: Path) -> Path {
        key.text.contains("/\(foreignAccount.text)/") ? foreignBucket : bucket
    }

    /// The names and number of the trails.
    package enum Template: CaseIterable, Sendable {
        /// Two accounts in two Regions, at the top of the bucket.
        case accounts
        /// The same accounts in an organization, below a prefix.
        case organization
        /// One account and Region, with its hourly and its backfill chain.
        case single
        /// The same with a second hourly chain, which differs only in its organization. No link joins them.
        case namesakes

        var prefix: String { self == .organization ? "corp" : "" }
        var organization: String? { self == .organization ? "o-abcdef1234" : nil }
    }

    struct Chain: Sendable {
        let name: String
        let trail: Trail
        let digests: [Digest]
        /// Positions of digests that no other digest names as predecessor. Only their own signatures prove them.
        let heads: Set<Int>
        /// Positions of digests whose signatures were saved.
        let saved: Set<Int>
        var isBackfill: Bool { name == "backfill" }
        var account: Path { Path(trail.account) }
        var region: Path { Path(trail.region) }
        var trailName: Path { Path(trail.name) }

        /// Whether a digest's name belongs to this chain, at any time.
        func isNamed(by name: Place.DigestName) -> Bool {
            name.account == account && name.region == region && name.trail == trailName && name.home == Path(trail.home)
        }
    }

    let template: Template
    /// The chains. The first one is named main.
    let chains: [Chain]
    /// Digests outside the window, which nobody downloaded.
    let outside: [Digest]
    /// An older version of the main chain's newest digest, which CloudTrail signed and then overwrote.
    let overwritten: Digest
    /// Genuine digests of the attacker's account.
    let foreign: [Digest]
    /// The archive without tampering.
    let archive: Archive

    /// Returns the world of a template. Created once, because signing is slow.
    package static func shared(_ template: Template) -> TrueWorld { worlds[template] ?? TrueWorld(template) }
    private static let worlds = Dictionary(uniqueKeysWithValues: Template.allCases.map { ($0, TrueWorld($0)) })

    private init(_ template: Template) {
        self.template = template
        func trail(_ account: String, _ region: String) -> Trail {
            var trail = Trail()
            trail.prefix = template.prefix
            trail.organization = template.organization
            trail.account = account
            trail.region = region
            return trail
        }
        let main = trail("111122223333", "us-east-1")
        let before = Digest(main, from: .hour(20), to: .hour(21), logs: [], after: nil, signedBy: .first)
        let mainDigests = Self.hourly(main, logs: [2, 1, 0, 2, 0, 1], after: before)
        var chains = [Chain(name: "main", trail: main, digests: mainDigests, heads: [5], saved: [5])]
        var outside = [before]
        switch template {
        case .single: break
        case .namesakes:
            var shared = main
            shared.organization = "o-abcdef1234"
            chains.append(
                Chain(
                    name: "shared", trail: shared, digests: Self.hourly(shared, logs: [1, 0, 1, 0, 1, 1], seed: 50),
                    heads: [5],
                    saved: [5]))
        case .accounts, .organization:
            let region = trail("111122223333", "eu-west-1")
            let account = trail("444455556666", "us-east-1")
            let quiet = trail("444455556666", "eu-west-1")
            let beforeOther = Digest(account, from: .hour(20), to: .hour(21), logs: [], after: nil, signedBy: .first)
            // Logging was stopped and restarted at midnight, with a new key.
            let firstSegment = Self.hourly(account, Self.hours.prefix(3), logs: [1, 1, 0], after: beforeOther)
            let secondSegment = Self.hourly(account, Self.hours.suffix(3), logs: [1, 2, 0], signedBy: .second)
            chains += [
                Chain(
                    name: "region", trail: region, digests: Self.hourly(region, logs: [1, 0, 2, 1, 0, 1]),
                    heads: [5], saved: Set(0..<6)),
                Chain(
                    name: "account", trail: account, digests: firstSegment + secondSegment, heads: [2, 5],
                    saved: [2, 5]),
                Chain(
                    name: "quiet", trail: quiet, digests: Self.hourly(quiet, logs: [0, 0, 0, 0, 0, 0]), heads: [5],
                    saved: [5]),
            ]
            outside.append(beforeOther)
        }
        var backfill: [Digest] = []
        for (from, to) in [(21, 23), (23, 26)] {
            let late = Log(main, at: .hour(from) + 1_500, records: 1, seed: 90)
            backfill.append(
                Digest(
                    main, from: .hour(from), to: .hour(to), logs: [late], after: backfill.last, signedBy: .first,
                    isBackfill: true))
        }
        chains.append(Chain(name: "backfill", trail: main, digests: backfill, heads: [1], saved: [0, 1]))
        outside.append(
            Digest(main, from: .hour(27), to: .hour(28), logs: [], after: mainDigests.last, signedBy: .first))
        self.chains = chains
        self.outside = outside
        // It lists no log yet.
        overwritten = Digest(
            main, from: .hour(26), to: .hour(27), logs: [], after: mainDigests.dropLast().last, signedBy: .first)
        var attacker = trail(Self.foreignAccount.text, "us-east-1")
        attacker.bucket = Self.foreignBucket.text
        foreign = Self.hourly(attacker, 22..<25, logs: [1, 1, 1])

        var archive = Archive()
        for chain in chains {
            for (position, digest) in chain.digests.enumerated() {
                archive.files[Path(digest.key)] = StoredFile(content: digest.content)
                for log in digest.logs { archive.files[Path(log.key)] = StoredFile(content: log.content) }
                if chain.saved.contains(position) {
                    archive.signatures[Path(digest.key)] = Hexadecimal.bytes(of: digest.signature)
                }
            }
        }
        self.archive = archive
    }

    /// Creates an hourly chain with the given number of logs per hour. The first log of an hour is stamped in the
    /// hour before, like logs delivered around the full hour. So at midnight it lies in the previous day's folder.
    private static func hourly(
        _ trail: Trail, _ hours: some Collection<Int> = hours, logs: [Int], after previous: Digest? = nil,
        signedBy key: SigningKey = .first, seed: Int = 0
    ) -> [Digest] {
        var digests: [Digest] = []
        for (hour, count) in zip(hours, logs) {
            let start = Moment.hour(hour)
            let written = (0..<count).map { Log(trail, at: start + (900 * $0 - 300), records: 1, seed: seed + $0) }
            digests.append(
                Digest(
                    trail, from: start, to: .hour(hour + 1), logs: written, after: digests.last ?? previous,
                    signedBy: key))
        }
        return digests
    }

    var digests: [Digest] { chains.flatMap(\.digests) }
    var logs: [Log] { digests.flatMap(\.logs) }
    var accounts: [Path] { Array(Set(chains.map(\.account))).sorted() }
    var regions: [Path] { Array(Set(chains.map(\.region))).sorted() }

    /// `PREFIX/AWSLogs/` and the organization's folder.
    var base: String {
        (template.prefix.isEmpty ? "" : template.prefix + "/") + "AWSLogs/"
            + (template.organization.map { $0 + "/" } ?? "")
    }

    /// Options under which every tampering shows: the window, all accounts and all Regions.
    var options: Options {
        var options = Options()
        options.from = Self.from
        options.to = Self.to
        options.accounts = accounts
        options.regions = regions
        return options
    }

    func chain(_ name: String) -> Chain? { chains.first { $0.name == name } }

    /// The archive that the first of two runs saw: nothing that ends later.
    var firstNight: Archive {
        var archive = archive
        for chain in chains {
            for digest in chain.digests where digest.end > Self.night {
                archive.files[Path(digest.key)] = nil
                for log in digest.logs { archive.files[Path(log.key)] = nil }
            }
        }
        // Each run saves the signatures of the newest digests.
        for chain in chains {
            guard let newest = chain.digests.last(where: { $0.end <= Self.night }) else { continue }
            archive.signatures[Path(newest.key)] = Hexadecimal.bytes(of: newest.signature)
        }
        return archive
    }
}
