import Testing
import TrailSealFormat
import TrailSealPrimitives
import VirtualTrail

@testable import TrailSealProof

/// Which bin a file may be in, by its name, the options and the evidence.
@Suite struct FileAuditTests {
    private static let account = "AWSLogs/111122223333/"
    private static let day = account + "CloudTrail/us-east-1/2026/10/01/"
    private static let log = logName("20261001T0105Z")
    private static let digest = Trail().digestKey(.hour(1), isBackfill: false)

    private static func logName(_ stamp: String) -> String {
        "111122223333_CloudTrail_us-east-1_\(stamp)_abcdefghijklmnop.json.gz"
    }

    private func admits(
        _ path: String, _ bin: FileBin, size: UInt64 = 9, newest: Moment? = nil,
        _ edit: (inout Question) -> Void = { _ in }
    ) -> Bool {
        var question = Question()
        edit(&question)
        let place = AccountRegion(account: "111122223333", region: "us-east-1")
        let audit = FileAudit(question: question, newest: newest.map { [place: $0.time] } ?? [:])
        return audit.admits(
            WalkedFile(path: UniquePath(ByteString(path)), PathFacts(ByteString(path)), size: size), bin)
    }

    private func window(_ from: Int?, _ to: Int?) -> (inout Question) -> Void {
        { ($0.from, $0.to) = (from.map { Moment.hour($0).time }, to.map { Moment.hour($0).time }) }
    }

