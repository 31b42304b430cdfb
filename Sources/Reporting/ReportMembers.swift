internal import CloudTrailFormat
internal import CloudTrailVerification
internal import Primitives

/// The members that the JSON and the JSON Lines form share (design/verification.md section 7).
enum ReportMembers {
    static let schemaVersion = "1.0"

    static func head(_ run: RunDescription, _ result: VerificationResult) -> [(String, JSONText)] {
        [
            ("schemaVersion", .string(schemaVersion)),
            (
                "tool",
                .object([
                    ("name", .string("trailseal")), ("version", .string(run.version)),
                    ("libcrypto", .string(run.libraryVersion)),
                ])
            ),
            (
                "run",
                .object([
                    ("startedAt", .optional(run.startedAt)), ("finishedAt", .optional(run.finishedAt)),
                    ("arguments", .array(run.arguments.map { .optional($0) })), ("host", .string(run.host)),
                    ("jobs", .int(run.jobs)), ("complete", .bool(result.isComplete)),
                ])
            ),
            (
                "inputs",
                .object([
                    ("archives", .array(run.archives.map { .object([("path", .optional($0))]) })),
                    (
                        "keyFiles",
                        .array(
                            run.keyFiles.map {
                                .object([
                                    ("path", .optional($0.path)), ("sha256", .string($0.hash.hex)),
                                    ("keys", .int($0.keyCount)),
                                ])
                            })
                    ),
                    ("signatures", .array(run.signatures.map { .object([("path", .optional($0))]) })),
                    (
                        "trailDescriptions",
                        .array(
                            run.descriptions.map {
                                .object([("path", .optional($0.path)), ("sha256", .string($0.hash.hex))])
                            })
                    ),
                    ("from", .optional(run.from)), ("to", .optional(run.to)),
                ])
            ),
            ("verdict", .string(result.verdict.rawValue)), ("summary", summary(result.summary)),
            ("warnings", .array(result.warnings.map { .string($0) })),
        ]
    }

    private static func summary(_ summary: VerificationSummary) -> JSONText {
        .object([
            ("digests", digests(summary.digests)), ("logs", logs(summary.logs)), ("notJudged", .int(summary.notJudged)),
            (
                "bytes",
                .object([
                    ("compressed", .unsigned(summary.compressedByteCount)),
                    ("inflated", .unsigned(summary.inflatedByteCount)),
                ])
            ),
            ("chains", .int(summary.chains)),
            (
                "findings",
                .object([
                    ("invalid", .int(summary.findings.invalid)), ("unverified", .int(summary.findings.unverified)),
                    ("note", .int(summary.findings.note)), ("allowed", .int(summary.findings.allowed)),
                ])
            ), ("unknownMembers", .int(summary.unknownMembers)),
        ])
    }

    static func digests(_ counts: VerificationSummary.DigestCounts) -> JSONText {
        .object([
            ("verified", .int(counts.verified)), ("unverified", .int(counts.unverified)),
            ("invalid", .int(counts.invalid)), ("missing", .int(counts.missing)),
        ])
    }

    static func logs(_ counts: VerificationSummary.LogCounts) -> JSONText {
        .object([
            ("verified", .int(counts.verified)), ("unverified", .int(counts.unverified)),
            ("invalid", .int(counts.invalid)), ("missing", .int(counts.missing)),
            ("unreferenced", .int(counts.unreferenced)),
        ])
    }

    static func identity(_ chain: ChainID) -> [(String, JSONText)] {
        [
            ("organizationId", .optional(chain.organizationID)), ("accountId", .optional(chain.accountID)),
            ("region", .optional(chain.region)), ("trail", .optional(chain.trail)),
            ("homeRegion", .optional(chain.homeRegion)), ("kind", .string(chain.kind.rawValue)),
        ]
    }

    static func chain(_ chain: ChainResult) -> [(String, JSONText)] {
        func spans(_ spans: [TimeSpan]) -> JSONText {
            .array(spans.map { .object([("from", .optional($0.from)), ("to", .optional($0.to))]) })
        }
        let newest: JSONText =
            chain.newest.map {
                .object([
                    ("key", .optional($0.location.key)), ("endTime", .optional($0.end)),
                    ("proof", .optional($0.proof.map(words))),
                ])
            } ?? .null
        return [("bucket", .optional(chain.bucket)), ("prefix", .optional(chain.prefix))] + identity(chain.id) + [
            ("verdict", .string(chain.verdict.rawValue)), ("digests", digests(chain.digests)),
            ("logs", logs(chain.logs)), ("newestDigest", newest),
            ("endsProven", .object([("from", .bool(chain.isBeginningProven)), ("to", .bool(chain.isEndProven))])),
            ("covered", spans(chain.covered)), ("gaps", spans(chain.gaps)),
        ]
    }

    static func finding(_ finding: Finding) -> [(String, JSONText)] {
        [
            ("code", .string(finding.code.rawValue)), ("verdict", .string(finding.verdict.rawValue)),
            ("allowed", .bool(finding.isAllowed)), ("bucket", .optional(finding.bucket)),
            ("key", .optional(finding.key)), ("path", .optional(finding.path)), ("message", .string(finding.message)),
            ("expected", .optional(finding.expected)), ("actual", .optional(finding.actual)),
            ("from", .optional(finding.from)), ("to", .optional(finding.to)), ("count", .optional(finding.count)),
            ("chain", finding.chain.map { .object(identity($0)) } ?? .null),
        ]
    }

    /// Which proof, and where it was found.
    static func words(_ proof: AuthenticatedDigest.Proof) -> String {
        switch proof {
        case .link: "link"
        case .signature(.successor): "signature: in its successor"
        case .signature(.saved(let source)): "signature: " + source.words
        }
    }
}
