internal import TrailSealArchive
internal import TrailSealControls
internal import TrailSealExport
internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealReporting
internal import TrailSealVerification

// Converts between the values of this module and those of the engine. Each switch names every case, so a new one
// doesn't compile until it has its counterpart.

extension UnixTime {
    init(_ time: Timestamp) { self.init(seconds: time.secondsSince1970) }
}

extension Timestamp {
    init(_ time: UnixTime) { self.init(secondsSince1970: time.seconds) }
}

extension Period {
    init(_ span: TimeSpan) { self.init(start: Timestamp(span.from), end: Timestamp(span.to)) }
}

extension Verdict {
    init(_ verdict: TrailSealVerification.Verdict) {
        self =
            switch verdict {
            case .verified: .verified
            case .unverified: .unverified
            case .invalid: .invalid
            }
    }
}

extension FindingVerdict {
    init(_ verdict: TrailSealVerification.FindingVerdict) {
        self =
            switch verdict {
            case .invalid: .invalid
            case .unverified: .unverified
            case .note: .note
            }
    }
}

extension FindingCode {
    init(_ code: TrailSealVerification.FindingCode) {
        self =
            switch code {
            case .digestMalformed: .digestMalformed
            case .digestRelocated: .digestRelocated
            case .digestSignatureInvalid: .digestSignatureInvalid
            case .digestHashMismatch: .digestHashMismatch
            case .digestMetadataMismatch: .digestMetadataMismatch
            case .digestMissing: .digestMissing
            case .logMissing: .logMissing
            case .logHashMismatch: .logHashMismatch
            case .logMalformed: .logMalformed
            case .logTrailingData: .logTrailingData
            case .historyTruncated: .historyTruncated
            case .historyRewritten: .historyRewritten
            case .digestUnsupported: .digestUnsupported
            case .digestSignatureUnavailable: .digestSignatureUnavailable
            case .digestKeyUnknown: .digestKeyUnknown
            case .digestKeyOutOfValidity: .digestKeyOutOfValidity
            case .keyFingerprintMismatch: .keyFingerprintMismatch
            case .signatureWithoutDigest: .signatureWithoutDigest
            case .logDigestUnverified: .logDigestUnverified
            case .logUnreferenced: .logUnreferenced
            case .logReferenceConflict: .logReferenceConflict
            case .referenceOutsideArchive: .referenceOutsideArchive
            case .coverageGap: .coverageGap
            case .coverageStale: .coverageStale
            case .fileUnreadable: .fileUnreadable
            case .unaccounted: .unaccounted
            case .historyBegins: .historyBegins
            case .historyExpired: .historyExpired
            case .chainEndsEarly: .chainEndsEarly
            case .storedInflated: .storedInflated
            case .chainForked: .chainForked
            case .fileUnrecognized: .fileUnrecognized
            case .logNotDue: .logNotDue
            }
    }

    fileprivate var code: TrailSealVerification.FindingCode {
        switch self {
        case .digestMalformed: .digestMalformed
        case .digestRelocated: .digestRelocated
        case .digestSignatureInvalid: .digestSignatureInvalid
        case .digestHashMismatch: .digestHashMismatch
        case .digestMetadataMismatch: .digestMetadataMismatch
        case .digestMissing: .digestMissing
        case .logMissing: .logMissing
        case .logHashMismatch: .logHashMismatch
        case .logMalformed: .logMalformed
        case .logTrailingData: .logTrailingData
        case .historyTruncated: .historyTruncated
        case .historyRewritten: .historyRewritten
        case .digestUnsupported: .digestUnsupported
        case .digestSignatureUnavailable: .digestSignatureUnavailable
        case .digestKeyUnknown: .digestKeyUnknown
        case .digestKeyOutOfValidity: .digestKeyOutOfValidity
        case .keyFingerprintMismatch: .keyFingerprintMismatch
        case .signatureWithoutDigest: .signatureWithoutDigest
        case .logDigestUnverified: .logDigestUnverified
        case .logUnreferenced: .logUnreferenced
        case .logReferenceConflict: .logReferenceConflict
        case .referenceOutsideArchive: .referenceOutsideArchive
        case .coverageGap: .coverageGap
        case .coverageStale: .coverageStale
        case .fileUnreadable: .fileUnreadable
        case .unaccounted: .unaccounted
        case .historyBegins: .historyBegins
        case .historyExpired: .historyExpired
        case .chainEndsEarly: .chainEndsEarly
        case .storedInflated: .storedInflated
        case .chainForked: .chainForked
        case .fileUnrecognized: .fileUnrecognized
        case .logNotDue: .logNotDue
        }
    }

