import CloudTrailFormat
import CloudTrailVerification
import Primitives
import VirtualTrail

/// The true world: three hourly chains of six hours in one bucket, over midnight, and a backfill chain of one of them.
/// What is in the window is all that CloudTrail delivered for it, so every difference is a tampering.
struct ModelWorld: Sendable {
    static let bucket: ByteString = "virtual-trail-logs"
    /// Hours of the world; the last three lie in the folders of the next day.
    static let hours = 21..<27
    static let from = Moment.hour(hours.lowerBound)
    static let to = Moment.hour(hours.upperBound)
    static let accounts: [ByteString] = ["111122223333", "444455556666"]
    static let regions: [ByteString] = ["us-east-1", "eu-west-1"]

    struct Chain: Sendable {
        let name: String
        let trail: Trail
        let digests: [Digest]
        /// Positions of the digests that no other one follows by name: only their own signatures prove them.
        let heads: Set<Int>
        /// Positions of the digests whose signatures were saved.
        let saved: Set<Int>
    }

    /// The chains by number.
    static let (main, region, account, backfill) = (0, 1, 2, 3)
    let chains: [Chain]
    /// What CloudTrail signed or delivered outside the window, which nobody downloaded.
    let outside: [Digest]
    /// An older version of the newest digest of the first chain, which CloudTrail signed too and then overwrote.
    let overwritten: Digest
    /// Untampered.
    let archive: Archive
    let keys: KeyStore
    let policy: VerificationPolicy

    static let shared = Result { try ModelWorld() }

    private init() throws {
        let main = Trail()
        var otherRegion = Trail()
        otherRegion.region = "eu-west-1"
        var otherAccount = Trail()
        otherAccount.account = "444455556666"
        let before = Digest(main, from: .hour(20), to: .hour(21), logs: [], after: nil, signedBy: .first)
        let beforeOther = Digest(otherAccount, from: .hour(20), to: .hour(21), logs: [], after: nil, signedBy: .first)
        let mainDigests = Self.hourly(main, logs: [2, 1, 0, 2, 0, 1], after: before)
        // Logging was stopped and started at midnight, and the key changed then.
        let firstSegment = Self.hourly(otherAccount, Self.hours.prefix(3), logs: [1, 1, 0], after: beforeOther)
        let secondSegment = Self.hourly(otherAccount, Self.hours.suffix(3), logs: [1, 2, 0], signedBy: .second)
        var backfill: [Digest] = []
        for (from, to) in [(21, 23), (23, 26)] {
            let late = Log(main, at: .hour(from) + 1_500, records: 1, seed: 90)
            backfill.append(
                Digest(
                    main, from: .hour(from), to: .hour(to), logs: [late], after: backfill.last, signedBy: .first,
                    isBackfill: true))
        }
        chains = [
            Chain(name: "main", trail: main, digests: mainDigests, heads: [5], saved: [5]),
            Chain(
                name: "region", trail: otherRegion, digests: Self.hourly(otherRegion, logs: [1, 0, 2, 1, 0, 1]),
                heads: [5], saved: Set(0..<6)),
            Chain(
                name: "account", trail: otherAccount, digests: firstSegment + secondSegment, heads: [2, 5],
                saved: [2, 5]),
            Chain(name: "backfill", trail: main, digests: backfill, heads: [1], saved: [0, 1]),
        ]
        let after = Digest(main, from: .hour(27), to: .hour(28), logs: [], after: mainDigests.last, signedBy: .first)
        outside = [before, beforeOther, after]
        // It lists nothing yet.
        overwritten = Digest(
            main, from: .hour(26), to: .hour(27), logs: [], after: mainDigests.dropLast().last, signedBy: .first)

        var archive = Archive()
        for chain in chains {
            for (position, digest) in chain.digests.enumerated() {
                archive.files[ByteString(digest.key)] = StoredFile(content: digest.content)
                for log in digest.logs { archive.files[ByteString(log.key)] = StoredFile(content: log.content) }
                if chain.saved.contains(position) {
                    archive.signatures[ByteString(digest.key)] = Hexadecimal.bytes(of: digest.signature)
                }
            }
        }
        self.archive = archive
        keys = try KeyStore([SigningKey.first, .second].map(Self.record))
        policy = try VerificationPolicy(
            from: UnixTime(seconds: Int64(Self.from.seconds)), to: UnixTime(seconds: Int64(Self.to.seconds)),
            accounts: Self.accounts, regions: Self.regions)
    }

    /// A key as AWS lists it.
    static func record(_ key: SigningKey) -> PublicKeyRecord {
        PublicKeyRecord(
            fingerprint: Hashes.md5(key.pkcs1), value: key.pkcs1,
            validFrom: UnixTime(seconds: Int64(Moment.hour(-240).seconds)),
            validUntil: UnixTime(seconds: Int64(Moment.hour(240).seconds)))
    }

    /// An hourly chain that lists so many logs an hour. The first log of an hour is stamped in the hour before, as those
    /// are that were delivered about the full hour; so at midnight it lies in the folder of another day.
    private static func hourly(
        _ trail: Trail, _ hours: some Collection<Int> = hours, logs: [Int], after previous: Digest? = nil,
        signedBy key: SigningKey = .first
    ) -> [Digest] {
        var digests: [Digest] = []
        for (hour, count) in zip(hours, logs) {
            let start = Moment.hour(hour)
            let written = (0..<count).map { Log(trail, at: start + (900 * $0 - 300), records: 1, seed: $0) }
            digests.append(
                Digest(
                    trail, from: start, to: .hour(hour + 1), logs: written, after: digests.last ?? previous,
                    signedBy: key))
        }
        return digests
    }

    var digests: [Digest] { chains.flatMap(\.digests) }
    var logs: [Log] { digests.flatMap(\.logs) }

    /// The digest that lists a log.
    func lister(of log: ByteString) -> Digest? {
        digests.first { $0.logs.contains { ByteString($0.key) == log } }
    }
}
