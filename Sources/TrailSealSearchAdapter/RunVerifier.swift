internal import TrailSealFormat
internal import TrailSealPrimitives
package import TrailSealSearch
internal import TrailSealVerification
internal import VirtualTrail

/// Runs the product for the search. Only this folder knows both the search and the product.
package struct RunVerifier: Verifier {
    /// Creates a verifier.
    package init() {}

    /// Verifies the archive of a run. Returns nil if it can't be divided as the options ask.
    package func answer(_ run: TrailSealSearch.Run) throws -> Answer? {
        let options = run.options
        let partition = MemoryPartition(run, isByAccount: options.division != .whole)
        if options.division != .whole, partition.accounts.count == 1 { return nil }
        let result = try AccountRuns(
            partition: partition, keys: try Self.keyStore(options.keys), policy: try Self.policy(run),
            jobs: options.jobs
        ).result()
        if run.roots.count > 1, options.shard == nil, !result.emptyRoots.isEmpty { return Answer(status: 66) }
        return Self.answer(result)
    }

    // MARK: Questions

    /// The usual keys, parsed once because parsing is slow.
    private static let usual = (
        names: [SigningKey.first.name, SigningKey.second.name], keys: Result { try keys([.first, .second]) }
    )

    private static func keyStore(_ keys: [SigningKey]) throws -> KeyStore {
        try keys.map(\.name) == usual.names ? usual.keys.get() : Self.keys(keys)
    }

    private static func keys(_ keys: [SigningKey]) throws -> KeyStore { try KeyStore(keys.map(record)) }

    /// A key as `list-public-keys` returns it.
    private static func record(_ key: SigningKey) -> PublicKeyRecord {
        PublicKeyRecord(
            fingerprint: Hashes.md5(key.pkcs1), value: key.pkcs1, validFrom: time(.hour(-240)),
            validUntil: time(.hour(240)))
    }

    private static func time(_ moment: Moment) -> UnixTime { UnixTime(seconds: Int64(moment.seconds)) }

    private static func policy(_ run: TrailSealSearch.Run) throws -> VerificationPolicy {
        let options = run.options
        var policy = try VerificationPolicy(
            from: options.from.map(time), to: options.to.map(time), accounts: options.accounts.map(\.byteString),
            regions: options.regions.map(\.byteString), trails: options.trails.map(\.byteString),
            allowances: allowances(options.allowance))
        policy.shard = options.shard.flatMap { AccountShard(index: $0.index, count: $0.count) }
        policy.known = run.state.map { $0.content as? [KnownChain] ?? [] }
        policy.isFull = options.isFull
        return policy
    }

    private static func allowances(_ allowance: Allowance) -> [VerificationPolicy.Allowance] {
        switch allowance {
        case .none: []
        case .coverageGap: [.init(code: .coverageGap)]
        case .firstHour:
            [.init(code: .coverageGap, selector: .interval(from: time(.hour(21)), to: time(.hour(22))))]
        case .signatureUnavailable: [.init(code: .digestSignatureUnavailable)]
        case .fileUnreadable: [.init(code: .fileUnreadable)]
        case .referenceOutside: [.init(code: .referenceOutsideArchive)]
        }
    }

    // MARK: Answers

    /// The exit status of `verify` without a trail description.
    private static func status(_ result: VerificationResult) -> Int {
        guard result.holdsArtifacts else { return 66 }
        return switch result.verdict {
        case .verified: 0
        case .invalid: 1
        case .unverified: 2
        }
    }

    private static func answer(_ result: VerificationResult) -> Answer {
        var answer = Answer(status: status(result))
        result.forEachDigest { record in
            let standing: Answer.Standing =
                switch record.verdict {
                case .verified: .verified
                case .unverified: .unverified
                case .invalid: .invalid
                }
            answer.digests.append(
                .init(
                    bucket: record.bucket.map(\.path), key: record.key.map(\.path), path: record.path.path,
                    hash: record.hash?.bytes, standing: standing))
        }
        result.forEachLog { record in
            let standing: Answer.Standing =
                switch record.standing {
                case nil: .unreferenced
                case .verified: .verified
                case .unverified: .unverified
                case .missing: .missing
                case .invalid: .invalid
                }
            answer.logs.append(
                .init(
                    bucket: record.bucket.map(\.path), key: record.key.map(\.path), path: record.path.map(\.path),
                    hash: nil, standing: standing))
        }
        answer.findings = result.findings.map { finding in
            Answer.Finding(
                code: finding.code.rawValue, verdict: finding.verdict.rawValue, key: finding.key.map(\.path),
                path: finding.path.map(\.path),
                isGeneral: finding.chain == nil && finding.path == nil && finding.key == nil
                    && finding.subject.accountID == nil,
                from: finding.from?.iso8601, to: finding.to?.iso8601)
        }
        let (findings, chains, summary) = (result.findings, result.chains, result.summary)
        answer.findingWords = { findings.map(words) }
        answer.words = { [words(summary)] + chains.map(words) }
        let (digests, logs) = (result.summary.digests, result.summary.logs)
        if result.holdsRecords {
            answer.counts = [
                digests.verified, digests.unverified, digests.invalid, logs.unreferenced, logs.verified,
                logs.unverified, logs.missing, logs.invalid,
            ]
        }
        let known = result.knownChains ?? []
        answer.state = State(content: known, keys: Set(known.flatMap(\.segments).map(\.last.location.key.path)))
        return answer
    }

    // These don't use `String(describing:)`, because it is slow.

    private static func words(_ finding: Finding) -> String {
        let object = [finding.bucket, finding.key, finding.path].map { $0?.description ?? "-" }
        let times = [finding.from, finding.to].map { $0?.iso8601 ?? "-" }
        let head = [finding.code.rawValue, finding.verdict.rawValue]
        let tail = [String(finding.count ?? 0), finding.chain.map(words) ?? "-", "\(finding.detail)"]
        return (head + object + times + tail).joined(separator: " ")
    }

    private static func words(_ chain: ChainID) -> String {
        [chain.organizationID ?? "-", chain.accountID, chain.region, chain.trail, chain.homeRegion]
            .map(\.description).joined(separator: "/") + "/" + chain.kind.rawValue
    }

    private static func words(_ chain: ChainResult) -> String {
        let spans = { (spans: [TimeSpan]) in
            spans.map { "\($0.from.iso8601) to \($0.to.iso8601)" }.joined(separator: ", ")
        }
        let newest = chain.newest.map { "\($0.location.key) \($0.end.iso8601)" } ?? "-"
        return [
            words(chain.id), chain.verdict.rawValue, words(chain.digests), words(chain.logs), spans(chain.covered),
            spans(chain.gaps), String(chain.isBeginningProven), String(chain.isEndProven),
            String(chain.digestSpans.count), newest,
        ].joined(separator: " ")
    }

    private static func words(_ counts: VerificationSummary.DigestCounts) -> String {
        "digests \(counts.verified) \(counts.unverified) \(counts.invalid) \(counts.missing)"
    }

    private static func words(_ counts: VerificationSummary.LogCounts) -> String {
        "logs \(counts.verified) \(counts.unverified) \(counts.invalid) \(counts.missing) \(counts.unreferenced)"
    }

    private static func words(_ summary: VerificationSummary) -> String {
        "\(words(summary.digests)) \(words(summary.logs)), \(summary.notJudged) not judged, "
            + "\(summary.compressedByteCount) of \(summary.inflatedByteCount) bytes"
    }
}

extension Path {
    var byteString: ByteString { ByteString(bytes) }
}

extension ByteString {
    var path: Path { Path(bytes) }
}
