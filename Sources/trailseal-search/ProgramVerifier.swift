import ArgumentParser
import Foundation
import Glibc
import TrailSealSearch
import VirtualTrail

/// Runs the program on archives written to disk.
struct ProgramVerifier: Verifier {
    let program: String
    /// Where archives are written temporarily.
    private let folder: URL
    private let keys: [UInt8]

    init(_ program: String) throws {
        self.program = URL(filePath: program).standardizedFileURL.path
        guard access(self.program, X_OK) == 0 else { throw ValidationError("\(program) can't be run") }
        folder = Self.scratch.appending(path: "trailseal-search-\(getpid())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var world = World()
        world.listKeys([SigningKey.first, .second].map { World.KeyRecord($0) })
        keys = world.keys["us-east-1.json"] ?? []
    }

    /// A folder in memory if it has enough space, because writing there is fast.
    private static var scratch: URL {
        var room = statvfs()
        let memory = "/dev/shm"
        // 256 MiB. An archive takes less than 1 MiB.
        let isRoomy =
            access(memory, W_OK) == 0 && statvfs(memory, &room) == 0
            && Double(room.f_bavail) * Double(room.f_frsize) > 0x1000_0000
        return isRoomy ? URL(filePath: memory) : FileManager.default.temporaryDirectory
    }

    func removeFolder() { try? FileManager.default.removeItem(at: folder) }

    /// Runs the program. Returns nil for parts and shards, which programs can't judge, and for closed folders if they
    /// can't be closed to root.
    func answer(_ run: Run) throws -> Answer? {
        let isAnyClosed = run.roots.contains { $0.obstacles.values.contains(.closedFolder) }
        guard run.options.shard == nil, run.options.division == .whole,
            !isAnyClosed || geteuid() != 0 || Self.setpriv != nil
        else { return nil }
        let place = folder.appending(path: UUID().uuidString)
        defer { remove(place, run) }
        if let state = run.state, let content = state.content as? SavedState {
            try write(content.bytes, to: place.appending(path: "state.json"))
        }
        try write(run, to: place)
        var arguments = ["verify"] + run.roots.indices.map { Run.name(ofRoot: $0).text }
        arguments += ["--keys", "keys", "--report", "jsonl=report.jsonl"]
        let answers = SavedAnswers(run)
        for (path, bytes) in answers.files { try write(bytes, to: place.appending(path: path)) }
        arguments += answers.paths.flatMap { ["--signatures", $0] }
        arguments += Self.arguments(run.options)
        if run.state != nil { arguments += ["--state", "state.json"] + (run.options.isFull ? ["--full"] : []) }
        if run.options.jobs > 1 { arguments += ["--jobs", String(run.options.jobs)] }
        let status = try start(arguments, in: place, obeysPermissions: isAnyClosed)
        // The state names the folder of an earlier run. So a copy without anything that the state knows counts as
        // another archive.
        if status == 65, run.state != nil { return nil }
        let report = try? Data(contentsOf: place.appending(path: "report.jsonl"))
        var answer = ProgramReport(report ?? Data()).answer(status: Int(status))
        if run.state != nil, let bytes = try? Data(contentsOf: place.appending(path: "state.json")) {
            answer.state = State(
                content: SavedState(bytes: Array(bytes)), keys: ProgramReport.checkpoints(inState: bytes))
        }
        return answer
    }

    /// The content of a state file.
    private struct SavedState: Sendable { let bytes: [UInt8] }

    /// The state with which a first run begins.
    static let noState = State(content: SavedState(bytes: []), keys: [])

    // MARK: Files

    private func write(_ run: Run, to place: URL) throws {
        for (number, root) in run.roots.enumerated() {
            let top = place.path + "/" + Run.name(ofRoot: number).text
            if run.isOverlapping, let folder = overlap(run, number) {
                guard symlink(folder, top) == 0 else { throw Failure.cannotWrite(top) }
                continue
            }
            try FileManager.default.createDirectory(atPath: top, withIntermediateDirectories: true)
            for (path, file) in root.files where root.hardLinks[path] == nil {
                try write(file.bytes, to: URL(filePath: top + "/" + path.text))
            }
            for (path, target) in root.hardLinks {
                try makeFolder(of: top + "/" + path.text)
                guard link(top + "/" + target.text, top + "/" + path.text) == 0 else {
                    throw Failure.cannotWrite(top + "/" + path.text)
                }
            }
            // Create what is inside a closed folder before closing it.
            for (path, obstacle) in root.obstacles.sorted(by: { $0.key > $1.key }) {
                let (place, path) = (path, top + "/" + path.text)
                try makeFolder(of: path)
                let result =
                    switch obstacle {
                    case .link: symlink(root.linkTarget(of: place).map { top + "/" + $0.text } ?? "nowhere", path)
                    case .pipe: mkfifo(path, 0o600)
                    case .closedFolder: mkdir(path, 0) == 0 ? 0 : chmod(path, 0)
                    }
                guard result == 0 else { throw Failure.cannotWrite(path) }
            }
        }
        try write(keys, to: place.appending(path: "keys/us-east-1.json"))
    }

    /// The folder in the first root that this root repeats, found by a file that both have. Nil if it is a root of
    /// its own.
    private func overlap(_ run: Run, _ number: Int) -> String? {
        guard number > 0 else { return nil }
        for path in run.roots[number].files.keys {
            let end = "/" + path.text
            guard let entry = run.identities[Run.name(ofRoot: number).appending(component: path)] else { continue }
            for (other, identity) in run.identities where identity == entry && other.text.hasSuffix(end) {
                if other.hasPrefix(Run.name(ofRoot: 0) + "/") { return String(other.text.dropLast(end.count)) }
            }
        }
        return nil
    }

    /// Opens closed folders first, so that users other than root can remove them.
    private func remove(_ place: URL, _ run: Run) {
        for (number, root) in run.roots.enumerated() {
            for (path, obstacle) in root.obstacles where obstacle == .closedFolder {
                chmod(place.path + "/" + Run.name(ofRoot: number).appending(component: path).text, 0o700)
            }
        }
        try? FileManager.default.removeItem(at: place)
    }

    private func write(_ bytes: [UInt8], to url: URL) throws {
        guard !(bytes.isEmpty && url.lastPathComponent == "state.json") else { return }
        try makeFolder(of: url.path)
        guard FileManager.default.createFile(atPath: url.path, contents: Data(bytes)) else {
            throw Failure.cannotWrite(url.path)
        }
    }

    private func makeFolder(of path: String) throws {
        let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    private enum Failure: Error { case cannotWrite(String) }

    // MARK: The program

    private static func arguments(_ options: Options) -> [String] {
        var arguments: [String] = []
        if let from = options.from { arguments += ["--from", from.iso] }
        if let to = options.to { arguments += ["--to", to.iso] }
        for account in options.accounts { arguments += ["--account", account.text] }
        for region in options.regions { arguments += ["--region", region.text] }
        for trail in options.trails { arguments += ["--trail", trail.text] }
        if options.allowance != .none { arguments += ["--allow", options.allowance.rawValue] }
        return arguments
    }

    /// Drops root's right to read everything.
    private static let setpriv = ["/usr/bin/setpriv", "/bin/setpriv"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    private func start(_ arguments: [String], in place: URL, obeysPermissions: Bool) throws -> Int32 {
        let process = Process()
        if obeysPermissions, geteuid() == 0, let setpriv = Self.setpriv {
            process.executableURL = URL(filePath: setpriv)
            process.arguments = ["--bounding-set=-dac_override,-dac_read_search", "--", program] + arguments
        } else {
            process.executableURL = URL(filePath: program)
            process.arguments = arguments
        }
        process.currentDirectoryURL = place
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : 128
    }
}
