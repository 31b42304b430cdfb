import Foundation
import Testing

@testable import TrailSealChanges

/// `EventScanner` finds exactly the events with a wanted name, wherever pieces are cut.
@Suite struct EventScannerTests {
    private static let nested =
        "{\"eventName\":\"GetObject\",\"requestParameters\":{\"eventName\":\"StopLogging\",\"list\":[{\"eventName\":\"DeleteTrail\"}],"
        + "\"text\":\"\\\"eventName\\\":\\\"StopLogging\\\"}]}\"},\"eventID\":\"n\"}"

    @Test("An event is found whole, whatever the size of the pieces", arguments: [1, 2, 3, 7, 64, 1 << 16])
    func pieces(size: Int) {
        let events = [
            Self.nested, LogText.event("StopLogging"), LogText.event("GetTrail"),
            LogText.event("DeleteTrail", id: "e2"),
        ]
        #expect(LogText.scanned(LogText.file(events), pieces: size) == [events[1], events[3]])
    }

    @Test("A name with an escape is the name that it stands for")
    func escapes() {
        let events = [LogText.event("Stop\\u004cogging"), LogText.event("Get\\/Trail")]
        #expect(LogText.scanned(LogText.file(events), pieces: 5) == [events[0]])
        #expect(LogText.read(LogText.file(events)).connected.items.map(\.record.kind) == [.stopLogging])
    }

    @Test("White space doesn't matter")
    func whiteSpace() {
        let text =
            "\n{ \"other\" : [1, {\"eventName\":\"StopLogging\"}] , \"Records\" :\t[ { \"eventName\" :\r\n\"StopLogging\" } , {} ] }"
        #expect(LogText.scanned(Array(text.utf8), pieces: 4) == ["{ \"eventName\" :\r\n\"StopLogging\" }"])
    }

    @Test(
        "What isn't a log file has no events",
        arguments: [
            "", "[]", "{\"Records\":{\"eventName\":\"StopLogging\"}}", "]]]]{\"Records\":[\"eventName\"", "\"",
            "{\"Records\":[[[",
        ])
    func noLog(text: String) {
        #expect(LogText.scanned(Array(text.utf8), pieces: 3).isEmpty)
    }

    @Test("An event beyond the limit is counted")
    func tooLong() {
        let long = LogText.event("StopLogging", id: String(repeating: "x", count: EventScanner.eventLimit))
        let found = LogText.read(LogText.file([long, LogText.event("DeleteTrail")]))
        #expect(found.connected.items.map(\.record.kind) == [.deleteTrail])
        #expect(found.unreadable == 1)
    }
}

/// A change that doesn't say what it is about is unknown, not absent.
@Suite struct UnnamedSubjectTests {
    @Test(
        "A successful event that names nothing is unreadable; a refused one changed nothing",
        arguments: [
            ("PutBucketPolicy", "s3", "null"), ("PutBucketPolicy", "s3", "{\"policy\":\"\"}"),
            ("DisableKey", "kms", "{}"),
            ("DeleteLogGroup", "logs", "null"), ("DisableAWSServiceAccess", "organizations", "null"),
        ])
    func unnamed(name: String, service: String, parameters: String) {
        for (error, count) in [("", 1), (",\"errorCode\":\"AccessDenied\"", 0)] {
            let event =
                "{\"eventName\":\"\(name)\",\"eventSource\":\"\(service).amazonaws.com\",\"eventTime\":\"2026-10-01T00:00:00Z\","
                + "\"recipientAccountId\":\"111122223333\",\"requestParameters\":\(parameters)\(error)}"
            let found = LogText.read(LogText.file([event]))
            #expect(found.unreadable == count && found.connected.items.isEmpty)
            #expect(found.isWhole == (count == 0))
        }
    }

    @Test("An event about another service is none")
    func otherService() {
        let event =
            "{\"eventName\":\"DisableAWSServiceAccess\",\"eventSource\":\"organizations.amazonaws.com\","
            + "\"eventTime\":\"2026-10-01T00:00:00Z\",\"recipientAccountId\":\"111122223333\","
            + "\"requestParameters\":{\"servicePrincipal\":\"config.amazonaws.com\"}}"
        let found = LogText.read(LogText.file([event]))
        #expect(found.unreadable == 0 && found.isEmpty && found.isWhole)
    }
}

/// `CandidateFilter` decides like a reader of JSON, only faster.
@Suite struct CandidateFilterTests {
    private static func mayHold(_ text: String) -> Bool {
        Array(text.utf8).withUnsafeBytes(CandidateFilter.mayHoldChange)
    }

    @Test("It finds each name of the table", arguments: ChangeKind.allCases)
    func eachName(kind: ChangeKind) {
        let text = "{\"Records\":[{\"eventName\" :\n\"\(kind.rawValue)\",\"key\":\"AWSLogs/1\"}]}"
        #expect(Self.mayHold(text))
        let needsFolder = kind.topic == .object && kind != .deleteObjects
        #expect(Self.mayHold(text.replacing("AWSLogs", with: "logs")) == !needsFolder)
    }

    @Test(
        "It passes what has no such name",
        arguments: [
            "", "eventName", "eventName\"", "\"eventName\":", "\"eventName\":\"StopLogging",
            "\"eventName\":\"StopLoggings\"",
            "\"eventName\":5", "\"eventName\"::\"StopLogging\"", "\"eventName\":\"GetTrail\",\"x\":\"StopLogging\"",
        ])
    func others(text: String) { #expect(!Self.mayHold(text)) }

    @Test("It never misses what the scanner finds, in random files")
    func random() {
        var generator = SystemRandomNumberGenerator()
        let parts = [
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\"Records\":[", "\"eventName\":", "\"eventName\" : ",
            "\"StopLogging\"",
            "\"PutObject\"", "AWSLogs", "\"Stop\\u004cogging\"", "\\u0065ventName", " ", "\n", "x",
        ]
        for _ in 0..<20_000 {
            let count = Int.random(in: 1..<30, using: &generator)
            let text = "{\"Records\":[" + (0..<count).map { _ in parts.randomElement(using: &generator) ?? "" }.joined()
            let reads = LogText.scanned(Array(text.utf8), pieces: 7).filter { event in
                if case .record = EventRecord.read(Array(event.utf8)[...]) { true } else { false }
            }
            if !reads.isEmpty { #expect(Self.mayHold(text), "\(text)") }
        }
    }

    @Test("A file that is too large to wait is read alike")
    func large() {
        let padding = (0..<4_000).map { LogText.event("GetTrail", id: String(repeating: "\($0)", count: 40)) }
        let events = padding + [LogText.event("StopLogging")] + padding
        #expect(LogText.file(events).count > 1 << 20)
        #expect(LogText.read(LogText.file(events), pieces: 10_000).connected.items.map(\.record.kind) == [.stopLogging])
        #expect(LogText.read(LogText.file(padding + padding)).connected.items.isEmpty)
    }
}
