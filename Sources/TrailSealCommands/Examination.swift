internal import TrailSealArchive
internal import TrailSealChanges
internal import TrailSealFileTree
internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealReporting
internal import TrailSealVerification

/// A run of `verify` or `changes` over an archive, up to its report.
struct Examination {
    let inputs: InputOptions
    let scope: ScopeOptions
    let text: TextOptions
    let descriptions: Descriptions
    /// What the run asks for in the chain-of-custody record. Nil for no record.
    var custody: CustodyOptions?
    /// Whether reports show the inputs with their hashes.
    var isHashed = false
    /// Whether reports leave out what differs between two runs over the same files.
    var isDeterministic = false
    /// Whether some output shows every single file.
    var keepsRecords = false
    /// Whether the control changes are collected.
    var wantsChanges = false
    var shard: ShardArgument?
    var state: StateStore?
    var isFull = false
    var retention: Int64?
    var maximumAge: Int64?

    /// The part of a result that is needed once its report is made. With many chains, it takes half of the memory.
    struct Conclusion {
        let document: ReportDocument
        let files: ResultFiles?
        let verdict: Verdict
        let isComplete: Bool
        let knownChains: [KnownChain]?

        init(_ result: VerificationResult, _ document: ReportDocument) {
            self.document = document
            files = result.holdsRecords ? ResultFiles(result) : nil
            verdict = result.verdict
            isComplete = result.isComplete
            knownChains = result.knownChains
        }

        /// Why no chain advanced.
        var standstill: String {
            if !isComplete { return "the run was interrupted" }
            if document.head.inputs.copiedLogs != .all {
                return "a state advances only over logs that were read; run without --logs-from and --digests-only"
            }
            return verdict == .verified
                ? "no chain has a newer verified digest than in the last run"
                : "each chain has a finding, or its account and Region have one"
        }

        /// The exit status by the verdict alone.
        var verdictStatus: ExitStatus {
            if let status = Interruption.status, !isComplete { return status }
            return ExitStatus(verdict)
        }

        /// The exit status by the verdict and, if that is verified, by the controls.
        var status: ExitStatus {
            verdictStatus == .verified && document.isAnyControlFailed ? .controlFailed : verdictStatus
        }
    }

    /// Judges the archive, prints warnings, and makes the report.
    func conclusion(
        _ evidence: consuming VerificationInputs, by policy: VerificationPolicy, at startedAt: UnixTime
    ) throws -> Conclusion {
        // Consumed, so that the memory of saved signatures is freed after the run.
        let (roots, keyFiles, jobs) = (evidence.roots, evidence.keys.files, evidence.jobs)
        let collector =
            wantsChanges ? ChangeCollector(described: TrailSubjects(descriptions.accounts), threads: jobs) : nil
        let result = try (consume evidence).verify(
            policy, showing: text.progress, consumer: collector, keepsRecords: keepsRecords
        ) { Interruption.isRequested }
        LeftAtExit.keep(result.remains)
        try state?.expectSameArchive(result)
        warn(result, roots, policy)
        var head = try head(result, policy, jobs: jobs, at: startedAt)
        head.inputs.keyFiles = keyFiles
        if let custody {
            // A shard doesn't read the files of other shards, not even to hash them.
            head.run.custody = try record(
                custody, shard == nil ? roots : [], files: result.accounting?.files.walked ?? 0)
        }
        head.run.finishedAt = RunRecord.now()
        if isDeterministic { head.redactRunDetails() }
        let section = descriptions.section(result.chains)
        var document = ReportDocument(result, controls: section, head: head)
        if let collector {
            let proved = result.chains.lazy.compactMap(\.newest).filter { $0.proof != nil }
            let observed = collector.observed(result.chains)
            document.add(
                collector.list(buckets: proved.map(\.location.bucket), in: observed), section, in: observed)
        }
        return Conclusion(result, document)
    }

    private func warn(_ result: VerificationResult, _ roots: [Directory], _ policy: VerificationPolicy) {
        for warning in result.warnings { Console.printError("warning: \(warning)") }
        if !(text.quiet && result.verdict == .verified) {
            for number in result.unusedAllowances where scope.allow.indices.contains(number) {
                let option = EscapedText.string(of: scope.allow[number])
                Console.printError(
                    "warning: --allow \(option) allowed nothing: no finding matches it (see trailseal explain)"
                )
            }
        }
        if let warning = HalfCopy.warning(result, roots, policy) { Console.printError("warning: \(warning)") }
        if let time = result.presentTime {
            Console.printError("no verified digest meets the window; \(PresentValuesText.time(time))")
        }
        if let present = result.present { Console.printError(PresentValuesText.line(present, asked: policy)) }
    }

    private func head(
        _ result: VerificationResult, _ policy: VerificationPolicy, jobs: Int, at startedAt: UnixTime
    ) throws -> ReportHead {
        var head = RunRecord.head(startedAt: startedAt, jobs: jobs)
        head.inputs.archives = inputs.archives.map { ReportHead.Input(path: RawArguments.bytes(of: $0).description) }
        head.inputs.signatures = try InputLoading.signatureInputs(
            result.signatureUses, hashingFolders: isHashed, isShard: shard != nil)
        head.inputs.trailDescriptions = descriptions.files
        head.run.shard = shard.map {
            ReportHead.Shard(
                index: $0.shard.index, count: $0.shard.count, emptyArchives: result.emptyRoots,
                accountFolders: result.accountFolders?.hex)
        }
        head.inputs.state = state?.input
        head.inputs.forgotten = state?.forgottenSinceFullRun.map(ForgottenRecord.init) ?? []
        head.inputs.isFull = isFull
        head.inputs.retention = retention
        head.inputs.maximumAge = maximumAge
        head.inputs.from = policy.from
        head.inputs.to = policy.to
        head.inputs.copiedLogs = policy.copiedLogs
        head.inputs.accounts = policy.accounts.map(\.description)
        head.inputs.regions = policy.regions.map(\.description)
        head.inputs.trails = policy.trails.map(\.description)
        head.inputs.allowances = scope.allow.map { EscapedText.string(of: $0) }
        return head
    }

    /// Returns the chain-of-custody record. Shows progress while every file is hashed.
    private func record(
        _ custody: CustodyOptions, _ roots: [Directory], files: Int
    ) throws -> ReportHead.Custody {
        let progress = ReadingProgress()
        progress.expect(files)
        let meter = ProgressMeter(text.progress, progress, doing: "hashing for the manifest")
        defer { meter?.finish() }
        return try custody.record(roots, progress: progress)
    }
}
