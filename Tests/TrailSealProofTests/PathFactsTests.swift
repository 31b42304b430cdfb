import Testing
import TrailSealFormat
import TrailSealPrimitives
import VirtualTrail

/// What a path says about owner, kind, Region and time.
@Suite struct PathFactsTests {
    private func facts(_ path: String) -> PathFacts { PathFacts(ByteString(path)) }

    @Test("PLACE-13: the owner is read from the top") func owner() {
        #expect(facts("AWSLogs/111122223333/CloudTrail/x").account == "111122223333")
        #expect(facts("copy/AWSLogs/o-aaaabbbbcc/111122223333/CloudTrail/x").account == "111122223333")
        #expect(facts("AWSLogs/111122223333/CloudTrail/AWSLogs/444455556666/CloudTrail/x").account == "111122223333")
        #expect(facts("111122223333/CloudTrail/us-east-1/x").account == "111122223333")
        #expect(facts("111122223333/other/x").account == "111122223333")
        #expect(facts("notes/111122223333/other/x").account == nil)
        #expect(facts("AWSLogs/111122223333").account == nil)
    }

    @Test("PLACE-14: the first kind folder below the account counts") func kind() {
        #expect(facts("AWSLogs/111122223333/CloudTrail/CloudTrail-Digest/x").kind == "CloudTrail")
        #expect(facts("CloudTrail/AWSLogs/111122223333/CloudTrail-Digest/x").kind == "CloudTrail-Digest")
        #expect(facts("AWSLogs/111122223333/CloudTrail").kind == nil)
        #expect(facts("AWSLogs/111122223333/CloudTrails/x").kind == nil)
        #expect(facts("AWSLogs/111122223333/Config/x").isOtherService)
        #expect(!facts("AWSLogs/111122223333/CloudTrail/x").isOtherService)
        #expect(!facts("AWSLogs/111122223333/x").isOtherService)
    }

    @Test("PLACE-15: Region, day and stamp") func times() {
        let day = "AWSLogs/111122223333/CloudTrail/us-east-1/2026/10/01/"
        let log = facts(day + "111122223333_CloudTrail_us-east-1_20261001T0105Z_abcdefghijklmnop.json.gz")
        #expect(log.region == "us-east-1")
        #expect(log.day == Moment.hour(0).time)
        #expect(log.stamp == (Moment.hour(1) + 300).time)
        let flat = facts("AWSLogs/111122223333/CloudTrail/2026/10/01/x")
        #expect(flat.region == nil && flat.day == Moment.hour(0).time && flat.stamp == nil)
        #expect(facts("AWSLogs/111122223333/CloudTrail/us-east-1/2026/13/01/x").day == nil)
    }

    @Test("FILE-20: a dot hides below the account folder") func dots() {
        #expect(facts("AWSLogs/111122223333/CloudTrail/.x").isHidden)
        #expect(facts("AWSLogs/111122223333/.trash/CloudTrail/x").isHidden)
        #expect(!facts(".copy/AWSLogs/111122223333/CloudTrail/x").isHidden)
    }
}
