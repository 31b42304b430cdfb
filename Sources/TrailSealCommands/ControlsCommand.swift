internal import ArgumentParser
internal import CloudTrailControls
internal import Reporting

/// `trailseal controls`.
struct ControlsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "controls",
        abstract: "Judge the Security Hub controls CloudTrail.1 to .7 from saved settings.",
        discussion: """
            DESCRIPTION is a trail description file, as Scripts/collect writes it, or \
            a saved answer of aws cloudtrail describe-trails. What it lacks makes a \
            control NOT_AVAILABLE. Of several files each account gets its own result; \
            of those of one account the one captured last is heard, and the others fill \
            in what it lacks. Nothing is sent anywhere.

            The combined document holds answers of the AWS CLI as they are:
              {"accountId": "111122223333", "capturedAt": "2026-11-23T00:00:00Z",
               "DescribeTrails": {"trailList": [...]},
               "trails": {"TRAIL-ARN": {"GetTrailStatus": {...},
                                        "GetEventSelectors": {...}}},
               "buckets": {"BUCKET": {"GetPublicAccessBlock": {...},
                 "GetBucketPolicyStatus": {...}, "GetBucketPolicy": {...},
                 "GetBucketAcl": {...}, "GetBucketLogging": {...}}},
               "GetAccountPublicAccessBlock": {...}}
            A call that failed stands as {"Error": {"Code": "AccessDenied"}}.

            EXIT STATUS
              0    every control PASSED
              2    none FAILED, some are WARNING or NOT_AVAILABLE
              3    some FAILED
              64   usage: an option or its value is wrong
              65   a file is not JSON or no trail description
              66   a file is missing
              73   a report cannot be written
            """)

    @Argument(help: ArgumentHelp("A trail description file.", valueName: "description"))
    var descriptions: [String]

    @OptionGroup(title: "Reports") var output: ReportOptions

    @OptionGroup(title: "Text") var text: TextOptions

    mutating func run() throws { try Command.run(judge) }

    private func judge() throws -> ExitStatus {
        let startedAt = RunRecord.now()
        let descriptions = try Descriptions(descriptions)
        let sinks = try ReportSinks(output.report)
        let section = ControlsSection(descriptions.accounts.map(ControlEvaluation.evaluate))
        var head = RunRecord.head(startedAt: startedAt, jobs: 1)
        head.inputs.trailDescriptions = descriptions.files
        head.run.finishedAt = RunRecord.now()
        try sinks.write(ReportDocument(section, head: head), files: nil, text)
        if section.isAnyFailed { return .controlFailed }
        return section.isEveryPassed ? .verified : .unverified
    }
}
