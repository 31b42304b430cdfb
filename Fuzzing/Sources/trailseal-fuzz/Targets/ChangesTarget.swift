import SlowParsers
import TrailSealChanges

/// Log files, as `trailseal changes` reads them.
enum ChangesTarget: FuzzTarget {
    static let name = "changes"
    static let words =
        [
            "Records", "eventName", "eventSource", "eventTime", "eventID", "userIdentity", "requestParameters",
            "responseElements", "recipientAccountId", "awsRegion", "errorCode", "bucketName", "bucketPolicy",
            "AccessControlPolicy", "BucketLoggingStatus", "eventSelectors", "keyId", "logGroupName", "servicePrincipal",
            "key",
        ].map { "\"\($0)\":" }
        + [
            "\"StopLogging\"", "\"Stop\\u004cogging\"", "\"PutObject\"", "\"DeleteObjects\"", "\"PutBucketPolicy\"",
            "\"PutEventSelectors\"", "\"cloudtrail.amazonaws.com\"", "\"s3.amazonaws.com\"", "\"2026-10-01T02:10:00Z\"",
            "AWSLogs/", "\\u0041", "{}", "[]", "},{", "]}", "null",
        ]

    static func seeds(_ vectors: TestVectors) -> [[UInt8]] { vectors.logs("changes/") }

    static func run(_ bytes: [UInt8]) {
        let found = FoundEvents(in: bytes, pieceSize: 1 << 16)
        require(found == FoundEvents(scanning: bytes), "a look at the names first finds the same")
        for size in [1, 3, 61] {
            require(found == FoundEvents(in: bytes, pieceSize: size), "pieces of \(size) bytes give the same")
        }
        guard let slow = SlowJSON.parse(bytes, depth: 64), !slow.doublesAMember, let records = slow["Records"]?.items
        else {
            return
        }
        let expected = records.filter(isTrailChange).map { [text($0["eventName"]), text($0["eventID"])] }
        let trails = found.events.filter { Self.trailEvents.contains($0[0]) }
        require(trails.count + found.unreadable >= expected.count, "each change of a trail is found or counted")
        // The slow parser doesn't check that strings are UTF-8.
        guard String(validating: bytes, as: UTF8.self) != nil else { return }
        require(trails.count >= expected.count, "each change of a trail is found")
        for event in expected where event[1].utf8.count < 200 { require(trails.contains(event), "the change \(event)") }
    }

    private static let trailEvents: Set = [
        "CreateTrail", "UpdateTrail", "DeleteTrail", "StartLogging", "StopLogging", "PutEventSelectors",
    ]

    /// Whether a record is a change of a trail, by a narrower rule than the product's.
    private static func isTrailChange(_ record: SlowJSON) -> Bool {
        trailEvents.contains(text(record["eventName"])) && text(record["eventSource"]) == "cloudtrail.amazonaws.com"
            && text(record["eventTime"]) == "2026-10-01T02:10:00Z" && !text(record["recipientAccountId"]).isEmpty
    }

    private static func text(_ value: SlowJSON?) -> String { String(decoding: value?.text ?? [], as: UTF8.self) }
}
