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

    @Option(help: "Write a benchmark archive instead: quiet, normal or busy.")
    var profile: BenchmarkProfile?

    @Option(help: "Size of a benchmark archive: hours for each of 4 regions.")
    var hours: Int = 240

    static let allCases =
        LogCases.all + DigestCases.all + CoverageCases.all + SignatureCases.all + PlaceCases.all + ScopeCases.all

    func run() throws {
        if let profile { return try profile.write(to: folder, hours: hours) }
        let output = Output(root: folder + "/cases")
        for one in Self.allCases {
            for (path, bytes) in one.world.tree { output.add(one.name + "/tree/" + path, bytes) }
            for (path, bytes) in one.world.signatures { output.add(one.name + "/signatures/" + path, bytes) }
            for (path, bytes) in one.world.keys { output.add(one.name + "/keys/" + path, bytes) }
            output.add(one.name + "/case.json", Array(one.json.utf8))
        }
        guard check else { return try output.write() }
        let differences = output.differences()
        for difference in differences.prefix(20) { print(difference) }
        print("\(Self.allCases.count) cases, \(output.files.count) files, \(differences.count) differences")
        if !differences.isEmpty { throw ExitCode(1) }
    }
}
