import Testing
import TrailSealControls
import TrailSealFormat
import TrailSealPrimitives
import TrailSealVerification

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

    /// The changes that records tell, in order.
    private static func changes(_ records: [EventRecord], _ ledger: inout SettingsLedger) -> [Change] {
        records.enumerated().map { number, record in
            let (effect, told) = ledger.take(record)
            return Change(
                kind: record.kind, time: record.time, accountID: record.accountID, region: record.region,
                eventSource: record.source, eventID: record.eventID, who: record.who, sourceIP: nil, userAgent: nil,
                error: record.error, subject: record.subject, effect: effect, proofs: [], sequence: number,
                trails: [], told: told)
        }
    }

    /// The observed time of the place of all records: one stretch, or several.
    private static func observed(_ spans: (from: UnixTime, to: UnixTime)..., isStart: Bool = false) -> ObservedTime {
        ObservedTime([
            (
                ObservedTime.Place(account: "111122223333", region: "us-east-1"),
                spans.map { RecordedSpan(from: $0.from, to: $0.to, isStart: isStart) }
            )
        ])
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
            let list = ChangeResolver.list(
                records.map { Candidate($0).proved(by: proof) }, TrailSubjects(), Self.observed())
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
        let changes = Self.changes(records, &ledger)
        let observed = Self.observed((records[0].time - 600, records[1].time + 600))
        func history(_ status: ControlStatus, capturedAt: UnixTime?) -> RecordedHistory? {
            RecordedHistory(
                .cloudTrail4, status: status, captures: capturedAt.map { $0...$0 }, of: nil, in: observed, changes)
        }
        let later = records[1].time + 300
        #expect(try #require(history(.passed, capturedAt: later)).spans.map(\.state) == [.unknown, .off, .on])
        let contradicted = try #require(history(.failed, capturedAt: later))
        #expect(contradicted.isContradicted)
        #expect(contradicted.spans.map(\.state) == [.unknown, .off, .unknown, .off])
        #expect(contradicted.spans.dropLast().last?.change?.eventID == "e9")
        #expect(try #require(history(.failed, capturedAt: records[0].time)).spans.last?.state == .on)
        #expect(
            RecordedHistory(.cloudTrail2, status: .passed, captures: later...later, of: nil, in: observed, changes)
                == nil)
    }

    /// The states of a trail's validation and when each began, in minutes, for updates at minutes.
    private static func spans(
        _ updates: [(minute: Int, isOn: Bool)], _ observed: (ClosedRange<Int64>)..., isStart: Bool = false,
        captured: ClosedRange<Int64> = 39...39, described: ControlStatus = .passed
    ) throws -> [String] {
        let records = try updates.map {
            try record("UpdateTrail", "{\"name\":\"t\",\"enableLogFileValidation\":\($0.isOn)}", minute: $0.minute)
        }
        let begin = try #require(UnixTime(iso8601: Array("2026-10-01T02:10:00Z".utf8)[...]))
        let stretches = observed.map { span in
            RecordedSpan(from: begin + span.lowerBound * 60, to: begin + span.upperBound * 60, isStart: isStart)
        }
        let time = ObservedTime([(ObservedTime.Place(account: "111122223333", region: "us-east-1"), stretches)])
        var ledger = SettingsLedger(in: time)
        let changes = Self.changes(records, &ledger)
        let history = RecordedHistory(
            .cloudTrail4, status: described,
            captures: begin + captured.lowerBound * 60...begin + captured.upperBound * 60, of: nil, in: time, changes)
        return try #require(history).spans.map { "\($0.state) \($0.from.interval(since: begin) / 60)" }
    }

    @Test("On lasts only while records are there, and off until the next record")
    func observedTime() throws {
        #expect(try Self.spans([(5, true)], 0...40) == ["unknown 0", "on 5"])
        // A gap, then what was described.
        #expect(try Self.spans([(5, true)], 0...20, 30...40) == ["unknown 0", "on 5", "unknown 20", "on 30"])
        #expect(
            try Self.spans([(5, true)], 0...20, 30...40, described: .failed)
                == ["unknown 0", "on 5", "unknown 20", "off 30"])
        #expect(
            try Self.spans([(5, true), (35, false)], 0...20, 30...40, described: .failed)
                == ["unknown 0", "on 5", "unknown 20", "off 35"])
        #expect(try Self.spans([(5, false), (35, true)], 0...20, 30...40) == ["unknown 0", "off 5", "on 35"])
        // Records are lacking between the description and what it might tell, or while it was captured.
        for captured in [10...10, 25...25, 50...50, 10...39] as [ClosedRange<Int64>] {
            #expect(
                try Self.spans([(5, true)], 0...20, 30...40, captured: captured) == ["unknown 0", "on 5", "unknown 20"])
        }
        // It tells a state like a record, until the next one.
        #expect(
            try Self.spans([(5, true), (35, false)], 0...20, 30...40, captured: 32...33)
                == ["unknown 0", "on 5", "unknown 20", "on 30", "off 35"])
        #expect(
            try Self.spans([(5, true), (35, false)], 0...20, 30...40, captured: 32...35) == [
                "unknown 0", "on 5", "unknown 20", "off 35",
            ])
        #expect(
            try Self.spans([(5, true)], 0...20, 30...40, 50...60, captured: 32...33) == [
                "unknown 0", "on 5", "unknown 20", "on 30", "unknown 40",
            ])
        // A description of a time after all records ends nothing.
        #expect(try Self.spans([(5, true)], 0...40, captured: 41...41) == ["unknown 0", "on 5"])
        // A record in a gap doesn't prove that nothing followed it there.
        #expect(
            try Self.spans([(25, true), (35, false)], 0...20, 30...40, described: .failed) == ["unknown 0", "off 35"])
        // A request that starts a chain is made before its first digest begins.
        #expect(try Self.spans([(5, true)], 7...40, isStart: true) == ["on 5"])
        #expect(try Self.spans([(5, true)], 7...40) == ["unknown 5", "on 7"])
    }

    @Test("One trail takes over from another only if both record for an hour")
    func handover() {
        let place = ObservedTime.Place(account: "1", region: "r")
        func end(_ second: Int64) -> Int64 {
            let time = ObservedTime([
                (place, [RecordedSpan(from: UnixTime(seconds: 0), to: UnixTime(seconds: 10_000), isStart: true)]),
                (place, [RecordedSpan(from: UnixTime(seconds: second), to: UnixTime(seconds: 20_000), isStart: true)]),
            ])
            return time.end(after: ObservedTime.Moment(UnixTime(seconds: 100), at: place)).seconds
        }
        #expect(end(6_400) == 20_000)
        #expect(end(6_401) == 10_000)
        #expect(end(10_000) == 10_000)
    }

    @Test(
        "If records of one second disagree, nobody knows which came last", arguments: [[false, true], [true, false]])
    func disputes(_ order: [Bool]) throws {
        var ledger = SettingsLedger()
        let records = try order.enumerated().map { number, isOn in
            try Self.record(
                "UpdateTrail", "{\"name\":\"t\",\"enableLogFileValidation\":\(isOn)}", minute: 5, id: "e\(number)")
        }
        let changes = Self.changes(records, &ledger)
        let time = changes[0].time
        func spans(_ status: ControlStatus, _ capturedAt: UnixTime?) -> [RecordedHistory.State]? {
            RecordedHistory(
                .cloudTrail4, status: status, captures: capturedAt.map { $0...$0 }, of: nil,
                in: Self.observed((time - 600, time + 600)), changes)?.spans.map(\.state)
        }
        #expect(spans(.passed, time + 300) == [.unknown, .on])
        #expect(spans(.failed, time + 300) == [.unknown, .off])
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
