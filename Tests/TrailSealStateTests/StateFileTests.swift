import Testing
import TrailSealFormat
import TrailSealLibCrypto
import TrailSealPrimitives
import TrailSealState
import TrailSealVerification

/// The state file as bytes. Reading gives what was written, and refuses a file that isn't whole or makes no sense.
@Suite struct StateFileTests {
    private static let start: Int64 = 1_790_812_800
    private static let hashes = (0..<32).compactMap { SHA256Digest(repeatElement(UInt8($0), count: 32)) }

    private static func chain(
        account: ByteString = "111122223333", organization: ByteString? = nil, kind: ChainKind = .standard
    ) -> ChainID {
        ChainID(
            organizationID: organization, accountID: account, region: "us-east-1", trail: "management",
            homeRegion: "eu-west-1", kind: kind)
    }

    private static func digest(
        _ chain: ChainID, endingAt hour: Int64, bucket: ByteString = "logs", signature: [UInt8]? = [1, 2, 3]
    ) -> KnownDigest {
        let end = UnixTime(seconds: start + hour * UnixTime.hour)
        return KnownDigest(
            location: S3Location(
                bucket: bucket, key: DigestObjectKey(prefix: "a prefix/ü", chain: chain, endTime: end).text),
            hash: hashes[Int(hour)], start: end - UnixTime.hour,
            end: end, signature: signature)
    }

    private static func known(_ chain: ChainID, _ segments: [KnownSegment]) -> KnownChain {
        KnownChain(
            chain: chain, segments: segments, verifiedThrough: segments.last?.last.end ?? UnixTime(seconds: start),
            since: UnixTime(seconds: start))
    }

    private static func segment(_ chain: ChainID, _ hours: ClosedRange<Int64>) -> KnownSegment {
        let last = digest(chain, endingAt: hours.upperBound, signature: nil)
        return KnownSegment(
            first: hours.count == 1 ? last : digest(chain, endingAt: hours.lowerBound), last: last, count: hours.count)
    }

    private static let order = ForgottenChain(
        accountID: "444455556666", region: nil, trail: "old", reason: "closed\n\u{1B}[31m \"why\" \\ é",
        user: "alice (1000)", at: UnixTime(seconds: start))

    private static var archive: KnownArchive {
        let (plain, backfill) = (chain(), chain(kind: .backfill))
        let moved = chain(account: "999988887777", organization: "o-abcdefghij")
        // It became an organization's (CHAIN-3).
        let before = chain(account: "999988887777")
        return KnownArchive(
            chains: [
                known(plain, [segment(plain, 1...5), segment(plain, 9...9), segment(plain, 12...20)]),
                known(backfill, [KnownSegment(first: nil, last: digest(backfill, endingAt: 3), count: 7)]),
                known(
                    moved,
                    [
                        KnownSegment(
                            first: digest(before, endingAt: 1), last: digest(moved, endingAt: 4, bucket: "B"), count: 4)
                    ]),
            ], forgotten: [order], fullRunAt: UnixTime(seconds: start + 7))
    }

    /// A file of these lines, with a valid hash.
    private static func whole(_ head: String) throws -> [UInt8] {
        let hash = try SHA256Hasher.hash(Array(head.utf8)) as SHA256Digest
        return Array((head + "  \"sha256\": \"\(hash.hex)\"\n}\n").utf8)
    }

    /// The written file with a change, with a valid hash.
    private static func changed(_ archive: KnownArchive, _ old: String, _ new: String) throws -> [UInt8] {
        let text = String(decoding: try StateFile(archives: ["/a"], known: archive).encoded(), as: UTF8.self)
        let head = text.split(separator: "  \"sha256\": \"")[0]
        #expect(head.contains(old), "\(old)")
        return try whole(String(head).replacing(old, with: new, maxReplacements: 1))
    }

    private static func reason(_ bytes: [UInt8]) -> String? {
        do throws(StateFileError) {
            _ = try StateFile.decode(bytes)
            return nil
        } catch { return "\(error)" }
    }

    @Test("STATE-1: reading gives what was written") func roundTrip() throws {
        for known in [Self.archive, KnownArchive()] {
            let state = StateFile(archives: ["/srv/a", "/srv/\\xFF"], known: known)
            let bytes = try state.encoded()
            #expect(try StateFile.decode(bytes) == state && state.version == 2)
            #expect(try StateFile.decode(bytes).encoded() == bytes)
        }
    }

