internal import CloudTrailVerification
internal import Primitives

/// The machine-readable report as one JSON document.
public enum JSONReport {
    /// Hands the document to `write`, in UTF-8 with a line feed at its end.
    public static func write(_ report: RunReport, to write: (String) -> Void) {
        let (run, result) = (report.run, report.result)
        var members =
            ReportMembers.head(run, result) + [
                ("chains", .array(result.chains.map { .object(ReportMembers.chain($0)) })),
                ("findings", .array(result.findings.map { .object(ReportMembers.finding($0)) })),
            ]
        if let controls = report.controls { members.append(("accounts", ControlsMembers.accounts(controls))) }
        write(JSONText.object(members).serialized(indent: 0) + "\n")
    }
}

/// The same, one record a line: every digest, log, chain, finding and control, and the summary last.
public enum JSONLinesReport {
    public static func write(_ report: RunReport, to write: (String) -> Void) {
        let (run, result) = (report.run, report.result)
        func line(_ kind: String, _ members: [(String, JSONText)]) {
            write(JSONText.object([("kind", .string(kind))] + members).serialized() + "\n")
        }
        result.forEachDigest { digest in
            line(
                "digest",
                [
                    ("verdict", .string(digest.verdict.rawValue)), ("bucket", .optional(digest.bucket)),
                    ("key", .optional(digest.key)), ("path", .optional(digest.path)),
                    ("startTime", .optional(digest.start)), ("endTime", .optional(digest.end)),
                    ("sha256", .optional(digest.hash?.hex)),
                    ("proof", .optional(digest.proof.map(ReportMembers.words))),
                    ("logFiles", .optional(digest.logFileCount)),
                    ("chain", digest.chain.map { .object(ReportMembers.identity($0)) } ?? .null),
                ])
        }
        result.forEachLog { log in
            line(
                "log",
                [
                    ("verdict", .string(log.standing?.rawValue ?? "unreferenced")), ("bucket", .optional(log.bucket)),
                    ("key", .optional(log.key)), ("path", .optional(log.path)),
                    ("chain", log.chain.map { .object(ReportMembers.identity($0)) } ?? .null),
                ])
        }
        for chain in result.chains {
            // A chain's own member `kind` would hide the record's.
            let members = ReportMembers.chain(chain).map { $0.0 == "kind" ? ("chainKind", $0.1) : $0 }
            line("chain", members)
        }
        for finding in result.findings { line("finding", ReportMembers.finding(finding)) }
        for account in report.controls.map(ControlsMembers.records) ?? [] { line("control", account) }
        line("summary", ReportMembers.head(run, result))
    }
}