    @Test("ACCOUNT-8: the evidence belongs to this file") func verified() throws {
        let digest = World.hourly(Trail(), 0..<1)[0]
        let proved = try digest.proved()
        #expect(admits(digest.key, .verifiedDigest(proved)) && !admits(digest.key + "x", .verifiedDigest(proved)))
        let log = try #require(
            VerifiedLog(
                LogKey(proved.location, in: proved.statement.facts.folder),
                LogContent(path: "a/b", .whole(proved.hash, isStoredInflated: false))))
        #expect(admits("a/b", .verifiedLog(log)) && !admits("a/c", .verifiedLog(log)))
        #expect(admits("a/c", .identicalCopy(proved.hash, of: .log(log))))
    }

    @Test("PLACE-12: a copy has the hash of its twin, and not another object's name") func copy() throws {
        let digest = World.hourly(Trail(), 0..<1)[0]
        let proved = try digest.proved()
        let twin = FileBin.identicalCopy(proved.hash, of: .digest(proved))
        let name = String(digest.key.split(separator: "/").last ?? "")
        #expect(admits("copy/" + name, twin) && admits("copy/" + name.dropLast(3), twin) && admits("copy/notes", twin))
        #expect(!admits("copy/" + name.replacing("T01", with: "T02"), twin))
        #expect(!admits("copy/" + Self.log, twin))
        let other = try #require(SHA256Digest(Hashes.sha256([])))
        #expect(!admits("copy/" + name, .identicalCopy(other, of: .digest(proved))))
    }

    @Test("FILE-17: a saved signature has a signature and the name of its digest") func signature() throws {
        let digest = World.hourly(Trail(), 0..<1)[0]
        let name = String(digest.key.split(separator: "/").last ?? "")
        let bin = FileBin.savedSignature(digest.saved(), digestName: ByteString(name))
        for suffix in [".json", ".metadata.json", ".head.json", ".meta.json"] {
            #expect(admits("heads/" + name + suffix, bin))
            #expect(admits("heads/" + name.dropLast(3) + suffix, bin))
        }
        #expect(admits("heads/" + name.dropLast(3), bin))
        #expect(!admits("heads/" + name, bin) && !admits("heads/" + name + ".txt", bin))
        #expect(!admits(Self.day + Self.log, bin))
        let none = SavedSignature(source: .checkpoint, signature: nil)
        #expect(!admits("heads/" + name + ".json", .savedSignature(none, digestName: ByteString(name))))
        #expect(!admits("x.json", .savedSignature(digest.saved(), digestName: "x")))
    }

    @Test("FILE-18: a file that the command line names") func named() {
        #expect(!admits("keys.json", .namedOnCommandLine))
        #expect(admits("keys.json", .namedOnCommandLine) { $0.namedPaths = ["keys.json"] })
        #expect(!admits("x/keys.json", .namedOnCommandLine) { $0.namedPaths = ["keys.json"] })
    }

    @Test("FILE-2, FILE-11: files that aren't CloudTrail's") func notCloudTrail() {
        #expect(admits("notes/readme.txt", .notCloudTrail) && admits("notes/x.json", .notCloudTrail))
        #expect(admits(Self.account + "Config/us-east-1/" + Self.log, .notCloudTrail))
        #expect(!admits("notes/" + Self.log, .notCloudTrail) && !admits(Self.day + "x.txt", .notCloudTrail))
        #expect(admits("x.json", .notCloudTrail) && admits("CloudTrail/readme.txt", .notCloudTrail))
        #expect(!admits("CloudTrail/us-east-1/2026/10/01/x.txt", .notCloudTrail))
        #expect(!admits("notes/" + (Self.digest.split(separator: "/").last ?? ""), .notCloudTrail))
    }

    @Test("FILE-12: only a file among digests with another name is unrecognized") func unrecognized() {
        let folder = Self.account + "CloudTrail-Digest/us-east-1/2026/10/01/"
        #expect(admits(folder + "notes", .unrecognized) && admits("notes", .unrecognized))
        #expect(!admits(Self.digest, .unrecognized) && !admits(Self.day + "notes", .unrecognized))
        #expect(!admits(folder + Self.log, .unrecognized))
    }

    @Test("FILE-14, FILE-15, FILE-20: hidden files") func hidden() {
        #expect(admits(Self.day + ".x", .hidden) && admits(Self.account + ".trash/CloudTrail/x", .hidden))
        #expect(admits(".x", .hidden) && admits("a/._x", .hidden) && admits("lost+found/x", .hidden))
        #expect(admits("__MACOSX/a/x", .hidden))
        #expect(!admits(Self.day + Self.log, .hidden) && !admits("a/lost+found/x", .hidden))
        #expect(!admits(".copy/" + Self.day + Self.log, .hidden))
    }

    @Test("FILE-16, DIGEST-18: an empty marker is empty and doesn't have a digest's name") func marker() {
        #expect(admits(Self.day + Self.log, .emptyMarker, size: 0) && !admits(Self.day + Self.log, .emptyMarker))
        #expect(!admits(Self.digest, .emptyMarker, size: 0))
    }

    @Test("FILE-9: only CloudTrail's other kinds aren't judged") func notJudged() {
        #expect(admits(Self.account + "CloudTrail-Insight/us-east-1/x", .notJudged))
        #expect(!admits(Self.day + "x", .notJudged) && !admits("x", .notJudged))
        #expect(!admits(Self.account + "CloudTrail-Digest/x", .notJudged))
    }

    @Test("SCOPE-6: out of scope by filter") func filters() {
        let path = Self.day + Self.log
        #expect(!admits(path, .outOfScope))
        #expect(admits(path, .outOfScope) { $0.accounts = ["444455556666"] })
        #expect(admits(path, .outOfScope) { $0.regions = ["eu-west-1"] })
        #expect(!admits(path, .outOfScope) { $0.trails = ["data"] })
        #expect(admits(Self.digest, .outOfScope) { $0.trails = ["data"] })
        #expect(!admits("x/" + Self.log, .outOfScope) { $0.accounts = ["444455556666"] })
    }

    @Test("SCOPE-6: out of scope by day folder and stamp, never by one alone") func windows() {
        let path = Self.day + Self.log
        // The window begins two days after both stamp and folder. One of them alone isn't enough.
        #expect(admits(path, .outOfScope, window(72, 96)))
        #expect(!admits(Self.day + Self.logName("20261004T0105Z"), .outOfScope, window(72, 96)))
        let later = path.replacing("2026/10/01", with: "2026/10/04")
        #expect(!admits(later, .outOfScope, window(72, 96)))
        // The neighbouring days count as part of the window.
        #expect(!admits(path, .outOfScope, window(47, 96)) && admits(path, .outOfScope, window(48, 96)))
        #expect(
            admits("x/" + Self.log, .outOfScope, window(2, 3)) && !admits("x/" + Self.log, .outOfScope, window(1, 3)))
        #expect(!admits("x/notes.json", .outOfScope, window(2, 3)))
        #expect(admits(Self.digest, .outOfScope, window(1, 2)) && !admits(Self.digest, .outOfScope, window(0, 1)))
    }

    @Test("SCOPE-7: not yet due") func notDue() {
        let path = Self.day + Self.log  // stamped 01:05
        #expect(admits(path, .notDue, newest: .hour(1), window(0, 1)))
        #expect(!admits(path, .notDue, newest: .hour(1), window(nil, 1)))
        #expect(!admits(path, .notDue, newest: .hour(1), window(0, 2)))
        #expect(!admits(path, .notDue, newest: nil, window(0, 1)))
        #expect(admits(path, .notDue, newest: .hour(1) + 1_499, window(0, 1)))
        #expect(!admits(path, .notDue, newest: .hour(1) + 1_500, window(0, 1)))
        #expect(!admits(path.replacing("2026/10/01", with: "2026/10/05"), .notDue, newest: .hour(1), window(0, 1)))
        #expect(
            admits(path, .notDue, newest: .hour(1)) {
                ($0.to, $0.hasState) = (Moment.hour(1).time, true)
            })
    }

    @Test("ACCOUNT-5: an obstacle is out of scope only by the folders above it") func obstacles() {
        let bin = FileBin.obstacle(isLinkToWalked: false)
        let filter: (inout Question) -> Void = { $0.accounts = ["111122223333"] }
        #expect(!admits(Self.day + "x", bin) && !admits("x", bin))
        #expect(admits(Self.day + "x", .obstacle(isLinkToWalked: true)))
        #expect(admits("AWSLogs/444455556666/CloudTrail/x", bin, filter))
        #expect(!admits("AWSLogs/444455556666", bin, filter) && !admits("AWSLogs", bin, filter))
        #expect(!admits(Self.account + "CloudTrail/eu-west-1", bin) { $0.regions = ["us-east-1"] })
        #expect(admits(Self.account + "CloudTrail/eu-west-1/x", bin) { $0.regions = ["us-east-1"] })
        #expect(admits(Self.account + "Config/x", bin) && !admits(Self.account + "Config", bin))
    }

    @Test("ACCOUNT-4: bad bins need an excuse") func bad() {
        for bin: FileBin in [
            .unverifiedDigest(.keyUnknown), .invalidDigest, .unverifiedLog, .invalidLog, .unreferencedLog,
        ] {
            #expect(!admits(Self.day + Self.log, bin))
        }
    }
}