    @Test("STATE-2: a change of any byte is detected") func damaged() throws {
        let bytes = try StateFile(archives: ["/a"], known: Self.archive).encoded()
        for index in stride(from: 0, to: bytes.count, by: 7) {
            var changed = bytes
            changed[index] ^= 1
            #expect(Self.reason(changed) != nil, "\(index)")
            #expect(Self.reason(Array(bytes[..<index])) != nil, "\(index)")
        }
        #expect(Self.reason(bytes + [10]) != nil && Self.reason([]) != nil)
    }

    @Test("STATE-2: a newer version is refused, and one that never existed") func versions() throws {
        let (now, next) = ("\"trailsealState\": 2", "\"trailsealState\": 3")
        #expect(Self.reason(try Self.changed(Self.archive, now, next)) == "it was written by a newer version")
        for version in ["0", "-1", "1.5", "1e400", "\"2\"", "null"] {
            #expect(Self.reason(try Self.changed(Self.archive, now, "\"trailsealState\": \(version)")) != nil)
        }
    }

    @Test("STATE-2: a member that is given twice is refused") func twice() throws {
        #expect(Self.reason(try Self.changed(Self.archive, "\"kind\"", "\"kind\":\"standard\",\"kind\"")) != nil)
        #expect(
            Self.reason(try Self.changed(Self.archive, "  \"archives\"", "  \"chains\": [],\n  \"archives\"")) != nil)
    }

    @Test("STATE-2: a doubled chain is refused") func chainTwice() throws {
        let one = Self.known(Self.chain(), [Self.segment(Self.chain(), 1...5)])
        let bytes = try StateFile(archives: [], known: KnownArchive(chains: [one, one])).encoded()
        #expect(Self.reason(bytes) == "chains[1] is there twice")
    }

    @Test(
        "STATE-2: what makes no sense is refused",
        arguments: [
            ("\"digests\":5", "\"digests\":0"), ("\"digests\":5", "\"digests\":1"),
            ("\"digests\":5", "\"digests\":1.5"),
            ("\"digests\":5", "\"digests\":1000000001"), ("\"digests\":5", "\"digests\":1e300"),
            ("\"digests\":1,", "\"digests\":2,"), ("\"kind\":\"standard\"", "\"kind\":\"backfill\""),
            ("\"kind\":\"standard\"", "\"kind\":\"other\""), ("\"organizationId\":null", "\"organizationId\":\"x\""),
            ("\"organizationId\":null", "\"organizationId\":7"),
            ("\"accountId\":\"111122223333\"", "\"accountId\":null"),
            ("\"homeRegion\":\"eu-west-1\"", "\"homeRegion\":\"eu-west-2\""),
            ("\"bucket\":\"logs\"", "\"bucket\":\"\""), ("\"signature\":\"010203\"", "\"signature\":\"01020\""),
            ("\"signature\":\"010203\"", "\"signature\":true"), ("\"fullRunAt\": \"", "\"fullRunAt\": \"x"),
            ("\"fullRunAt\": \"2026-10-01T00:00:07Z", "\"fullRunAt\": \"0001-01-01T00:00:00+23:00"),
            ("\"fullRunAt\"", "\"fullRunat\""), ("\"forgotten\"", "\"forgot\""),
            ("\"reason\":\"closed", "\"reason\":7,\"x\":\""),
            ("\"user\"", "\"User\""), ("\"trail\":\"old\"", "\"trail\":\"\""), ("\"archives\": [", "\"archives\": [1,"),
            ("\"segments\":[{", "\"segments\":[],\"x\":[{"), ("\"segments\":[{", "\"segments\":[7,{"),
            ("\"end\":\"2026-10-01T05:00:00Z\"", "\"end\":\"2026-10-01T06:00:00Z\""),
            ("\"start\":\"2026-10-01T04:00:00Z\"", "\"start\":\"2026-10-01T05:00:00Z\""),
            ("\"verifiedThrough\":\"2026-10-01T20:00:00Z\"", "\"verifiedThrough\":\"2026-10-01T21:00:00Z\""),
            ("\"since\":\"2026-10-01T00:00:00Z\"", "\"since\":\"2026-10-02T00:00:00Z\""),
        ]) func senseless(_ old: String, _ new: String) throws
    {
        #expect(Self.reason(try Self.changed(Self.archive, old, new)) != nil, "\(old) \(new)")
    }

    @Test("STATE-2: segments are in order of time") func order() throws {
        let chain = Self.chain()
        for segments in [
            [Self.segment(chain, 6...9), Self.segment(chain, 1...5)],
            [Self.segment(chain, 1...5), Self.segment(chain, 5...5)],
            [],
        ] {
            let file = StateFile(archives: [], known: KnownArchive(chains: [Self.known(chain, segments)]))
            #expect(throws: StateFileError.self) { try file.encoded() }
        }
    }

    @Test("STATE-2: values beyond their limits aren't written") func limits() throws {
        func cannotBeWritten(_ known: KnownArchive, archives: [String] = []) {
            #expect(throws: StateFileError.self) { try StateFile(archives: archives, known: known).encoded() }
        }
        func chain(_ last: KnownDigest, count: Int = 2) -> KnownArchive {
            KnownArchive(chains: [Self.known(Self.chain(), [KnownSegment(first: nil, last: last, count: count)])])
        }
        func order(_ reason: String, user: String = "u", trail: ByteString? = nil) -> KnownArchive {
            KnownArchive(forgotten: [
                ForgottenChain(
                    accountID: nil, region: nil, trail: trail, reason: reason, user: user, at: UnixTime(seconds: 0))
            ])
        }
        func long(_ count: Int) -> String { String(repeating: "x", count: count) }
        let plain = Self.chain()
        let bucket = ByteString(long(StateLimits.bucket + 1))
        cannotBeWritten(chain(Self.digest(plain, endingAt: 1, bucket: bucket)))
        let signature = [UInt8](repeating: 1, count: StateLimits.signature + 1)
        cannotBeWritten(chain(Self.digest(plain, endingAt: 1, signature: signature)))
        cannotBeWritten(chain(Self.digest(plain, endingAt: 1), count: StateLimits.digests + 1))
        cannotBeWritten(order(long(StateLimits.reason + 1)))
        cannotBeWritten(order(""))
        cannotBeWritten(order("r", user: long(StateLimits.user + 1)))
        cannotBeWritten(order("r", trail: ByteString(long(StateLimits.selectorPart + 1))))
        // It would be written as null, which means any.
        cannotBeWritten(order("r", trail: ByteString([0xFF])))
        cannotBeWritten(KnownArchive(), archives: [long(StateLimits.archivePath + 1)])
        cannotBeWritten(KnownArchive(), archives: Array(repeating: "/a", count: StateLimits.archives + 1))
        let many = Array(repeating: order("r").forgotten[0], count: StateLimits.forgotten + 1)
        cannotBeWritten(KnownArchive(forgotten: many))
        // Values at the limit are accepted.
        let most = StateFile(archives: [long(StateLimits.archivePath)], known: order(long(StateLimits.reason)))
        #expect(try StateFile.decode(try most.encoded()) == most)
    }

    // MARK: Version 1

    private static func firstVersion(_ change: (inout String) -> Void = { _ in }) throws -> [UInt8] {
        let digest = digest(chain(), endingAt: 5)
        var head = """
            {
              "trailsealState": 1,
              "archives": ["/srv/a"],
              "chains": [
                {"bucket":"logs","key":"\(digest.location.key)","sha256":"\(digest.hash.hex)","signature":"010203",\
            "since":"2026-10-01T00:00:00Z","verifiedThrough":"2026-10-01T05:00:00Z","olderDigests":4}
              ],

            """
        change(&head)
        return try whole(head)
    }

    @Test("STATE-1: a file of version 1 is read, and what it lacks is unknown") func firstVersion() throws {
        let state = try StateFile.decode(try Self.firstVersion())
        let digest = Self.digest(Self.chain(), endingAt: 5)
        let last = KnownDigest(
            location: digest.location, hash: digest.hash, start: nil, end: digest.end, signature: [1, 2, 3])
        #expect(state.version == 1 && state.archives == ["/srv/a"])
        #expect(
            state.known
                == KnownArchive(chains: [
                    Self.known(Self.chain(), [KnownSegment(first: nil, last: last, count: 5)])
                ]))
        // If it is written again, it has version 2 and the same content.
        let again = try StateFile.decode(try state.encoded())
        #expect(again.version == 2 && again.known == state.known && again.archives == state.archives)
    }

    @Test(
        "STATE-2: a senseless file of version 1 is refused",
        arguments: [
            ("\"olderDigests\":4", "\"olderDigests\":-1"), ("\"olderDigests\":4", "\"olderDigests\":4.5"),
            ("\"olderDigests\":4", "\"olderDigests\":1000000000"), ("T05:00:00Z\",\"older", "T06:00:00Z\",\"older"),
            ("\"since\":\"2026-10-01", "\"since\":\"2026-10-02"), ("\"signature\":\"0", "\"signature\":\"g"),
            ("\"bucket\"", "\"Bucket\""),
        ]) func senselessFirstVersion(_ old: String, _ new: String) throws
    {
        let bytes = try Self.firstVersion { text in
            #expect(text.contains(old))
            text = text.replacing(old, with: new)
        }
        #expect(Self.reason(bytes) != nil)
    }
}
