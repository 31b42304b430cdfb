import Testing
import TrailSealFormat
import TrailSealPrimitives
import VirtualTrail

@testable import TrailSealProof

/// The one digest per chain whose lack of proof may be allowed, and what that excuses.
@Suite struct AllowedHeadTests {
    private static let chain = Trail().chain

    private static func key(_ hour: Int) -> ByteString {
        ByteString(Trail().digestKey(.hour(hour), isBackfill: false))
    }

    /// Three proved hours, and a fourth digest without proof.
    private func headed(
        _ doubt: DigestDoubt = .signatureUnavailable, previous: S3Location? = nil, hour: Int = 4,
        code: Excuse.Code = .digestSignatureUnavailable, interval: Interval? = nil
    ) throws -> TestArchive {
        var archive = try TestArchive.small()
        archive.question.from = Moment.hour(0).time
        archive.question.to = Moment.hour(4).time
        let path = Self.key(hour)
        archive.enter(path, .unverifiedDigest(doubt, previous: previous ?? archive.proved[2].location))
        archive.excuse(.digest(path: path), by: .init(code, interval: interval))
        return archive
    }

    @Test("ALLOW-6: the newest digest, after a verified one, by its own code") func head() throws {
        #expect(try headed().isGranted)
        #expect(try !headed(code: .digestKeyUnknown).isGranted)
        for (doubt, code): (DigestDoubt, Excuse.Code) in [
            (.unsupported, .digestUnsupported), (.keyOutOfValidity, .digestKeyOutOfValidity),
            (.keyUnknown, .digestKeyUnknown),
        ] {
            #expect(try headed(doubt, code: code).isGranted)
        }
        var alone = try headed()
        alone.excuses = []
        #expect(!alone.isGranted)
        // Its predecessor isn't verified, or isn't of the chain.
        let nowhere = S3Location(bucket: "virtual-trail-logs", key: Self.key(3).appending(component: "x"))
        #expect(try !headed(previous: nowhere).isGranted)
        var foreign = try TestArchive(
            World.hourly(Trail(), 0..<3) + World.hourly(.other(name: "data"), 0..<4, logs: 0))
        foreign.enter(Self.key(4), .unverifiedDigest(.signatureUnavailable, previous: foreign.proved[5].location))
        foreign.excuse(.digest(path: Self.key(4)), by: .init(.digestSignatureUnavailable))
        #expect(!foreign.isGranted)
    }

    @Test("ALLOW-6: only the newest, and only one") func newest() throws {
        var later = try headed()
        later.question.to = nil
        #expect(later.isGranted)
        later.enter(Self.key(5), .invalidDigest)
        #expect(later.imbalances.contains(.file(Self.key(4))))
        for isFirst in [false, true] {
            var twin = try headed()
            let copy = ByteString("copy/").appending(component: Self.key(4))
            let entry = FileBin.unverifiedDigest(.signatureUnavailable, previous: twin.proved[2].location)
            if isFirst {
                twin.files.insert((WalkedFile(path: UniquePath(copy), PathFacts(copy), size: 9), entry), at: 0)
            } else {
                twin.enter(copy, entry)
            }
            #expect(twin.imbalances.contains(.file(Self.key(4))) && twin.imbalances.contains(.file(copy)))
        }
    }

    @Test("PLACE-12: its copies are files of the same digest") func copies() throws {
        let head = World.hourly(Trail(), 0..<4)[3]
        let path = ByteString(head.key)
        let copy = ByteString("copy/").appending(component: path)
        func archive(_ bin: FileBin, isFirst: Bool = false, excused: Bool = true) throws -> TestArchive {
            var archive = try headed()
            if isFirst {
                archive.files.insert((WalkedFile(path: UniquePath(copy), PathFacts(copy), size: 9), bin), at: 0)
            } else {
                archive.enter(copy, bin)
            }
            if !excused { archive.excuses = [] }
            return archive
        }
        let twin = try head.statement()
        for isFirst in [false, true] {
            #expect(try archive(.identicalCopy(twin.hash, of: .unproved(twin)), isFirst: isFirst).isGranted)
        }
        let alone = try archive(.identicalCopy(twin.hash, of: .unproved(twin)), excused: false)
        #expect(alone.imbalances.contains(.file(path)) && !alone.imbalances.contains(.file(copy)))
        // Other content, another object's name, or a digest without a bin of its own as an unproved one.
        let other = try #require(SHA256Digest(Hashes.sha256([])))
        #expect(try archive(.identicalCopy(other, of: .unproved(twin))).imbalances.contains(.file(copy)))
        let older = try World.hourly(Trail(), 0..<4)[2].statement(path: head.key)
        #expect(try archive(.identicalCopy(older.hash, of: .unproved(older))).imbalances.contains(.file(copy)))
        let absent = try head.statement(path: copy.description)
        #expect(try archive(.identicalCopy(absent.hash, of: .unproved(absent))).imbalances.contains(.file(copy)))
    }

    @Test("ALLOW-7: it accounts for the hour of its name") func hour() throws {
        var archive = try headed()
        archive.question.to = Moment.hour(5).time
        #expect(archive.imbalances == [.time(Self.chain, .hours(4, 5))])
        // It ends two hours later, so the hours between stay open.
        var gap = try headed(hour: 6)
        gap.question.to = Moment.hour(6).time
        #expect(gap.imbalances == [.time(Self.chain, .hours(3, 5))])
        #expect(try headed(interval: .hours(3, 4)).isGranted)
        #expect(try !headed(interval: Interval(from: Moment.hour(3).time + 1, to: Moment.hour(4).time)).isGranted)
    }

    @Test("ALLOW-8: it excuses only logs near its hour") func near() throws {
        func isGranted(_ seconds: Int, day: String? = nil, isUsed: Bool = true, region: String = "us-east-1") throws
            -> Bool
        {
            var archive = try headed()
            if !isUsed { archive.excuses = [] }
            let key = Trail().logKey(.hour(3) + seconds, unique: "abcdefghijklmnop")
            let moved = (day.map { key.replacing("2026/10/01", with: $0) } ?? key)
                .replacing("CloudTrail/us-east-1", with: "CloudTrail/" + region)
            archive.enter(moved, .unverifiedLog)
            return !archive.imbalances.contains(.file(ByteString(moved)))
        }
        #expect(try isGranted(300))
        #expect(try isGranted(-65 * 60) && !isGranted(-66 * 60))
        #expect(try isGranted(80 * 60) && !isGranted(81 * 60))
        #expect(try !isGranted(300, isUsed: false))
        #expect(try !isGranted(300, day: "2026/09/28") && !isGranted(300, day: "2026/10/02"))
        #expect(try !isGranted(300, region: "eu-west-1"))
    }
}
