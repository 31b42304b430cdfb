import ArgumentParser
import VirtualTrail

/// Archives for benchmarks: what real ones look like, and the extremes.
enum BenchmarkProfile: String, ExpressibleByArgument, CaseIterable {
    /// Nine of ten digests are empty, logs have 3 records.
    case quiet
    /// 12 logs an hour of 40 records.
    case normal
    /// 12 logs an hour of 500 records.
    case busy

    private var records: Int {
        switch self {
        case .quiet: 3
        case .normal: 40
        case .busy: 500
        }
    }

    private func logs(_ hour: Int) -> Int { self == .quiet ? (hour % 10 == 0 ? 2 : 0) : 12 }

    /// Writes `archive/`, `keys/`, `signatures/` and `files.txt`, the list of all files of the archive.
    func write(to folder: String, hours: Int) throws {
        var list: [String] = []
        var last = World()
        for region in ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1"] {
            var trail = Trail()
            trail.region = region
            var previous: Digest?
            for hour in 0..<hours {
                // One hour at a time, so that memory does not grow with the archive.
                let start = Moment.hour(hour)
                let logs = (0..<logs(hour)).map { Log(trail, at: start + 300 * $0, records: records, seed: $0) }
                let digest = Digest(
                    trail, from: start, to: .hour(hour + 1), logs: logs, after: previous, signedBy: .first)
                var world = World()
                world.level = 6
                world.publish([digest])
                for (path, bytes) in world.tree.sorted(by: { $0.key < $1.key }) {
                    try Output.write(folder + "/archive/" + path, bytes)
                    list.append(folder + "/archive/" + path)
                }
                previous = digest
            }
            last.saveHead(previous)
        }
        last.listKeys([World.KeyRecord(.first, to: .hour(100_000))])
        for (path, bytes) in last.signatures { try Output.write(folder + "/signatures/" + path, bytes) }
        for (path, bytes) in last.keys { try Output.write(folder + "/keys/" + path, bytes) }
        try Output.write(folder + "/files.txt", Array((list.sorted().joined(separator: "\n") + "\n").utf8))
    }
}
