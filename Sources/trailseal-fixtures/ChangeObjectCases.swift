import VirtualTrail

/// Changes of the objects in log buckets, and which buckets are log buckets.
enum ChangeObjectCases {
    static var all: [ChangeCase] { objects + concerned }

    // MARK: Objects

    /// The key of a log that isn't in the archive.
    private static let log = logFolder + forgedName("20261001T0005Z")

    private static func object(
        _ name: String, _ minute: Int, _ key: String? = log, _ more: [(String, RecordValue)] = [],
        in bucket: String = Changing.bucket
    ) -> Event { .object(name, at: Changing.at(0, minute), bucket, key, more) }

    private static var objects: [ChangeCase] {
        let subject = Changing.object(log)
        let plain = object("DeleteObject", 10)
        let version = object("DeleteObject", 15, log, [("versionId", "3HL4kqtJvjVBH40Nrjfkd")])
        let several = object("DeleteObjects", 20, nil, [("delete", "")])
        let written: [(Event, String)] = [
            (object("PutObject", 10), "object written, not by CloudTrail"),
            (
                object("CopyObject", 15, log, [("x-amz-copy-source", "elsewhere/log.json.gz")]),
                "object copied here, not by CloudTrail"
            ),
            (
                object("PutObjectAcl", 20, log, [("acl", ""), ("x-amz-acl", "public-read")]),
                "access control list of an object replaced"
            ), (object("RestoreObject", 25, log, [("restore", "")]), "object restored from an archive class"),
            (object("CompleteMultipartUpload", 30, log, [("uploadId", "u")]), "object written, not by CloudTrail"),
        ]
        let delivered = ["PutObject", "CopyObject"].map { name in
            object(name, 10).with {
                $0.identity = Identity.service("cloudtrail.amazonaws.com")
                ($0.sourceIP, $0.userAgent) = ("cloudtrail.amazonaws.com", "cloudtrail.amazonaws.com")
            }
        }
        let replicated = object("PutObject", 20).with {
            $0.identity = Identity.service("s3.amazonaws.com")
            ($0.sourceIP, $0.userAgent) = ("s3.amazonaws.com", "s3.amazonaws.com")
        }
        let outside = ["reports/2026.csv", "xAWSLogs/a.json.gz", "AWSLogs.txt", "a/awslogs/b.json.gz"].enumerated()
            .map { object("DeleteObject", 10 + $0, $1) }
        let below = "p/q/AWSLogs/111122223333/CloudTrail/us-east-1/2026/10/01/x.json.gz"
        let prefixed = object("DeleteObject", 30, below)
        return [
            changeCase(
                "objects-deleted", "CHANGE-2, CHANGE-5",
                "A log file, a version of it, and several objects were deleted.", [plain, version, several],
                [
                    .done(plain, "object deleted", on: subject, controls: []),
                    .done(version, "version of an object deleted", on: subject, controls: []),
                    .done(
                        several, "objects deleted; the record does not name them", on: Changing.bucket(), controls: []),
                ]),
            changeCase(
                "objects-written", "CHANGE-2, CHANGE-5",
                "Somebody wrote, copied and restored objects of the log bucket.", written.map(\.0),
                written.map { .done($0.0, $0.1, on: subject, controls: []) }),
            changeCase(
                "objects-delivered", "CHANGE-3",
                "CloudTrail itself wrote two objects, which isn't a change. Another service wrote the third.",
                delivered + [replicated],
                [
                    .done(
                        replicated, "object written, not by CloudTrail", on: subject,
                        and: [("who", ["type": "AWSService", "arn": .null, "invokedBy": "s3.amazonaws.com"])])
                ]),
            changeCase(
                "objects-outside", "CHANGE-3", "Only an object with the folder AWSLogs in its key counts.",
                outside + [prefixed], [.done(prefixed, "object deleted", on: Changing.object(below))]),
            changeCase(
                "objects-of-another-bucket", "CHANGE-3", "Objects of a bucket to which no trail delivers.",
                [object("DeleteObject", 10, in: "data"), object("DeleteObjects", 15, nil, in: "data")], []),
        ]
    }

    // MARK: Which buckets

    private static var concerned: [ChangeCase] {
        func deleted(_ bucket: String, _ hour: Int, _ minute: Int) -> Event {
            .bucket("DeleteBucketPolicy", at: Changing.at(hour, minute), bucket, "policy")
        }
        func effect(_ event: Event, _ bucket: String) -> ChangeCase.Expected {
            .done(event, "bucket policy deleted", on: Changing.bucket(bucket), controls: [6])
        }
        let others = ["virtual-trail-logs-2", "virtual-trail", "VIRTUAL-TRAIL-LOGS"].enumerated().map {
            deleted($1, 0, 10 + $0)
        }
        let own = deleted(Changing.bucket, 0, 20)
        let audit = deleted("audit-logs", 0, 10)
        let other = TrailSettings(bucket: "audit-logs")
        let created = other.created(1, 10)
        let updated = other.updated(1, 10, [("s3BucketName", "audit-logs")])
        let entry = HealthyAccount.entry + ["S3BucketName"]
        let second = deleted("second-logs", 0, 10)
        return [
            changeCase(
                "bucket-not-concerned", "CHANGE-3", "Buckets whose names are only similar aren't log buckets.",
                others + [own], [effect(own, Changing.bucket)]),
            changeCase(
                "bucket-of-create-trail", "CHANGE-3",
                "Only a later CreateTrail shows that the bucket is a log bucket.", [audit, created],
                [
                    effect(audit, "audit-logs"),
                    .done(
                        created,
                        TrailSettings.wholeEffect.replacing("virtual-trail-logs", with: "audit-logs"),
                        on: Changing.trail),
                ]),
            changeCase(
                "bucket-of-update-trail", "CHANGE-3",
                "Only a later UpdateTrail shows that the bucket is a log bucket.", [audit, updated],
                [
                    effect(audit, "audit-logs"),
                    .done(updated, "log bucket set to audit-logs (before: not known)", on: Changing.trail),
                ]),
            changeCase(
                "bucket-of-description", "CHANGE-3", "Only the trail description names the bucket.", [audit],
                [effect(audit, "audit-logs")], hours: 3, described: [(entry, "audit-logs")]),
            changeWorldCase(
                "bucket-of-other-trail", "CHANGE-3",
                "The bucket of another trail in the archive: verified digests name it.", [effect(second, "second-logs")]
            ) { world in
                let other = trail { ($0.name, $0.bucket, $0.prefix) = ("second", "second-logs", "s") }
                for (trail, events) in [(Trail(), [second]), (other, [])] {
                    let digests = Changing.digests(trail, 0..<1, events)
                    world.publish(digests)
                    world.saveHead(digests.last)
                }
            },
        ]
    }
}
