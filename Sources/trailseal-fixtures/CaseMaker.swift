import VirtualTrail

/// A case that starts from the plain archive.
func plainCase(
    _ name: String, _ rule: String, _ description: String, exit: Int, _ findings: [Expected] = [],
    tolerated: [String] = [], digests: [Int]? = [3, 0, 0, 0], logs: [Int]? = [6, 0, 0, 0, 0], options: [String] = [],
    hours: Range<Int> = 0..<3, saveHead: Bool = true, _ change: (inout Plain) -> Void = { _ in }
) -> ConformanceCase {
    var plain = Plain(hours: hours, saveHead: saveHead)
    change(&plain)
    return ConformanceCase(
        name: name, rule: rule, description: description, world: plain.world, options: options, exitStatus: exit,
        verdict: verdict(of: exit), findings: findings, tolerated: tolerated, digests: digests, logs: logs)
}

/// A case that starts from an empty world.
func worldCase(
    _ name: String, _ rule: String, _ description: String, exit: Int, _ findings: [Expected] = [],
    tolerated: [String] = [], digests: [Int]? = [3, 0, 0, 0], logs: [Int]? = [6, 0, 0, 0, 0], options: [String] = [],
    archives: [String] = ["tree"], keys: [String] = ["keys"], signatures: [String] = ["signatures"],
    _ build: (inout World) -> Void
) -> ConformanceCase {
    var world = World()
    world.listKeys([World.KeyRecord(.first)])
    build(&world)
    return ConformanceCase(
        name: name, rule: rule, description: description, world: world, archives: archives, keys: keys,
        signatures: signatures, options: options, exitStatus: exit, verdict: verdict(of: exit), findings: findings,
        tolerated: tolerated, digests: digests, logs: logs)
}

/// A case with one hourly chain: one log an hour with one event, and the newest digest's saved signature. Without
/// `digests` and `logs`, all of them are verified.
func chainCase(
    _ name: String, _ rule: String, _ description: String, exit: Int, _ findings: [Expected] = [],
    tolerated: [String] = [], hours: Range<Int> = 0..<3, digests: Counted = .whole, logs: Counted = .whole,
    options: [String] = [], archives: [String] = ["tree"], keys: [String] = ["keys"],
    signatures: [String] = ["signatures"], _ change: (inout World, [Digest]) -> Void = { _, _ in }
) -> ConformanceCase {
    worldCase(
        name, rule, description, exit: exit, findings, tolerated: tolerated, digests: digests.numbers(hours.count, 4),
        logs: logs.numbers(hours.count, 5), options: options, archives: archives, keys: keys, signatures: signatures
    ) { world in
        let digests = hourly(hours)
        world.publish(digests)
        world.saveHead(digests.last)
        change(&world, digests)
    }
}

/// Hourly digests of a trail, each with logs of one event.
func hourly(_ hours: Range<Int>, of trail: Trail = Trail(), after previous: Digest? = nil, logs: Int = 1) -> [Digest] {
    World.hourly(trail, hours, logs: logs, records: 1, after: previous)
}

/// What a case expects of a count.
enum Counted: ExpressibleByArrayLiteral {
    /// All digests or logs are verified.
    case whole
    /// The rules leave it open.
    case open
    case these([Int])

    init(arrayLiteral elements: Int...) { self = .these(elements) }

    func numbers(_ hours: Int, _ columns: Int) -> [Int]? {
        switch self {
        case .whole: [hours] + Array(repeating: 0, count: columns - 1)
        case .open: nil
        case .these(let numbers): numbers
        }
    }
}

/// The options for a window between two hours of the world.
func window(_ from: Int, _ to: Int) -> [String] { ["--from", Moment.hour(from).iso, "--to", Moment.hour(to).iso] }

/// A gap between two hours of the world.
func gap(_ from: Int, _ to: Int) -> Expected {
    Expected(code: "coverage-gap", from: Moment.hour(from).iso, to: Moment.hour(to).iso)
}

extension World {
    /// Removes digests and their logs from the tree.
    mutating func erase(_ digests: some Sequence<Digest>) {
        for digest in digests {
            tree[digest.key] = nil
            for log in digest.logs { tree[log.key] = nil }
        }
    }

    /// Adds a forged log at `path`.
    mutating func forge(_ path: String) { tree[path] = GzipWriter.member(Array("{\"Records\":[]}".utf8)) }
}

/// The folder of the plain trail's logs on the first day.
let logFolder = "AWSLogs/111122223333/CloudTrail/us-east-1/2026/10/01/"

/// A log's name that CloudTrail never wrote.
func forgedName(_ stamp: String, account: String = "111122223333") -> String {
    "\(account)_CloudTrail_us-east-1_\(stamp)_aaaaaaaaaaaaaaaa.json.gz"
}

/// A trail that differs from the plain one.
func trail(_ change: (inout Trail) -> Void) -> Trail {
    var trail = Trail()
    change(&trail)
    return trail
}

extension ConformanceCase.Expected: ExpressibleByStringLiteral {
    init(stringLiteral value: String) { self.init(code: value) }
}

/// The findings that follow if a digest is damaged or absent: only it had the signature of its predecessor.
let orphanedPredecessor: [Expected] = [
    "digest-signature-unavailable", Expected(code: "log-digest-unverified", count: 2),
]
