import TrailSealSearch
import VirtualTrail

/// The saved signatures of a run, as files for `--signatures`.
///
/// If they name their buckets, they are one listing. If not, they are a folder laid out like the keys. With each good answer
/// lies another file that must make no difference: the same answer again, an error message, an empty file, or a damaged
/// answer (INPUT-3, INPUT-4, LIMIT-8).
struct SavedAnswers {
    /// The paths to give to the program.
    private(set) var paths: [String] = []
    /// The files, by their paths.
    private(set) var files: [(path: String, bytes: [UInt8])] = []

    init(_ run: Run) {
        let signatures = (run.roots.first?.signatures ?? [:]).sorted { $0.key < $1.key }
        guard !signatures.isEmpty else { return }
        if run.options.namesBuckets {
            let lines = signatures.map { key, signature in
                "{\"Bucket\":\"\(TrueWorld.bucket(of: key).text)\",\"Key\":\"\(key.text)\",\(Self.metadata(signature))}\n"
            }
            (paths, files) = (["heads.jsonl"], [("heads.jsonl", Array(lines.joined().utf8))])
            return
        }
        paths = ["heads"]
        let names = Dictionary(grouping: signatures.map(\.key.splitAtLastSlash.name)) { $0 }.mapValues(\.count)
        for (number, (key, signature)) in signatures.enumerated() {
            // A base name that two digests share says of neither that the answer is its own.
            let isShared = names[key.splitAtLastSlash.name] != 1
            add(signature, for: key, isShared ? 0 : number)
        }
    }

    /// Adds the answer for one digest, and files that must make no difference.
    private mutating func add(_ signature: [UInt8]?, for key: Path, _ number: Int) {
        let (good, place) = (Array("{\(Self.metadata(signature))}".utf8), "heads/\(key.text).json")
        let elsewhere = "heads/other/\(key.splitAtLastSlash.name.text).json"
        guard var damaged = signature, !damaged.isEmpty else { return files.append((place, good)) }
        damaged[damaged.count - 1] ^= 1
        let bad = Array("{\(Self.metadata(damaged))}".utf8)
        let message = Array("<Error><Code>AccessDenied</Code></Error>".utf8)
        switch number % 7 {
        case 0: files += [(place, good), ("heads/\(key.text).metadata.json", good)]
        case 1: files += [(place, good), ("heads/\(key.text).head", message)]
        case 2: files += [(place, good), ("heads/\(key.text).sig", [])]
        case 3: files += [(place, good), (elsewhere, bad)]
        case 4: files += [(place, bad), (elsewhere, good)]
        case 5: files += [(place, message), (elsewhere, good)]
        default:
            for copy in 0..<20 { files.append(("heads/\(copy)/\(key.text).json", good)) }
        }
    }

    private static func metadata(_ signature: [UInt8]?) -> String {
        let text = signature.map { Hashes.hex($0) } ?? "none"
        return "\"Metadata\":{\"signature\":\"\(text)\",\"signature-algorithm\":\"SHA256withRSA\"}"
    }
}