    /// A title of a few words.
    public var title: String { code.explanation.title }
    /// What the finding means.
    public var meaning: String { code.explanation.meaning }
    /// What else may have caused it.
    public var benignCauses: String { code.explanation.benignCauses }
    /// What to do next.
    public var nextStep: String { code.explanation.nextStep }
}

extension ChainID {
    init(_ chain: TrailSealFormat.ChainID) {
        self.init(
            organizationID: chain.organizationID?.description, accountID: chain.accountID.description,
            region: chain.region.description, trail: chain.trail.description,
            homeRegion: chain.homeRegion.description, kind: chain.kind == .backfill ? .backfill : .standard)
    }
}

extension DigestCounts {
    init(_ counts: VerificationSummary.DigestCounts) {
        self.init(
            verified: counts.verified, unverified: counts.unverified, invalid: counts.invalid, missing: counts.missing)
    }
}

extension LogCounts {
    init(_ counts: VerificationSummary.LogCounts) {
        self.init(
            verified: counts.verified, unverified: counts.unverified, invalid: counts.invalid, missing: counts.missing,
            unreferenced: counts.unreferenced)
    }
}

extension Summary {
    init(_ summary: VerificationSummary) {
        let found = summary.findings
        self.init(
            digests: DigestCounts(summary.digests), logs: LogCounts(summary.logs),
            findings: FindingCounts(
                invalid: found.invalid, unverified: found.unverified, note: found.note, allowed: found.allowed),
            compressedBytes: summary.compressedByteCount, inflatedBytes: summary.inflatedByteCount)
    }
}

extension ChainReport {
    init(_ chain: ChainResult) {
        self.init(
            id: ChainID(chain.id), verdict: Verdict(chain.verdict), digests: DigestCounts(chain.digests),
            logs: LogCounts(chain.logs), covered: chain.covered.map(Period.init), gaps: chain.gaps.map(Period.init),
            isBeginningProven: chain.isBeginningProven, isEndProven: chain.isEndProven)
    }
}

extension Finding {
    init(_ finding: TrailSealVerification.Finding) {
        self.init(
            code: FindingCode(finding.code), verdict: FindingVerdict(finding.verdict), isAllowed: finding.isAllowed,
            reason: finding.reason, message: finding.message, chain: finding.chain.map(ChainID.init),
            bucket: finding.bucket?.description, key: finding.key?.description, path: finding.path?.description,
            start: finding.from.map(Timestamp.init), end: finding.to.map(Timestamp.init), expected: finding.expected,
            actual: finding.actual, count: finding.count)
    }
}

extension Report {
    init(_ result: VerificationResult, head: ReportHead) {
        self.init(
            verdict: Verdict(result.verdict), summary: Summary(result.summary),
            chains: result.chains.map(ChainReport.init), findings: result.findings.map(Finding.init),
            warnings: result.warnings + result.signatureUses.flatMap(SavedAnswers.warnings),
            document: RenderedDocument(ReportDocument(result, controls: nil, head: head)))
    }
}

