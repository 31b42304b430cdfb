import TrailSealPrimitives
import TrailSealVerification

@testable import TrailSealReporting

/// A run with control changes: a trail that was stopped and started again, a refused request, and a change of each
/// other kind of subject. The time without digests is a finding, and one control has a history.
enum ChangedRun {
    static let trail = "arn:aws:cloudtrail:us-east-1:111122223333:trail/management"
    static let mallory = "arn:aws:sts::111122223333:assumed-role/Admin/mallory"
    static let bob = "arn:aws:iam::111122223333:user/bob"

    static func change(
        _ name: String, at time: String, _ effect: String, id: String?, _ subject: ChangeRecord.Subject? = nil
    ) -> ChangeRecord {
        ChangeRecord(
            time: AccountedRun.time(time), accountID: "111122223333", region: "us-east-1",
            eventSource: "cloudtrail.amazonaws.com", eventName: name, eventID: id,
            who: ChangeRecord.Who(
                type: "AssumedRole", arn: mallory, issuer: "arn:aws:iam::111122223333:role/Admin", isMFA: false,
                accessKeyID: "ASIAEXAMPLE"), sourceIP: "192.0.2.7", userAgent: "aws-cli/2.17", isDone: true,
            effect: effect, subject: subject ?? ChangeRecord.Subject(kind: .trail, id: trail),
            controls: ["CloudTrail.1", "CloudTrail.3"],
            proofs: [
                ChangeRecord.Proof(
                    bucket: "logs", logKey: "AWSLogs/x.json.gz", sha256: String(repeating: "a", count: 64),
                    digestKey: "AWSLogs/digest.json.gz")
            ])
    }

    static var stop: ChangeRecord {
        change("StopLogging", at: "2026-10-01T02:10:00Z", "logging stopped", id: "event-stop")
    }

    /// The changes in order of time.
    static var changes: [ChangeRecord] {
        var denied = change("DeleteTrail", at: "2026-10-01T02:12:00Z", "denied: AccessDenied", id: "event-denied")
        denied.isDone = false
        denied.error = "AccessDenied"
        denied.who = ChangeRecord.Who(type: "IAMUser", arn: bob)
        denied.sourceIP = "2001:db8::1"
        var object = change(
            "DeleteObject", at: "2026-10-01T02:20:00Z", "object deleted", id: "event-object",
            ChangeRecord.Subject(kind: .bucket, id: "logs", object: "AWSLogs/111122223333/gone.json.gz"))
        (object.who, object.sourceIP, object.userAgent) = (ChangeRecord.Who(), "config.amazonaws.com", nil)
        var lonely = change(
            "LeaveOrganization", at: "2026-10-01T02:40:00Z", "account left the organization", id: nil,
            ChangeRecord.Subject(kind: .account, id: "111122223333"))
        (lonely.accountID, lonely.region, lonely.sourceIP, lonely.proofs) = (nil, nil, nil, [])
        lonely.who = ChangeRecord.Who(type: "AWSService", invokedBy: "organizations.amazonaws.com")
        return [
            stop, denied, object,
            change(
                "DisableKey", at: "2026-10-01T02:25:00Z", "KMS key disabled", id: "event-key",
                ChangeRecord.Subject(kind: .key, id: "arn:aws:kms:us-east-1:111122223333:key/k")),
            change(
                "DeleteLogGroup", at: "2026-10-01T02:30:00Z", "log group deleted", id: "event-group",
                ChangeRecord.Subject(kind: .logGroup, id: "trail-logs")),
            lonely, change("StartLogging", at: "2026-10-01T03:00:00Z", "logging started", id: "event-start"),
        ]
    }

    static var counts: ChangeCounts {
        ChangeCounts(changes: changes.count, omitted: 2, unreadable: 1, unconnectedOmitted: 3)
    }

    static var gap: FindingRecord {
        FindingRecord(
            code: .known(.coverageGap), verdict: .unverified, isAllowed: false, reason: "restart",
            message: "No digest file covers this time.", from: AccountedRun.time("2026-10-01T02:15:00Z"),
            to: AccountedRun.time("2026-10-01T03:00:00Z"), chain: AccountedRun.document().chains[0].name,
            changes: ["event-denied", "event-stop", "event-gone", "event-object"])
    }

