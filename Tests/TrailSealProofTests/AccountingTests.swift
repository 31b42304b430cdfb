import Testing
import TrailSealFormat
import TrailSealPrimitives
import VirtualTrail

@testable import TrailSealProof

/// A small archive balances and is granted `verified`. Breaking any one rule takes that away.
@Suite struct AccountingTests {
    private static let chain = Trail().chain
    private static let folder = "AWSLogs/111122223333/CloudTrail/us-east-1/2026/10/01/"

    private static func key(_ hour: Int, _ trail: Trail = Trail()) -> ByteString {
        ByteString(trail.digestKey(.hour(hour), isBackfill: false))
    }

    @Test("VERDICT-5: the small archive balances") func balanced() throws {
        let archive = try TestArchive.small()
        #expect(archive.files.count == 9 && archive.logs.count == 6)
        #expect(archive.imbalances.isEmpty && archive.isGranted)
        var windowed = archive
        (windowed.question.from, windowed.question.to) = (Moment.hour(0).time, Moment.hour(3).time)
        (windowed.question.accounts, windowed.question.trails) = (["111122223333"], ["management"])
        #expect(windowed.isGranted)
    }

    @Test("VERDICT-5: without a proved digest nothing is granted") func nothing() throws {
        let empty = try TestArchive([])
        #expect(empty.imbalances.isEmpty && !empty.isGranted)
        var elsewhere = try TestArchive.small()
        elsewhere.question.accounts = ["444455556666"]
        elsewhere.excuse(
            .combination(Combination(account: "444455556666", region: nil, trail: nil)), by: .init(.coverageGap))
        #expect(elsewhere.imbalances.isEmpty && !elsewhere.isGranted)
    }

    // MARK: A0

    @Test("ACCOUNT-0: a chain that is shown but not proved") func chains() throws {
        let other = Trail.other(name: "data")
        let lacks = Combination(account: "111122223333", region: "us-east-1", trail: "data")
        var sign = try TestArchive.small()
        sign.signs = [.chain(other.chain)]
        #expect(sign.imbalances == [.chain(lacks)])
        #expect(!sign.isGranted)
        sign.excuse(.combination(lacks), by: .init(.coverageGap, trail: "data"))
        #expect(sign.isGranted)
        var known = try TestArchive.small()
        known.question.known[other.chain] = Moment.hour(1).time
        #expect(known.imbalances == [.chain(lacks)])
        // A window never takes a chain out of scope, and a file name shows the chain.
        var name = try TestArchive.small()
        (name.question.from, name.question.to) = (Moment.hour(0).time, Moment.hour(3).time)
        name.enter(Self.key(-90, other), .outOfScope)
        #expect(name.imbalances == [.chain(lacks)])
        var filter = try TestArchive.small()
        filter.question.regions = ["us-east-1", "eu-west-1"]
        #expect(filter.imbalances == [.chain(Combination(account: nil, region: "eu-west-1", trail: nil))])
    }

    @Test("ACCOUNT-0: a log of a Region without a chain") func logRegion() throws {
        let trail = Trail.other(region: "eu-west-1")
        var archive = try TestArchive.small()
        let path = ByteString(trail.logKey(.hour(1), unique: "abcdefghijklmnop"))
        archive.enter(path, .unreferencedLog)
        archive.excuse(.path(path), by: .init(.logUnreferenced))
        let lacks = Combination(account: "111122223333", region: "eu-west-1", trail: nil)
        #expect(archive.imbalances == [.chain(lacks)])
    }

    // MARK: A2

    @Test("ACCOUNT-2: a hole between two segments") func hole() throws {
        let gap = Interval.hours(2, 3)
        var archive = try TestArchive(World.hourly(Trail(), 0..<2) + World.hourly(Trail(), 3..<4))
        #expect(archive.imbalances == [.time(Self.chain, gap)])
        #expect(!archive.isGranted)
        var silent = archive
        silent.silences = [(Self.chain, gap)]
        #expect(silent.isGranted)
        silent.silences = [(Trail.other(name: "data").chain, gap)]
        #expect(!silent.isGranted)
        archive.excuse(.time(Self.chain, gap), by: .init(.coverageGap))
        #expect(archive.isGranted)
    }

