public import Foundation
public import VirtualTrail

/// An archive that grows, for runs with a state.
public final class GrowingArchive: Sendable {
    /// The folder that holds the archive.
    public let folder: TemporaryFolder
    /// The digests of each trail, one an hour.
    public let digests: [[Digest]]

    /// Creates an empty archive with its key file. Each hour will have `logs` files of `records` events. From the hour
    /// `joins` on, the trails are an organization's.
    public init(
        _ trails: [Trail] = [Trail()], hours: Int = 8, logs: Int = 2, records: Int = 2, joins: Int? = nil
    ) throws {
        folder = try TemporaryFolder()
        digests = trails.map { trail in
            let change = joins ?? hours
            let first = World.hourly(trail, 0..<change, logs: logs, records: records)
            var joined = trail
            joined.organization = "o-abcdefghij"
            return first
                + World.hourly(joined, change..<hours, logs: logs, records: records, after: first.last)
        }
        var world = World()
        world.listKeys([World.KeyRecord(.first)])
        for (path, bytes) in world.keys { try folder.write(bytes, to: "keys/" + path) }
        for name in ["tree", "signatures"] {
            try FileManager.default.createDirectory(
                at: folder.url.appending(path: name), withIntermediateDirectories: true)
        }
    }

    /// Writes the digests of some hours with their logs, and saves the signature of the last digest.
    public func publish(_ hours: Range<Int>, trail: Int = 0) throws {
        var world = World()
        world.level = 6
        world.publish(Array(digests[trail][hours]))
        world.saveHead(digests[trail][hours].last)
        try world.write(to: folder)
    }

    /// The path of a digest file.
    public func digest(_ hour: Int, trail: Int = 0) -> String { folder.path("tree/" + digests[trail][hour].key) }

    /// The path of a log file.
    public func log(_ hour: Int, _ index: Int = 0, trail: Int = 0) -> String {
        folder.path("tree/" + digests[trail][hour].logs[index].key)
    }

    /// The arguments of `verify`.
    public var arguments: [String] {
        ["tree", "--keys", "keys", "--signatures", "signatures", "--state", "state.json"]
    }

    /// The bytes of the state file. Nil if there is none.
    public var state: Data? { FileManager.default.contents(atPath: folder.path("state.json")) }

    /// Runs `trailseal verify --state` with a JSON report. The report is nil if the run wrote none.
    public func verify(_ more: String...) throws -> (outcome: Program.Outcome, report: WrittenReport?) {
        let report = folder.path("report.json")
        if FileManager.default.fileExists(atPath: report) { try FileManager.default.removeItem(atPath: report) }
        let outcome = try Program.trailseal(["verify"] + arguments + more + ["--report", "json=report.json"])
            .run(in: folder.path)
        return (outcome, FileManager.default.fileExists(atPath: report) ? try WrittenReport(file: report) : nil)
    }
}