/// What to know about saved signatures that hold none (INPUT-4).
private enum SavedAnswers {
    static func warnings(_ use: SignatureUse) -> [String] {
        var warnings: [String] = []
        if use.read == 0 { warnings.append("the signatures \(use.path) hold no saved answer for a digest file") }
        let empty = use.emptyEntries + use.emptyFiles.count
        if empty > 0 { warnings.append("the signatures \(use.path): answers without a whole signature: \(empty)") }
        return warnings
    }
}

extension ReportFormat {
    init(_ format: Report.Format) {
        self =
            switch format {
            case .text: .text
            case .json: .json
            case .html: .html
            case .junit: .junit
            case .sarif: .sarif
            case .csv: .csv
            case .asff: .asff
            case .ocsf: .ocsf
            }
    }
}

extension TrailSealVerification.CopiedLogs {
    init(_ logs: Scope.CopiedLogs) {
        self =
            switch logs {
            case .all: .all
            case .from(let time): .from(UnixTime(time))
            case .none: .none
            }
    }
}

extension VerificationPolicy.Allowance {
    init(_ allowance: Scope.Allowance) {
        let (account, region, trail) = (allowance.accountID, allowance.region, allowance.trail)
        let chain = (account.map { ByteString($0) }, region.map { ByteString($0) }, trail.map { ByteString($0) })
        let isOfChain = account != nil || region != nil || trail != nil
        let selector: Selector =
            switch (isOfChain, allowance.interval) {
            case (false, nil): .all
            case (true, nil): .chain(accountID: chain.0, region: chain.1, trail: chain.2)
            case (false, let interval?): .interval(from: UnixTime(interval.start), to: UnixTime(interval.end))
            case (true, let interval?):
                .joined(
                    accountID: chain.0, region: chain.1, trail: chain.2, from: UnixTime(interval.start),
                    to: UnixTime(interval.end))
            }
        self.init(code: allowance.code.code, selector: selector)
    }
}

extension VerificationPolicy {
    init(_ scope: Scope) throws(Failure) {
        try self.init(
            from: scope.start.map { UnixTime($0) }, to: scope.end.map { UnixTime($0) },
            accounts: scope.accounts.map { ByteString($0) }, regions: scope.regions.map { ByteString($0) },
            trails: scope.trails.map { ByteString($0) }, allowances: scope.allowances.map(Allowance.init))
        copiedLogs = TrailSealVerification.CopiedLogs(scope.copiedLogs)
    }
}

extension TrailSealError {
    init(_ failure: VerificationPolicy.Failure) {
        self =
            switch failure {
            case .emptyWindow: .invalidScope("the end of the window isn't after its start")
            case .notAllowable(let code): .invalidScope("the code \(code.rawValue) can't be allowed")
            }
    }
}

extension StoredFiles.File {
    init(_ file: StoredFile) {
        // Of two spellings of a name, the same one wins in every run.
        let fields = file.metadata.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
        self.init(path: ByteString(file.path), size: file.size, metadata: SignatureMetadata(fields: fields))
    }
}

extension ControlStatus {
    init(_ status: TrailSealControls.ControlStatus) {
        self =
            switch status {
            case .passed: .passed
            case .failed: .failed
            case .warning: .warning
            case .notAvailable: .notAvailable
            }
    }
}

extension Controls.Account {
    init(_ account: AccountControls) {
        self.init(
            id: account.accountID.map { EscapedText.string(of: $0) },
            capturedAt: account.capturedAt.map(Timestamp.init),
            controls: account.controls.map(ControlResult.init))
    }
}

extension ControlResult {
    init(_ result: TrailSealControls.ControlResult) {
        self.init(
            id: result.id.rawValue, title: result.id.title, status: ControlStatus(result.status), reason: result.reason,
            resources: result.resources.map {
                Resource(id: $0.id.description, status: ControlStatus($0.status), reason: $0.reason)
            })
    }
}

extension ExportTotals {
    init(_ totals: ExportCounts) {
        self.init(logs: totals.logs, events: totals.events, discarded: totals.discarded)
    }
}
