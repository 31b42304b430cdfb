internal import ArgumentParser
internal import TrailSealControls
internal import TrailSealPrimitives
internal import TrailSealReporting

/// The command `trailseal controls`.
struct ControlsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "controls", _superCommandName: TrailSealCommand.name,
        abstract: "Evaluate the Security Hub controls CloudTrail.1 to .7 from saved settings.",
        discussion: """
            DESCRIPTION is one of these:
              - a trail description file, as Scripts/collect writes it
              - a saved answer of aws cloudtrail describe-trails or get-trail
              - a folder of these files (.json, .jsonl, .ndjson)
              - the sign - for standard input
            A file may hold several of them, one after the other or in an array.

            If an answer is missing, the control is NOT_AVAILABLE, and the report names \
            the call that would decide it. Each account gets its own result. If an account \
            is described several times, the newest capture wins for each answer. An answer \
            about a bucket or trail counts for every account that uses it. Nothing is sent \
            anywhere.

            A trail description file contains the answers of the AWS CLI unchanged:
              {"accountId": "111122223333", "capturedAt": "2026-11-23T00:00:00Z",
               "DescribeTrails": {"trailList": [...]},
               "trails": {"TRAIL-ARN": {"GetTrailStatus": {...},
                                        "GetEventSelectors": {...}}},
               "buckets": {"BUCKET": {"GetPublicAccessBlock": {...},
                 "GetBucketPolicyStatus": {...}, "GetBucketPolicy": {...},
                 "GetBucketAcl": {...}, "GetBucketLogging": {...}}},
               "GetAccountPublicAccessBlock": {...}}
            Write a call that failed as {"Error": {"Code": "AccessDenied"}}.

            EXIT STATUS
              0    every control PASSED
              2    no control FAILED, but some are WARNING or NOT_AVAILABLE
              3    some controls FAILED
              64   usage: an option or its value is wrong
              65   a file isn't a trail description, or a member isn't as AWS writes it
              66   a file is missing
              73   a report can't be written
            """)

    @Argument(
        help: ArgumentHelp("A trail description file, a folder of them, or -.", valueName: "description"),
        completion: .file())
    var descriptions: [String]

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The account of answers that don't name it, such as those of describe-trails.",
            valueName: "id"))
    var account: String?

    @OptionGroup(title: "Reports") var output: ReportOptions

    @OptionGroup(title: "Text") var text: TextOptions

    mutating func validate() throws {
        if let account, account.utf8.count != 12 || !account.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            throw ValidationError("--account \(EscapedText.string(of: account)): an account has twelve digits")
        }
    }

    mutating func run() throws { try Command.run(judge) }

    private func judge() throws -> ExitStatus {
        let startedAt = RunRecord.now()
        let descriptions = try Descriptions(descriptions, account: account)
        let sinks = try ReportSinks(output.report, inputs: descriptions.inputs)
        let section = ControlsSection(descriptions.accounts.map(ControlEvaluation.evaluate))
        var head = RunRecord.head(startedAt: startedAt, jobs: 1)
        head.inputs.trailDescriptions = descriptions.files
        head.run.finishedAt = RunRecord.now()
        try sinks.write(ReportDocument(section, head: head), files: nil, text)
        if section.isAnyFailed { return .controlFailed }
        return section.isEveryPassed ? .verified : .unverified
    }
}
