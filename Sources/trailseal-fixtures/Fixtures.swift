import ArgumentParser
import VirtualTrail

#if canImport(Glibc)
    import Glibc
#endif

@main
struct Fixtures: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trailseal-fixtures",
        abstract: "Write the conformance suite, or an archive for benchmarks, from the virtual trail.")

    @Argument(help: "The folder to write to, or to compare with --check.")
    var folder: String

    @Flag(help: "Compare with what is there and write nothing; exit status 1 where anything differs.")
    var check = false

    @Option(help: "Write a benchmark archive instead: quiet, normal, busy or scale.")
    var profile: BenchmarkProfile?

    @Option(help: "Size of a benchmark archive: hours for each region (4; of the profile scale 20).")
    var hours: Int = 240

    @Option(help: "Size of a benchmark archive: number of accounts.")
    var accounts: Int = 1

    @Option(help: "Size of a benchmark archive: number of Regions of each account.")
    var regions: Int?

    @Flag(help: "Save an answer of head-object for each digest of a benchmark archive, in all-signatures.")
    var everySignature = false

    @Flag(help: "Set the attribute user.signature of each digest file of a benchmark archive.")
    var attributes = false

    static let allCases =
        LogCases.all + DigestCases.all + CoverageCases.all + SignatureCases.all + SignatureFolderCases.all
        + PlaceCases.all + AttackCases.all
        + NightlyCases.all + StateCases.all + StateCopyCases.all + ScopeCases.all + NotCopiedCases.all
        + DescriptionCases.all + RuleCases.all
        + PlantedCases.all
        + AbsentDigestCases.all + StandInCases.all + ObstacleCases.all + CopyCases.all + UnprovedCopyCases.all
        + PlantedOwnerCases.all + LayoutCases.all + DepthCases.all
        + WindowCases.all + AllowanceCases.all + LinkCases.all + HistoryCases.all

    static let allControlCases =
        ControlTrailCases.all + ControlBucketCases.all + ControlDocumentCases.all + ControlFileCases.all
        + ControlTwiceCases.all + ControlRegionCases.all + ControlSpellingCases.all + ControlShapeCases.all
        + OtherFileCases.all

    static var allChangeCases: [ChangeCase] {
        ChangeTrailCases.all + ChangeBucketCases.all + ChangeObjectCases.all + ChangeOtherCases.all
            + ChangeRecordCases.all
            + ChangeFindingCases.all + HistoryTimeCases.all
    }

    func run() throws {
        if let profile {
            var signatures: SignatureCopies = []
            if everySignature { signatures.insert(.answers) }
            if attributes { signatures.insert(.attributes) }
            return try profile.write(
                to: folder, hours: hours, accounts: accounts, regions: regions, signatures: signatures)
        }
        let outputs = [
            cases(in: folder + "/cases"), controls(in: folder + "/controls"), changes(in: folder + "/changes"),
        ]
        guard check else {
            for output in outputs { try output.write() }
            return
        }
        let differences = outputs.flatMap { $0.differences() }
        for difference in differences.prefix(20) { print(difference) }
        let files = outputs.map(\.files.count).reduce(0, +)
        let count = Self.allCases.count + Self.allControlCases.count + Self.allChangeCases.count
        print("\(count) cases, \(files) files, \(differences.count) differences")
        if !differences.isEmpty { throw ExitCode(1) }
    }

    private func cases(in folder: String) -> Output {
        let output = Output(root: folder)
        for one in Self.allCases {
            for (path, bytes) in one.world.tree { output.add(one.name + "/tree/" + path, bytes) }
            for (path, bytes) in one.world.signatures { output.add(one.name + "/signatures/" + path, bytes) }
            for (path, bytes) in one.world.keys { output.add(one.name + "/keys/" + path, bytes) }
            output.add(one.name + "/case.json", Array(one.json.utf8))
        }
        return output
    }

    private func controls(in folder: String) -> Output {
        let output = Output(root: folder)
        for one in Self.allControlCases {
            for file in one.files { output.add("\(one.name)/\(file.name)", file.bytes) }
            output.add(one.name + "/case.json", Array(one.json.utf8))
        }
        return output
    }

    private func changes(in folder: String) -> Output {
        let output = Output(root: folder)
        for one in Self.allChangeCases {
            for (path, bytes) in one.world.tree { output.add(one.name + "/tree/" + path, bytes) }
            for (path, bytes) in one.world.signatures { output.add(one.name + "/signatures/" + path, bytes) }
            for (path, bytes) in one.world.keys { output.add(one.name + "/keys/" + path, bytes) }
            for file in one.descriptions { output.add("\(one.name)/descriptions/\(file.name)", file.bytes) }
            output.add(one.name + "/case.json", Array(one.json.utf8))
        }
        return output
    }
}
