import VirtualTrail

/// Options of runs that repeat every night.
enum NightlyCases {
    static var all: [ConformanceCase] {
        let stale = ConformanceCase.Expected(code: "coverage-stale", from: Moment.hour(3).iso)
        return [
            plainCase(
                "coverage-stale", "TIME-23", "The newest digest is older than an hour.", exit: 2,
                [stale], options: ["--max-age", "60m"]),
            plainCase(
                "coverage-stale-allowed", "ALLOW-3", "The same, allowed for this trail.", exit: 0, [stale],
                options: ["--max-age", "1h", "--allow", "coverage-stale=111122223333/*/management"]),
            plainCase(
                "coverage-fresh", "TIME-23", "The newest digest may be a thousand years old.", exit: 0,
                options: ["--max-age", "53000w"]),
        ]
    }
}
