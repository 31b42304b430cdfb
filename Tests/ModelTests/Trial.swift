import CloudTrailVerification
import Primitives

/// One tampered archive: verified, and what is said of it compared with what the oracle allows.
struct Trial {
    let world: ModelWorld
    let oracle: Oracle
    var keys: KeyStore
    var policy: VerificationPolicy
    /// What a verifier sees in place of a file; another one than the file for tests of the oracle.
    var serving: @Sendable (ByteString, StoredFile) -> StoredFile? = { $1 }

    init(_ world: ModelWorld, _ oracle: Oracle? = nil) {
        self.world = world
        self.oracle = oracle ?? Oracle(world)
        keys = world.keys
        policy = world.policy
    }

    /// What came of an archive.
    struct Outcome: Sendable {
        var passes: Bool
        var difference: Oracle.Difference
        /// Whether it was judged region by region too.
        var isDivided = false
        /// Everything that the oracle does not allow.
        var violations: [String] = []
    }

    /// The status with which `verify` would end, without a trail description: VerifyCommand and Evidence.
    private static func exitStatus(_ result: VerificationResult) -> Int {
        guard result.holdsArtifacts, result.isAnythingInScope else { return 66 }
        return switch result.verdict {
        case .verified: 0
        case .invalid: 1
        case .unverified: 2
        }
    }

    func run(_ tamperings: [Tampering]) throws -> Outcome {
        try run(tamperings.map { $0.change(world) }) { tamperings.map(\.description) }
    }

    /// The same for changes that were made before.
    func run(_ changes: [Archive.Change], names: () -> [String]) throws -> Outcome {
        var archive = world.archive
        for change in changes { archive.apply(change) }
        let result = try VerificationEngine(
            source: MemoryArchive(archive, serving: serving), keys: keys, policy: policy, jobs: 1
        ).run()
        let records = Records(result)
        let status = Self.exitStatus(result)
        var outcome = Outcome(passes: status == 0, difference: oracle.difference(archive))
        outcome.violations =
            statusViolations(status, outcome.difference) + verifiedViolations(records, archive)
            + invalidViolations(result.findings, records, outcome.difference)
            + countViolations(result.summary, records)
        outcome.isDivided = try isSaidOfParts(archive, result, &outcome.violations)
        if !outcome.violations.isEmpty {
            let findings = result.findings.map {
                "    \($0.verdict) \($0.code.rawValue) \($0.path ?? $0.key ?? ""): \($0.detail)"
            }
            outcome.violations.append(
                (["  after:"] + names().map { "    " + $0 } + ["  exit \(status), \(result.verdict)"] + findings)
                    .joined(separator: "\n"))
        }
        return outcome
    }

    /// Nothing tampered ends in 0, nothing untampered in anything else, and a contradiction in 1.
    private func statusViolations(_ status: Int, _ difference: Oracle.Difference) -> [String] {
        if let contradiction = difference.contradictions.first, status != 1 {
            return ["exit \(status) although \(contradiction)"]
        }
        if let reason = difference.reasons.first {
            return status == 0 ? ["exit 0 although \(reason)"] : []
        }
        return difference.silences.isSubset(of: Silence.harmless) && status != 0
            ? ["exit \(status) although nothing was tampered with"] : []
    }

    /// Every byte called verified is a byte that CloudTrail delivered under that key.
    private func verifiedViolations(_ records: Records, _ archive: Archive) -> [String] {
        var violations: [String] = []
        func check(_ bucket: ByteString?, _ key: ByteString?, _ path: ByteString?, _ hash: [UInt8]?) {
            guard let key, let path, bucket == ModelWorld.bucket, let truth = oracle.genuine[key] else {
                violations.append("verified, but never delivered: \(key ?? "nil") at \(path ?? "nil")")
                return
            }
            guard let file = archive.files[Self.pathBelowRoot(path)], file.isWhole, truth.contains(file.hash)
            else {
                violations.append("verified, but not what was delivered: \(key) at \(path)")
                return
            }
            if let hash, !truth.contains(hash) { violations.append("verified with another hash: \(key) at \(path)") }
        }
        for record in records.digests where record.verdict == .verified {
            check(record.bucket, record.key, record.path, record.hash?.bytes ?? [])
        }
        for record in records.logs where record.standing == .verified {
            check(record.bucket, record.key, record.path, nil)
        }
        return violations
    }

    /// Nothing untouched is called invalid, or missing.
    private func invalidViolations(_ findings: [Finding], _ records: Records, _ difference: Oracle.Difference)
        -> [String]
    {
        var violations: [String] = []
        /// The path, or, where there is none, the key of the object that is said to be absent.
        func check(_ path: ByteString?, _ key: ByteString?, _ what: String) {
            let object: ByteString?
            if let path {
                object = difference.untouched[Self.pathBelowRoot(path)]
            } else {
                object = difference.untouched.values.first { $0 == key }
            }
            // One with a wrong signature may be one that only its signature could have proved.
            guard let object, !difference.wronglySigned.contains(object) else { return }
            violations.append("untouched, but \(what): \(object)")
        }
        for record in records.digests where record.verdict == .invalid {
            check(record.path, record.key, "an invalid digest")
        }
        for record in records.logs where record.standing == .invalid || record.standing == .missing {
            check(record.path, record.key, record.path == nil ? "missing" : "an invalid log")
        }
        for finding in findings where finding.verdict == .invalid {
            check(finding.path, finding.key, finding.code.rawValue)
        }
        return violations
    }

    private static func pathBelowRoot(_ path: ByteString) -> ByteString {
        ByteString(path.bytes.dropFirst(MemoryArchive.root.count + 1))
    }
}