    static var account: AccountRecord {
        let history = ControlHistory(
            resource: trail,
            spans: [
                ControlHistory.Span(state: .on, from: AccountedRun.start, to: stop.time),
                ControlHistory.Span(
                    state: .off, from: stop.time, to: AccountedRun.time("2026-10-01T03:00:00Z"), eventID: "event-stop"),
                ControlHistory.Span(
                    state: .unknown, from: AccountedRun.time("2026-10-01T03:00:00Z"), to: AccountedRun.end),
            ], atCapture: .on, text: "off from 2026-10-01T02:10:00Z (StopLogging by \(mallory)), on at capture")
        func control(_ number: Int, _ history: [ControlHistory]?) -> ControlRecord {
            ControlRecord(
                id: "CloudTrail.\(number)", title: "t", severity: "HIGH", status: "PASSED", reason: "r", notes: [],
                resources: [], remediation: "m", relatedRequirements: [], history: history)
        }
        return AccountRecord(
            accountID: "111122223333", unknownMembers: 0, controls: [control(1, [history]), control(2, nil)])
    }

    /// The report, changed by `edit` as a test needs it.
    static func document(_ edit: (inout ReportDocument) -> Void = { _ in }) -> ReportDocument {
        var document = AccountedRun.document()
        document.findings = [gap]
        document.head.verification?.verdict = .unverified
        document.head.verification?.summary.count(document.findings)
        document.head.changeCounts = counts
        document.changes = changes
        document.accounts = [account]
        edit(&document)
        return document
    }

    /// The same report of a run that didn't look for changes.
    static var without: ReportDocument {
        document {
            $0.head.changeCounts = nil
            $0.changes = []
            $0.findings[0].changes = []
            $0.accounts?[0].controls[0].history = nil
        }
    }

    /// Texts that a page, a terminal, a spreadsheet or a parser would act on.
    static let hostile = [
        "\u{1B}[31mred", "\u{202E}gnp.exe", "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "a\"b,c\r\nd",
        "]]>&<!--",
        String(repeating: "x", count: 10_000),
    ]

    /// The report with a change for each hostile text, which is in each of its members, read back as from a saved file.
    static func hostileDocument() throws -> ReportDocument {
        try document { document in
            document.changes = hostile.enumerated().map { number, text in
                let time = AccountedRun.time("2026-10-01T02:10:00Z") + Int64(number)
                return ChangeRecord(
                    time: time, accountID: text, region: text, eventSource: text, eventName: text,
                    eventID: "\(text) \(number)",
                    who: ChangeRecord.Who(
                        type: text, arn: text, issuer: text, isMFA: true, accessKeyID: text, invokedBy: text),
                    sourceIP: text, userAgent: text, isDone: number.isMultiple(of: 2), error: text, effect: text,
                    subject: ChangeRecord.Subject(kind: .bucket, id: "logs", object: text), controls: [text],
                    proofs: [ChangeRecord.Proof(bucket: text, logKey: text, sha256: text, digestKey: text)])
            }
            document.findings[0].changes = document.changes.compactMap(\.eventID)
            document.accounts?[0].controls[0].history = hostile.map { text in
                ControlHistory(
                    resource: text,
                    spans: [
                        ControlHistory.Span(
                            state: .off, from: AccountedRun.start, to: AccountedRun.end, eventID: "\(text) 0")
                    ], atCapture: .off, text: text)
            }
        }.readBack()
    }
}

extension ReportDocument {
    /// The report in one format, with a style and a table.
    func written(_ format: ReportFormat, _ style: TextStyle = TextStyle(), _ table: ReportFormat.Table) -> String {
        var text = ""
        let context = ReportFormat.Context(style: style, table: table)
        format.write(self, files: nil, context: context, to: ReportOutput(write: { text += $0 }))
        return text
    }
}
