import VirtualTrail

/// A case that starts from the plain archive.
func plainCase(
    _ name: String, _ rule: String, _ description: String, exit: Int, _ findings: [Expected] = [],
    digests: [Int] = [3, 0, 0, 0], logs: [Int] = [6, 0, 0, 0, 0], options: [String] = [], hours: Range<Int> = 0..<3,
    saveHead: Bool = true, _ change: (inout Plain) -> Void = { _ in }
) -> ConformanceCase {
    var plain = Plain(hours: hours, saveHead: saveHead)
    change(&plain)
    return ConformanceCase(
        name: name, rule: rule, description: description, world: plain.world, options: options, exitStatus: exit,
        verdict: verdict(of: exit), findings: findings, digests: digests, logs: logs)
}

/// A case whose world is built from nothing.
func worldCase(
    _ name: String, _ rule: String, _ description: String, exit: Int, _ findings: [Expected] = [],
    digests: [Int] = [3, 0, 0, 0], logs: [Int] = [6, 0, 0, 0, 0], options: [String] = [], archives: [String] = ["tree"],
    _ build: (inout World) -> Void
) -> ConformanceCase {
    var world = World()
    world.listKeys([World.KeyRecord(.first)])
    build(&world)
    return ConformanceCase(
        name: name, rule: rule, description: description, world: world, archives: archives, options: options,
        exitStatus: exit, verdict: verdict(of: exit), findings: findings, digests: digests, logs: logs)
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

/// What a damaged or absent digest takes along: the signature of its predecessor stood in it, and nowhere else.
let orphanedPredecessor: [Expected] = [
    "digest-signature-unavailable", Expected(code: "log-digest-unverified", count: 2),
]
