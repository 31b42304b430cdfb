internal import ArgumentParser
internal import CloudTrailVerification
internal import Glibc
internal import LibCrypto
internal import Primitives
internal import Reporting

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
              aws s3 sync s3://BUCKET archive
              aws cloudtrail list-public-keys --region REGION \\
                --start-time FROM --end-time TO > keys/REGION.json
              aws s3api head-object --bucket BUCKET --key KEY > heads/KEY.json
            The last one saves a signature, which a copy of the object lacks. It is \
            needed for the newest digest file of each chain: the others are proven \
            by their successors.

            EXAMPLES
              trailseal verify archive --keys keys --signatures heads
              trailseal verify archive --keys keys \\
                --from 2026-10-01T00:00:00Z --to 2026-10-02T00:00:00Z
              trailseal verify archive --keys keys \\
                --allow digest-signature-unavailable --report json=report.json

            \(ExitStatus.help)
            """)

    @OptionGroup var inputs: InputOptions

    @OptionGroup(title: "Scope") var scope: ScopeOptions

    @Option(
        name: .long, parsing: .singleValue,
        help: ArgumentHelp(
            "A trail description (see trailseal controls --help): adds the seven controls, and shows whether the newest "
                + "digests are missing. Repeatable.", valueName: "file"))
    var trailDescription: [String] = []

    @OptionGroup var output: ReportOptions

    mutating func run() throws { try Command.run(verify) }

    private func verify() throws -> ExitStatus {
        Interruption.install()
        let startedAt = Self.now()
        let descriptions = try Descriptions(trailDescription)
        let policy = try descriptions.policy(scope)
        let evidence = try Evidence(inputs)
        let sinks = try ReportSinks(output.report)
        let result = try evidence.verify(policy) { Interruption.isRequested }
        for warning in result.warnings { Console.complain("warning: \(warning)") }
        var run = RunDescription(
            version: TrailSealVersion.current, libraryVersion: LibCrypto.version, startedAt: startedAt,
            finishedAt: Self.now(), arguments: CommandLine.arguments.dropFirst().map { ByteString($0) },
            host: Self.host(), jobs: evidence.jobs, archives: inputs.archives.map { ByteString($0) },
            keyFiles: evidence.keys.files, signatures: inputs.signatures.map { ByteString($0) }, from: policy.from,
            to: policy.to)
        run.descriptions = descriptions.files
        let report = RunReport(run: run, result: result, controls: descriptions.section(result.chains))
        try sinks.write(
            text: { TextReport.write(report, to: $0) },
            machine: { format, write in
                switch format {
                case .json: JSONReport.write(report, to: write)
                case .jsonl: JSONLinesReport.write(report, to: write)
                }
            })
        if let status = Interruption.status, !result.isComplete { return status }
        switch result.verdict {
        case .verified: return report.controls?.isAnyFailed == true ? .controlFailed : .verified
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
