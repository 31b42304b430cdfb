internal import Foundation
public import VirtualTrail

/// An archive on disk with three hours of one trail, for tests to damage.
public final class SmallArchive: Sendable {
    /// The folder that holds the archive.
    public let folder: TemporaryFolder
    /// The digests, one an hour.
    public let digests: [Digest]

    /// Writes the archive. `edit` changes the files before they are written. `draft` changes what CloudTrail itself
    /// wrote, by hour.
    public init(
        logs: Int = 2, _ edit: (inout World, [Digest]) -> Void = { _, _ in },
        draft: (Int, inout DigestDraft) -> Void = { _, _ in }
    ) throws {
        var world = World()
        world.level = 6
        world.listKeys([World.KeyRecord(.first)])
        digests = World.hourly(Trail(), 0..<3, logs: logs, edit: draft)
        world.publish(digests)
        world.saveHead(digests.last)
        edit(&world, digests)
        folder = try TemporaryFolder()
        for name in ["tree", "signatures", "keys"] {
            try FileManager.default.createDirectory(
                at: folder.url.appending(path: name), withIntermediateDirectories: true)
        }
        try world.write(to: folder)
    }

    /// The path of a digest file.
    public func digest(_ index: Int) -> String { folder.path("tree/" + digests[index].key) }

    /// The path of a log file that a digest lists.
    public func log(_ digest: Int, _ index: Int = 0) -> String {
        folder.path("tree/" + digests[digest].logs[index].key)
    }

    /// The folder of the log files.
    public var logFolder: String { "/" + log(0).split(separator: "/").dropLast().joined(separator: "/") }

    /// The arguments of `verify`.
    public var arguments: [String] { ["tree", "--keys", "keys", "--signatures", "signatures"] }

    /// Runs `trailseal verify` with a JSON report.
    public func verify(
        _ more: String..., timeout: Double = 120
    ) throws -> (outcome: Program.Outcome, report: WrittenReport) {
        let outcome = try Program.trailseal(["verify"] + arguments + more + ["--report", "json=report.json"])
            .run(in: folder.path, timeout: timeout)
        return (outcome, try WrittenReport(file: folder.path("report.json")))
    }
}