    @Test("ALLOW-4, ALLOW-10: an allowed gap lies inside its allowance and has its code") func allowedGap() throws {
        let gap = Interval.hours(2, 3)
        let archive = try TestArchive(World.hourly(Trail(), 0..<2) + World.hourly(Trail(), 3..<4))
        func isGranted(_ allowance: Question.Allowance) -> Bool {
            var archive = archive
            archive.excuse(.time(Self.chain, gap), by: allowance)
            return archive.isGranted
        }
        #expect(isGranted(.init(.coverageGap, interval: gap)))
        #expect(!isGranted(.init(.coverageGap, interval: Interval(from: gap.from + 1, to: gap.to))))
        #expect(!isGranted(.init(.coverageGap, trail: "data")))
        #expect(!isGranted(.init(.fileUnreadable)))
    }

    @Test("ACCOUNT-2, TIME-2: the window, and the end of an earlier run") func window() throws {
        var archive = try TestArchive.small()
        (archive.question.from, archive.question.to) = (Moment.hour(-1).time, Moment.hour(4).time)
        #expect(archive.imbalances == [.time(Self.chain, .hours(-1, 0)), .time(Self.chain, .hours(3, 4))])
        archive.question.to = nil
        #expect(archive.imbalances == [.time(Self.chain, .hours(-1, 0))])
        (archive.question.from, archive.question.to) = (nil, Moment.hour(4).time)
        #expect(archive.imbalances == [.time(Self.chain, .hours(3, 4))])
        // The chain lies wholly outside the window, and must still cover it.
        (archive.question.from, archive.question.to) = (Moment.hour(5).time, Moment.hour(6).time)
        #expect(archive.imbalances == [.time(Self.chain, .hours(5, 6))])
        archive.question = Question()
        archive.question.known = [Self.chain: Moment.hour(-2).time]
        #expect(archive.imbalances == [.time(Self.chain, .hours(-2, 0))])
    }

