import Foundation
import TrailSealControls
import TrailSealFormat
import TrailSealPrimitives
import TrailSealProof

/// The arguments of a vector, read without the program's command-line code.
struct KernelArguments {
    private(set) var roots: [String] = []
    private(set) var keys: [String] = []
    private(set) var signatures: [String] = []
    private(set) var descriptions: [String] = []
    private(set) var question = Question()
    private(set) var checkpoints: [KernelCheckpoint] = []
    private var states: [String] = []

    /// Files and folders that the command line names, as absolute paths (FILE-18).
    var named: [String] {
        (keys + signatures + descriptions + states).map { URL(filePath: $0).resolvingSymlinksInPath().path }
    }

    /// Paths are relative to `folder`.
    init(_ arguments: [String], in folder: String) throws {
        func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : folder + "/" + path }
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("--") else {
                roots.append(absolute(argument))
                continue
            }
            if argument == "--full" {
                question.isFull = true
                continue
            }
            if argument == "--digests-only" {
                question.logsFrom = UnixTime(seconds: .max)
                continue
            }
            guard let value = rest.popFirst() else { throw Unknown(argument: argument) }
            switch argument {
            case "--keys": keys.append(absolute(value))
            case "--signatures": signatures.append(absolute(value))
            case "--trail-description": descriptions.append(absolute(value))
            case "--from": question.from = UnixTime(iso8601: Array(value.utf8)[...])
            case "--logs-from": question.logsFrom = UnixTime(iso8601: Array(value.utf8)[...])
            case "--to": question.to = UnixTime(iso8601: Array(value.utf8)[...])
            case "--account": question.accounts.append(ByteString(value))
            case "--region": question.regions.append(ByteString(value))
            case "--trail": question.trails.append(ByteString(value))
            case "--allow": question.allowances += allowance(value).map { [$0] } ?? []
            case "--state":
                states.append(absolute(value))
                question.hasState = true
                checkpoints = try KernelCheckpoint.read(absolute(value))
            // Neither option affects the accounting.
            case "--max-age", "--report", "--retention": break
            default: throw Unknown(argument: argument)
            }
        }
        question.known = Dictionary(checkpoints.map { ($0.key.chain, $0.key.endTime) }) { first, _ in first }
    }

    private struct Unknown: Error { let argument: String }

    /// Nil for a code that doesn't excuse anything in the accounting, such as `coverage-stale`.
    private func allowance(_ text: String) -> Question.Allowance? {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        guard let code = Excuse.Code(rawValue: parts[0]) else { return nil }
        guard parts.count == 2 else { return Question.Allowance(code) }
        // A chain, an interval, or both (ALLOW-3, ALLOW-13, ALLOW-14).
        let selectors = parts[1].split(separator: "@").map { $0.split(separator: "/").map(String.init) }
        let chain = selectors.first { $0.count == 3 }
        let times = selectors.first { $0.count == 2 }?.compactMap { UnixTime(iso8601: Array($0.utf8)[...]) }
        func part(_ index: Int) -> ByteString? { chain.flatMap { $0[index] == "*" ? nil : ByteString($0[index]) } }
        return Question.Allowance(
            code, account: part(0), region: part(1), trail: part(2),
            interval: times.map { Interval(from: $0[0], to: $0[1]) })
    }

    /// The time for which a description says that a trail wrote nothing: from its stop to the capture. Nil if it
    /// doesn't.
    func silence(of chain: ChainID) throws -> Interval? {
        for path in descriptions {
            let bytes = try Array(Data(contentsOf: URL(filePath: path)))
            let accounts = DescriptionMerge.united(try TrailDescriptionDecoder.decode(bytes))
            for trail in accounts.flatMap({ $0.trails.payload ?? [] }) {
                guard let status = trail.status.payload, status.isLogging == false,
                    let stopped = status.stopLoggingTime, let captured = status.capturedAt, stopped < captured,
                    ByteString(trail.name) == chain.trail, ByteString(trail.homeRegion) == chain.homeRegion,
                    trail.ownerID == chain.accountID
                else { continue }
                return Interval(from: stopped, to: captured)
            }
        }
        return nil
    }
}

/// What a state says about one chain's newest digest.
struct KernelCheckpoint {
    let location: S3Location
    let key: DigestObjectKey
    let hash: SHA256Digest
    let signature: [UInt8]?
    let olderDigests: Int

    private struct State: Decodable { let chains: [Chain] }

    /// In version 1 a chain has one digest. In version 2 it has segments.
    private struct Chain: Decodable {
        let segments: [Segment]?
        let digest: Digest?
        let olderDigests: Int?

        private enum Key: CodingKey { case segments, olderDigests }

        init(from decoder: any Decoder) throws {
            let members = try decoder.container(keyedBy: Key.self)
            segments = try members.decodeIfPresent([Segment].self, forKey: .segments)
            olderDigests = try members.decodeIfPresent(Int.self, forKey: .olderDigests)
            digest = segments == nil ? try Digest(from: decoder) : nil
        }
    }

    private struct Segment: Decodable {
        let digests: Int
        let last: Digest
    }

    private struct Digest: Decodable {
        let bucket: String
        let key: String
        let sha256: String
        let signature: String?
    }

    static func read(_ path: String) throws -> [KernelCheckpoint] {
        // The first night doesn't have one.
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        let state = try JSONDecoder().decode(State.self, from: Data(contentsOf: URL(filePath: path)))
        return state.chains.compactMap { chain in
            guard let digest = chain.segments?.last?.last ?? chain.digest,
                let older = chain.olderDigests ?? chain.segments.map({ $0.map(\.digests).reduce(-1, +) }),
                let key = DigestObjectKey(ByteString(digest.key)),
                let hash = SHA256Digest(hex: Array(digest.sha256.utf8)[...])
            else { return nil }
            return KernelCheckpoint(
                location: S3Location(bucket: ByteString(digest.bucket), key: ByteString(digest.key)), key: key,
                hash: hash, signature: digest.signature.flatMap { StrictHex.decode(Array($0.utf8)) },
                olderDigests: older)
        }
    }
}
