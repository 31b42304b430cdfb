import Testing
import TrailSealControls
import TrailSealFormat
import TrailSealPrimitives

@testable import TrailSealChanges

/// Effects and states by what earlier records say.
@Suite struct EffectTests {
    private struct Unreadable: Error {}

    /// Returns a record. `members` are further members of the event, which replace the usual ones.
    private static func record(
        _ name: String, _ request: String, response: String = "null", minute: Int = 0, error: String? = nil,
        id: String? = nil, source: String = "cloudtrail.amazonaws.com"
    ) throws -> EventRecord {
        let failure = error.map { "\"errorCode\":\"\($0)\"," } ?? ""
        let text =
            "{\"eventTime\":\"2026-10-01T02:\(10 + minute):00Z\",\"eventSource\":\"\(source)\",\"eventName\":\"\(name)\",\(failure)"
            + "\"awsRegion\":\"us-east-1\",\"requestParameters\":\(request),\"responseElements\":\(response),"
            + "\"eventID\":\"\(id ?? "e\(minute)")\",\"recipientAccountId\":\"111122223333\"}"
        guard case .record(let record) = EventRecord.read(Array(text.utf8)[...]) else { throw Unreadable() }
        return record
    }

    @Test("An update tells only what differs from what is known")
    func update() throws {
        var ledger = SettingsLedger()
        let create = try Self.record(
            "CreateTrail",
            "{\"name\":\"t\",\"s3BucketName\":\"b\",\"isMultiRegionTrail\":true,\"enableLogFileValidation\":true}")
        #expect(
            ledger.take(create).effect
                == "trail created: multi-Region, log file validation on, no KMS key, log bucket b, no log group")
        let off = try Self.record(
            "UpdateTrail", "{\"name\":\"t\",\"enableLogFileValidation\":false,\"s3BucketName\":\"b\"}")
        #expect(ledger.take(off).effect == "log file validation turned off")
        #expect(ledger.take(off).effect == "no setting changed that a control judges")
        let other = try Self.record(
            "UpdateTrail", "{\"name\":\"arn:aws:cloudtrail:us-east-1:111122223333:trail/t\",\"kmsKeyId\":\"k\"}")
        #expect(ledger.take(other).effect == "KMS key set to k")
        let unknown = try Self.record("UpdateTrail", "{\"name\":\"u\",\"kmsKeyId\":\"\",\"isMultiRegionTrail\":false}")
        #expect(
            ledger.take(unknown).effect
                == "set to one Region (before: not known); no KMS key (before: not known)")
    }

    @Test("A failed request changes nothing")
    func refused() throws {
        var ledger = SettingsLedger()
        _ = ledger.take(try Self.record("StartLogging", "{\"name\":\"t\"}"))
        let denied = try Self.record("StopLogging", "{\"name\":\"t\"}", error: "AccessDenied")
        #expect(ledger.take(denied).effect == "denied: AccessDenied")
        let absent = try Self.record("StopLogging", "{\"name\":\"t\"}", error: "TrailNotFoundException")
        #expect(ledger.take(absent).effect == "failed: TrailNotFoundException")
        #expect(
            ledger.take(try Self.record("StartLogging", "{\"name\":\"t\"}")).effect
                == "logging started (it was on already)")
    }

    @Test("Within a second, a trail is created first, and a start and a stop contradict each other")
    func oneSecond() throws {
        func told(_ records: [EventRecord]) throws -> [ToldState?] {
            let hash = try #require(SHA256Digest(hex: Array(String(repeating: "a", count: 64).utf8)[...]))
            let proof = Change.Proof(bucket: "b", logKey: "l", hash: hash, digestKey: "d")
            let list = ChangeResolver.list(records.map { Candidate($0).proved(by: proof) }, TrailSubjects())
            return list.changes.map { $0.told[.cloudTrail3] }
        }
        let start = try Self.record("StartLogging", "{\"name\":\"t\"}", id: "a")
        let create = try Self.record("CreateTrail", "{\"name\":\"t\",\"s3BucketName\":\"b\"}", id: "b")
        let stop = try Self.record("StopLogging", "{\"name\":\"t\"}", id: "c")
        #expect(try told([start, create]) == [.set(true), .set(false)])
        #expect(try told([start, stop]) == [.set(true), .set(nil)])
    }

    @Test("Selectors are compared with those before")
    func selectors() throws {
        func put(_ selectors: String) throws -> EventRecord {
            try Self.record("PutEventSelectors", "{\"trailName\":\"t\",\"eventSelectors\":\(selectors)}")
        }
        var ledger = SettingsLedger()
        let none = "[{\"readWriteType\":\"All\",\"includeManagementEvents\":false,\"dataResources\":[]}]"
        #expect(ledger.take(try put(none)).effect == "management events not recorded (before: not known)")
        let all = "[{\"readWriteType\":\"All\",\"includeManagementEvents\":true}]"
        #expect(ledger.take(try put(all)).effect == "all management events recorded")
        #expect(ledger.take(try put(none)).effect == "management events no longer recorded")
        let part = "[{\"readWriteType\":\"WriteOnly\",\"includeManagementEvents\":true}]"
        #expect(ledger.take(try put(part)).effect == "only part of the management events recorded")
    }

    @Test(
        "A pattern of an action matches as IAM matches",
        arguments: [
            ("s3:GetObject", true), ("S3:getobject", true), ("s3:*", true), ("*", true), ("s3:Get*", true),
            ("s3:G?tObject", true), ("s3:Get", false), ("s3:Put*", false), ("", false), ("**", true),
            ("s3:*Objec", false),
        ])
    func patterns(pattern: String, matches: Bool) {
        #expect(RecordedPolicy.matches(pattern, "s3:GetObject") == matches)
    }

    @Test("A history goes from the records to the described state")
    func history() throws {
        var ledger = SettingsLedger()
        let records = [
            try Self.record("UpdateTrail", "{\"name\":\"t\",\"enableLogFileValidation\":false}", minute: 1),
            try Self.record("UpdateTrail", "{\"name\":\"t\",\"enableLogFileValidation\":true}", minute: 9),
        ]
        let changes = records.enumerated().map { number, record in
            let (effect, told) = ledger.take(record)
            return Change(
                kind: record.kind, time: record.time, accountID: record.accountID, region: record.region,
                eventSource: record.source, eventID: record.eventID, who: record.who, sourceIP: nil, userAgent: nil,
                error: record.error, subject: record.subject, effect: effect, proofs: [], sequence: number,
                trails: [], told: told)
        }
        let verified = Interval(from: records[0].time - 600, to: records[1].time + 600)
        func history(_ status: ControlStatus, capturedAt: UnixTime?) -> RecordedHistory? {
            RecordedHistory(.cloudTrail4, status: status, capturedAt: capturedAt, of: nil, in: verified, changes)
        }
        let later = records[1].time + 3_600
        #expect(try #require(history(.passed, capturedAt: later)).spans.map(\.state) == [.unknown, .off, .on])
        let contradicted = try #require(history(.failed, capturedAt: later))
        #expect(contradicted.isContradicted)
        #expect(contradicted.spans.map(\.state) == [.unknown, .off, .unknown])
        #expect(contradicted.spans.last?.change?.eventID == "e9")
        #expect(try #require(history(.failed, capturedAt: records[0].time)).spans.last?.state == .on)
        #expect(
            RecordedHistory(.cloudTrail2, status: .passed, capturedAt: later, of: nil, in: verified, changes) == nil)
    }

    @Test(
        "If records of one second disagree, nobody knows which came last", arguments: [[false, true], [true, false]])
    func disputes(_ order: [Bool]) throws {
        var ledger = SettingsLedger()
        let changes = try order.enumerated().map { number, isOn in
            let record = try Self.record(
                "UpdateTrail", "{\"name\":\"t\",\"enableLogFileValidation\":\(isOn)}", minute: 5, id: "e\(number)")
            let (effect, told) = ledger.take(record)
            return Change(
                kind: record.kind, time: record.time, accountID: record.accountID, region: record.region,
                eventSource: record.source, eventID: record.eventID, who: record.who, sourceIP: nil, userAgent: nil,
                error: record.error, subject: record.subject, effect: effect, proofs: [], sequence: number,
                trails: [], told: told)
        }
        let time = changes[0].time
        func spans(_ status: ControlStatus, _ capturedAt: UnixTime?) -> [RecordedHistory.State]? {
            RecordedHistory(
                .cloudTrail4, status: status, capturedAt: capturedAt, of: nil,
                in: Interval(from: time - 600, to: time + 600), changes)?.spans.map(\.state)
        }
        #expect(spans(.passed, time + 900) == [.unknown, .on])
        #expect(spans(.failed, time + 900) == [.unknown, .off])
        #expect(spans(.passed, nil) == [.unknown, .unknown])
    }

    @Test(
        "The time until a key is deleted",
        arguments: [
            ("{\"keyId\":\"k\"}", "null", " in 30 days"), ("{\"pendingWindowInDays\":7}", "null", " in 7 days"),
            ("{\"keyId\":\"k\"}", "{\"pendingWindowInDays\":7}", " in 7 days"),
            ("{\"keyId\":\"k\",\"pendingWindowInDays\":-5}", "null", ", after a time that isn't known"),
            ("{\"keyId\":\"k\",\"pendingWindowInDays\":null}", "null", ", after a time that isn't known"),
        ])
    func keyDeletion(_ request: String, _ response: String, _ words: String) throws {
        var ledger = SettingsLedger()
        let record = try Self.record(
            "ScheduleKeyDeletion", request.replacing("{\"pending", with: "{\"keyId\":\"k\",\"pending"),
            response: response, source: "kms.amazonaws.com")
        #expect(ledger.take(record).effect == "KMS key will be deleted" + words)
    }

    @Test(
        "A list that isn't understood is neither public nor private",
        arguments: [
            ("\"x-amz-acl\":\"private\"", ": not public"), ("\"x-amz-acl\":[\"public-read\"]", ": public"),
            ("\"x-amz-acl\":\"banana\"", ""), ("\"x-amz-acl\":[\"\"]", ""), ("\"x-amz-acl\":\"PUBLIC-READ\"", ""),
            ("\"AccessControlPolicy\":{}", ""),
            ("\"AccessControlPolicy\":{\"AccessControlList\":\"\"}", ": not public"),
            ("\"x-amz-grant-read\":\"id=1\"", ": not public"), ("\"acl\":\"\"", ""),
        ])
    func grants(_ members: String, _ words: String) throws {
        var ledger = SettingsLedger()
        let record = try Self.record(
            "PutBucketAcl", "{\"bucketName\":\"b\",\(members)}", source: "s3.amazonaws.com")
        #expect(ledger.take(record).effect == "access control list replaced" + words)
    }
}