    @Test("CHAIN-3: a trail that becomes an organization's is one chain") func organization() throws {
        var organization = Trail()
        organization.organization = "o-aaaabbbbcc"
        let own = World.hourly(Trail(), 0..<2)
        let linked = World.hourly(organization, 2..<3, after: own.last)
        #expect(try TestArchive([own[0]] + linked).imbalances == [.time(Self.chain, .hours(1, 2))])
        // Without a link they are two chains, and a window asks for the time of both.
        var archive = try TestArchive(own + World.hourly(organization, 1..<4))
        #expect(archive.imbalances.isEmpty)
        (archive.question.from, archive.question.to) = (Moment.hour(0).time, Moment.hour(4).time)
        #expect(archive.imbalances == [.time(Self.chain, .hours(2, 4)), .time(organization.chain, .hours(0, 1))])
        // A state that knows another one names a chain that is gone.
        archive.question = Question()
        archive.question.known = [
            ChainID(
                organizationID: "o-zzzzzzzzzz", accountID: Self.chain.accountID, region: Self.chain.region,
                trail: Self.chain.trail, homeRegion: Self.chain.homeRegion, kind: .standard): Moment.hour(2).time
        ]
        #expect(
            archive.imbalances == [
                .chain(Combination(account: Self.chain.accountID, region: Self.chain.region, trail: Self.chain.trail))
            ])
    }

    // MARK: A3

    @Test("ACCOUNT-3: each listed log has one disposition") func dispositions() throws {
        let small = try TestArchive.small()
        let location = small.logs[0].log.location
        var unjudged = small
        unjudged.logs.removeFirst()
        #expect(unjudged.imbalances == [.log(location)])
        var doubled = small
        doubled.logs.append(small.logs[0])
        #expect(doubled.imbalances == [.log(location)])
        for bad: LogDisposition in [
            .missing, .invalid([]), .unverified(.unreadable), .unverified(.unsupported), .unverified(.foreign),
            .unverified(.conflict), .outsideCopy, .notAskedFor, .verifiedEarlier, .verified([]),
        ] {
            var archive = small
            archive.lose(0, bad)
            #expect(archive.imbalances == [.log(location)], "\(bad)")
            #expect(!archive.isGranted)
        }
    }

    @Test("ACCOUNT-3: only listed logs are verified") func otherLog() throws {
        let small = try TestArchive.small()
        let (first, second) = (small.logs[0].log, small.logs[1].log)
        var swapped = small
        swapped.logs[0].disposition = small.logs[1].disposition
        #expect(swapped.imbalances == [.log(first.location)])
        var hash = small
        let other = try #require(second.hashes[0])
        let content = LogContent(path: UniquePath(first.location.key), .whole(other, isStoredInflated: false))
        hash.logs[0].disposition = .verified([try #require(VerifiedLog(first.key, content))])
        #expect(hash.imbalances == [.log(first.location)])
    }

    @Test("ACCOUNT-3, ALLOW-11: keys outside the copy and conflicts are excused by their own code") func excused()
        throws
    {
        let small = try TestArchive.small()
        let location = small.logs[0].log.location
        for (disposition, code): (LogDisposition, Excuse.Code) in [
            (.outsideCopy, .referenceOutsideArchive), (.unverified(.foreign), .referenceOutsideArchive),
            (.unverified(.conflict), .logReferenceConflict),
        ] {
            for tried in Excuse.Code.allCases {
                var archive = small
                archive.lose(0, disposition)
                archive.excuse(.log(location), by: .init(tried))
                #expect(archive.isGranted == (tried == code))
            }
        }
        // A missing log can't be excused.
        for tried in Excuse.Code.allCases {
            var archive = small
            archive.lose(0, .missing)
            archive.excuse(.log(location), by: .init(tried))
            #expect(!archive.isGranted)
        }
    }

    @Test("SCOPE-8, STATE-4: not asked for and verified earlier need their option") func earlier() throws {
        var asked = try TestArchive.small()
        asked.lose(0, .notAskedFor)
        asked.question.logsFrom = Moment.hour(0).time + 301
        #expect(asked.isGranted)
        asked.question.logsFrom = Moment.hour(0).time + 300
        #expect(!asked.isGranted)
        var earlier = try TestArchive.small()
        let location = earlier.logs[0].log.location
        earlier.lose(0, .verifiedEarlier)
        earlier.question.known = [Self.chain: Moment.hour(1).time]
        #expect(earlier.isGranted)
        earlier.enter(location.key, .listed(location))
        #expect(earlier.isGranted)
        earlier.enter(Self.folder + "x.json.gz", .listed(location))
        #expect(!earlier.isGranted)
        earlier.remove(ByteString(Self.folder + "x.json.gz"))
        earlier.question.known = [Self.chain: Moment.hour(1).time - 1]
        #expect(!earlier.isGranted)
        var bin = try TestArchive.small()
        bin.remove(location.key)
        bin.enter(location.key, .listed(location))
        #expect(bin.imbalances == [.file(location.key)])
    }

    @Test("SCOPE-6, LOG-17: the file of a listed log out of scope is out of scope by stamp and day folder too")
    func listedOutOfScope() throws {
        var archive = try TestArchive.small()
        let out = archive.logs.removeFirst()
        let key = out.log.location.key
        archive.remove(key)
        archive.enter(key, .listed(out.log.location))
        (archive.question.from, archive.question.to) = (Moment.hour(1).time, Moment.hour(3).time)
        // Its day folder lies in the window.
        #expect(archive.imbalances == [.file(key)])
    }

    @Test("SCOPE-5: a listed log is in scope by its digest or its stamp") func logScope() throws {
        var archive = try TestArchive.small()
        let out = archive.logs.removeFirst()
        archive.remove(out.log.location.key)
        (archive.question.from, archive.question.to) = (Moment.hour(1).time, Moment.hour(3).time)
        #expect(archive.isGranted)
        (archive.question.from, archive.question.to) = (Moment.hour(0).time, Moment.hour(3).time)
        #expect(!archive.isGranted)
        // Its disposition counts, even if it is out of scope.
        (archive.question.from, archive.question.to) = (Moment.hour(1).time, Moment.hour(3).time)
        archive.logs.insert((out.log, .missing), at: 0)
        #expect(archive.imbalances == [.log(out.log.location)])
        let late = Log(Trail(), at: .hour(2) + 300, records: 1, seed: 9)
        let first = Digest(Trail(), from: .hour(0), to: .hour(1), logs: [late], after: nil, signedBy: .first)
        var stamped = try TestArchive([first] + World.hourly(Trail(), 1..<3, after: first))
        stamped.lose(0, .missing)
        (stamped.question.from, stamped.question.to) = (Moment.hour(2).time, Moment.hour(3).time)
        #expect(stamped.imbalances == [.log(stamped.logs[0].log.location)])
    }

    // MARK: A1, A4, A5

    @Test("ACCOUNT-1, ACCOUNT-4: each walked file has one bin, and the bins add up") func bins() throws {
        let small = try TestArchive.small()
        var more = small
        more.walked = 10
        #expect(more.imbalances == [.fileCount(walked: 10, entered: 9)])
        #expect(!more.isGranted)
        var twice = small
        twice.walked = 9
        twice.enter(small.files[0].file.path.text, small.files[0].bin)
        #expect(twice.imbalances == [.fileCount(walked: 9, entered: 10)])
        twice.walked = 10
        #expect(twice.imbalances == [.fileCount(walked: 10, entered: 10)])
        for bin: FileBin in [.invalidDigest, .unverifiedLog, .invalidLog, .unreferencedLog, .notDue, .hidden] {
            var bad = small
            bad.enter(Self.folder + "x.json.gz", bin)
            #expect(bad.imbalances == [.file(ByteString(Self.folder + "x.json.gz"))])
            #expect(!bad.isGranted)
        }
    }

    @Test("ALLOW-5: an unreferenced log is excused by stamp and day folder") func unreferenced() throws {
        let path = ByteString(Trail().logKey(.hour(1), unique: "abcdefghijklmnop"))
        func isGranted(_ path: ByteString, _ allowance: Question.Allowance) throws -> Bool {
            var archive = try TestArchive.small()
            archive.enter(path, .unreferencedLog)
            archive.excuse(.path(path), by: allowance)
            return archive.isGranted
        }
        #expect(try isGranted(path, .init(.logUnreferenced)))
        #expect(try isGranted(path, .init(.logUnreferenced, interval: .hours(1, 2))))
        #expect(try !isGranted(path, .init(.logUnreferenced, interval: .hours(2, 3))))
        #expect(try !isGranted(path, .init(.logUnreferenced, account: "444455556666")))
        #expect(try !isGranted(path, .init(.fileUnreadable)))
        let moved = ByteString(
            Trail().logKey(.hour(1), unique: "abcdefghijklmnop").replacing("2026/10/01", with: "2026/10/09"))
        #expect(try !isGranted(moved, .init(.logUnreferenced, interval: .hours(1, 2))))
    }

    @Test("ACCOUNT-5, ALLOW-9: an obstacle in scope") func obstacle() throws {
        let small = try TestArchive.small()
        for (path, isHarmless) in [
            (Self.folder + "link", false), ("AWSLogs/444455556666", false), ("AWSLogs/444455556666/x/y", true),
        ] {
            var archive = small
            archive.question.accounts = ["111122223333"]
            archive.enter(path, .obstacle(isLinkToWalked: false))
            #expect(archive.isGranted == isHarmless, "\(path)")
            guard !isHarmless else { continue }
            archive.excuse(.path(ByteString(path)), by: .init(.fileUnreadable))
            #expect(archive.isGranted)
        }
        // An allowance can't select it by its own name either.
        var named = small
        named.enter("AWSLogs/444455556666", .obstacle(isLinkToWalked: false))
        named.excuse(.path("AWSLogs/444455556666"), by: .init(.fileUnreadable, account: "444455556666"))
        #expect(!named.isGranted)
        // If it is excused, it still doesn't hide a listed log.
        var hiding = small
        hiding.lose(0, .unverified(.unreadable))
        hiding.enter(Self.folder + "x", .obstacle(isLinkToWalked: false))
        hiding.excuse(.path(ByteString(Self.folder + "x")), by: .init(.fileUnreadable))
        #expect(hiding.imbalances == [.log(hiding.logs[0].log.location)])
    }

    // MARK: A6

    @Test("ACCOUNT-6: an excuse that isn't needed, is doubled, or has no allowance") func excuses() throws {
        let path = ByteString(Self.folder + "x")
        let excuse = Excuse(allowance: 0, .path(path))
        var unneeded = try TestArchive.small()
        unneeded.excuse(.path(path), by: .init(.fileUnreadable))
        #expect(unneeded.imbalances == [.excuse(excuse)])
        #expect(!unneeded.isGranted)
        var needed = unneeded
        needed.enter(path, .obstacle(isLinkToWalked: false))
        #expect(needed.isGranted)
        var doubled = needed
        doubled.excuses.append(excuse)
        #expect(doubled.imbalances == [.excuse(excuse)])
        var without = needed
        without.question.allowances = []
        #expect(without.imbalances == [.file(path), .excuse(excuse)])
        var other = needed
        other.excuses = [Excuse(allowance: 0, .path(path + "y"))]
        #expect(other.imbalances == [.file(path), .excuse(other.excuses[0])])
        // One excuse serves one item.
        var two = needed
        two.enter(path + "y", .obstacle(isLinkToWalked: false))
        #expect(two.imbalances == [.file(path + "y")])
    }
}
