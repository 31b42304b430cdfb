import Foundation
import Glibc
import TrailSealSearch
import VirtualTrail

/// The program itself, on archives that are written to files.
struct ProgramVerifier: Verifier {
    let program: String
    /// Where archives are written for a moment.
    private let folder: URL
    private let keys: [UInt8]

    init(_ program: String) throws {
        self.program = program
        folder = FileManager.default.temporaryDirectory.appending(path: "trailseal-search-\(getpid())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var world = World()
        world.listKeys([SigningKey.first, .second].map { World.KeyRecord($0) })
        keys = world.keys["us-east-1.json"] ?? []
    }

    func removeFolder() { try? FileManager.default.removeItem(at: folder) }

    /// Nil for what files can't be made to be: folders that root can't list, and one file below two roots.
    func answer(_ run: Run) throws -> Answer? {
        guard run.roots.allSatisfy({ !$0.obstacles.values.contains(.closedFolder) }),
            run.options.shard == nil, run.options.division == .whole, !run.isOverlapping
        else { return nil }
        let place = folder.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: place) }
        if let state = run.state {
            guard let content = state.content as? SavedState else { return nil }
            try write(content.bytes, to: place.appending(path: "state.json"))
        }
        try write(run, to: place)
        var arguments = ["verify"] + run.roots.indices.map { Run.name(ofRoot: $0).text }
        arguments += ["--keys", "keys", "--report", "json=report.json"]
        if !(run.roots.first?.signatures ?? [:]).isEmpty { arguments += ["--signatures", "heads.jsonl"] }
        arguments += Self.arguments(run.options)
        if run.state != nil { arguments += ["--state", "state.json"] + (run.options.isFull ? ["--full"] : []) }
        let status = try start(arguments, in: place)
        var answer = Answer(status: Int(status))
        if let report = try? Data(contentsOf: place.appending(path: "report.json")) {
            answer.findings = Self.findings(report)
        }
        if run.state != nil, let bytes = try? Data(contentsOf: place.appending(path: "state.json")) {
            answer.state = State(content: SavedState(bytes: Array(bytes)), keys: [])
        }
        return answer
    }

    /// A state file.
    private struct SavedState: Sendable { let bytes: [UInt8] }

    /// What a program starts with that has no state yet.
    static let noState = State(content: SavedState(bytes: []), keys: [])

    // MARK: Files

    private func write(_ run: Run, to place: URL) throws {
        for (number, root) in run.roots.enumerated() {
            let top = place.path + "/" + Run.name(ofRoot: number).text
            try FileManager.default.createDirectory(atPath: top, withIntermediateDirectories: true)
            for (path, file) in root.files where root.hardLinks[path] == nil {
                try write(file.bytes, to: URL(filePath: top + "/" + path.text))
            }
            for (path, target) in root.hardLinks {
                try makeFolder(of: top + "/" + path.text)
                guard link(top + "/" + target.text, top + "/" + path.text) == 0 else { throw Failure.cannotWrite }
            }
            for (path, obstacle) in root.obstacles {
                let path = top + "/" + path.text
                try makeFolder(of: path)
                let result = obstacle == .link ? symlink("nowhere", path) : mkfifo(path, 0o600)
                guard result == 0 else { throw Failure.cannotWrite }
            }
        }
        try write(keys, to: place.appending(path: "keys/us-east-1.json"))
        let answers = (run.roots.first?.signatures ?? [:]).map { key, signature in
            let text = signature.map { Hashes.hex($0) } ?? "none"
            return "{\"Bucket\":\"\(TrueWorld.bucket(of: key).text)\",\"Key\":\"\(key.text)\",\"Metadata\":"
                + "{\"signature\":\"\(text)\",\"signature-algorithm\":\"SHA256withRSA\"}}\n"
        }
        try write(Array(answers.joined().utf8), to: place.appending(path: "heads.jsonl"))
    }

    private func write(_ bytes: [UInt8], to url: URL) throws {
        guard !(bytes.isEmpty && url.lastPathComponent == "state.json") else { return }
        try makeFolder(of: url.path)
        guard FileManager.default.createFile(atPath: url.path, contents: Data(bytes)) else { throw Failure.cannotWrite }
    }

    private func makeFolder(of path: String) throws {
        let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    private enum Failure: Error { case cannotWrite }

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

    private func start(_ arguments: [String], in place: URL) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.currentDirectoryURL = place
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : 128
    }

    private static func findings(_ report: Data) -> [Answer.Finding] {
        let document = (try? JSONSerialization.jsonObject(with: report)) as? [String: Any]
        let findings = document?["findings"] as? [[String: Any]] ?? []
        return findings.map { finding in
            let text = { (name: String) in (finding[name] as? String).map { Path($0) } }
            return Answer.Finding(
                code: finding["code"] as? String ?? "", verdict: finding["verdict"] as? String ?? "",
                key: text("key"), path: text("path"), isGeneral: false)
        }
    }
}
