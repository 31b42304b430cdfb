internal import ArgumentParser
internal import CloudTrailArchive
internal import CloudTrailFormat
internal import CloudTrailVerification
internal import FileTree
internal import Glibc
internal import LibCrypto
internal import Primitives
internal import Reporting
internal import WorkerPool

/// `trailseal verify`.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verify a downloaded CloudTrail archive offline.",
        discussion: """
            Reads every digest and log file below each ARCHIVE, proves the digests by their signatures and by the \
            digests that follow them, and compares each listed log file with its recorded hash. Nothing is written \
            but the reports, and no network is used.

            To obtain the inputs with the AWS CLI:
              aws s3 sync s3://BUCKET archive/
              aws cloudtrail list-public-keys --region REGION --start-time FROM --end-time TO > keys/REGION.json
              aws s3api head-object --bucket BUCKET --key DIGEST-KEY > heads/DIGEST-KEY.json
            The last is needed for the newest digest of each chain only: the copy lacks its signature.

            EXAMPLES
              trailseal verify archive --keys keys --signatures heads
              trailseal verify archive --keys keys --from 2026-10-01T00:00:00Z --to 2026-10-02T00:00:00Z
              trailseal verify archive --keys keys --allow digest-signature-unavailable --report json=report.json

            \(ExitStatus.help)
            """)

    @Argument(
        help: ArgumentHelp("A folder with downloaded objects, from any depth of the bucket.", valueName: "archive"))
    var archives: [String]

    @Option(
        name: .long, parsing: .singleValue,
        help: ArgumentHelp(
            "Saved list-public-keys answers: a file, or a folder of *.json. Repeatable.", valueName: "path"))
    var keys: [String]

    @Option(
        name: .long, parsing: .singleValue,
        help: ArgumentHelp(
            "Saved signatures of digest files: a folder of head-object answers laid out like the keys (KEY.json), or a "
                + "JSON Lines, JSON array or CSV listing. Repeatable.", valueName: "path"))
    var signatures: [String] = []

    @Option(name: .long, help: ArgumentHelp("Begin of the window, ISO 8601.", valueName: "time"))
    var from: String?

    @Option(name: .long, help: ArgumentHelp("End of the window, exclusive, ISO 8601.", valueName: "time"))
    var to: String?

    @Option(name: .long, parsing: .singleValue, help: ArgumentHelp("Only this account. Repeatable.", valueName: "id"))
    var account: [String] = []

    @Option(name: .long, parsing: .singleValue, help: ArgumentHelp("Only this region. Repeatable.", valueName: "name"))
    var region: [String] = []

    @Option(name: .long, parsing: .singleValue, help: ArgumentHelp("Only this trail. Repeatable.", valueName: "name"))
    var trail: [String] = []

    @Option(
        name: .long, parsing: .singleValue,
        help: ArgumentHelp(
            "Turn unverified findings of a code into notes; select with ACCOUNT/REGION/TRAIL (* for any) or FROM/TO. "
                + "Repeatable.", valueName: "code[=selector]"))
    var allow: [String] = []

    @Option(
        name: .long, parsing: .singleValue,
        help: ArgumentHelp(
            "Write a report: json=PATH or jsonl=PATH; - is standard output, in place of the text. Repeatable.",
            valueName: "format=path"))
    var report: [ReportTarget] = []

    @Option(name: .long, help: ArgumentHelp("Number of threads (default: one per processor).", valueName: "n"))
    var jobs: Int?

    mutating func validate() throws {
        if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1") }
        if report.filter(\.isStandardOutput).count > 1 {
            throw ValidationError("only one --report can go to standard output")
        }
        _ = try policy()
    }

    private func policy() throws -> VerificationPolicy {
        let window = (from: try time(from, "--from"), to: try time(to, "--to"))
        let allowances = try allowances()
        do throws(VerificationPolicy.Failure) {
            return try VerificationPolicy(
                from: window.from, to: window.to, accounts: account.map { ByteString($0) },
                regions: region.map { ByteString($0) }, trails: trail.map { ByteString($0) },
                allowances: allowances)
        } catch {
            switch error {
            case .emptyWindow: throw ValidationError("--to must be after --from")
            case .notAllowable(let code):
                throw ValidationError("--allow \(code.rawValue): only unverified findings can be allowed")
            }
        }
    }

    private func time(_ text: String?, _ option: String) throws -> UnixTime? {
        guard let text else { return nil }
        guard let time = UnixTime(iso8601: Array(text.utf8)) else {
            throw ValidationError(
                "\(option) \(EscapedText.string(of: text)): no ISO 8601 time, such as 2026-10-01T00:00:00Z")
        }
        return time
    }

    private func allowances() throws -> [VerificationPolicy.Allowance] {
        try allow.map { text in
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts.first, let code = FindingCode(rawValue: String(name)) else {
                throw ValidationError("--allow \(EscapedText.string(of: text)): no such finding code")
            }
            guard parts.count == 2 else { return VerificationPolicy.Allowance(code: code) }
            return VerificationPolicy.Allowance(code: code, selector: try selector(String(parts[1]), text))
        }
    }

    private func selector(_ text: String, _ argument: String) throws -> VerificationPolicy.Allowance.Selector {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 3, !parts.contains("") {
            func part(_ text: String) -> ByteString? { text == "*" ? nil : ByteString(text) }
            return .chain(accountID: part(parts[0]), region: part(parts[1]), trail: part(parts[2]))
        }
        if parts.count == 2, let from = UnixTime(iso8601: Array(parts[0].utf8)),
            let to = UnixTime(iso8601: Array(parts[1].utf8)), from < to
        {
            return .interval(from: from, to: to)
        }
        throw ValidationError(
            "--allow \(EscapedText.string(of: argument)): a selector is ACCOUNT/REGION/TRAIL or FROM/TO in ISO 8601")
    }

    mutating func run() throws {
        do {
            let status = try verify()
            throw ExitCode(status.rawValue)
        } catch let error as OperationalError {
            Console.complain(error.message)
            throw ExitCode(error.status.rawValue)
        } catch let error as FileTreeError {
            Console.complain("\(error)")
            throw ExitCode(ExitStatus.inputOutput.rawValue)
        } catch let error as LibCryptoError {
            Console.complain("internal error: \(error)")
            throw ExitCode(ExitStatus.internalError.rawValue)
        }
    }

    private func verify() throws -> ExitStatus {
        Interruption.install()
        let startedAt = Self.now()
        let policy = try policy()
        let roots = try InputLoading.archives(archives)
        let keys = try InputLoading.keys(keys)
        let store = try InputLoading.signatures(signatures)
        let sinks = try ReportSinks(report)
        let jobs = jobs ?? WorkerPool.processorCount
        let index = ArchiveIndexer(roots: roots, jobs: jobs, isCancelled: { Interruption.isRequested }).index()
        let archive = DirectoryArchive(roots: roots, listing: index.listing, signatures: store)
        let engine = VerificationEngine(
            source: archive, keys: keys.store, policy: policy, jobs: jobs, isCancelled: { Interruption.isRequested })
        let result = try engine.run()
        let names = archives.map { EscapedText.string(of: $0) }.joined(separator: ", ")
        guard result.holdsArtifacts else {
            throw OperationalError(
                .noInput, "\(names) holds no CloudTrail digest or log file; give the folder that holds AWSLogs")
        }
        guard result.isAnythingInScope else {
            throw OperationalError(
                .noInput, "nothing in \(names) is in scope; check --from, --to, --account, --region and --trail")
        }
        for warning in result.warnings { Console.complain("warning: \(warning)") }
        let run = RunDescription(
            version: TrailSealVersion.current, libraryVersion: LibCrypto.version, startedAt: startedAt,
            finishedAt: Self.now(), arguments: CommandLine.arguments.dropFirst().map { ByteString($0) },
            host: Self.host(), jobs: jobs, archives: archives.map { ByteString($0) }, keyFiles: keys.files,
            signatures: signatures.map { ByteString($0) }, from: policy.from, to: policy.to)
        try sinks.write(result, of: run)
        if let status = Interruption.status, !result.isComplete { return status }
        switch result.verdict {
        case .verified: return .verified
        case .unverified: return .unverified
        case .invalid: return .invalid
        }
    }

    private static func now() -> UnixTime { UnixTime(seconds: Int64(Glibc.time(nil))) }

    private static func host() -> String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "unknown" }
        return EscapedText.string(of: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) })
    }
}
