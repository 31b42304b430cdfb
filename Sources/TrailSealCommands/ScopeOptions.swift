internal import ArgumentParser
internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealVerification

/// The options that select what is judged and what is allowed.
struct ScopeOptions: ParsableArguments {
    @Option(
        name: .long, parsing: .unconditional,
        help: ArgumentHelp(
            "Start of the window: ISO 8601, or relative to now, such as -2d (s, m, h, d, w).", valueName: "time"))
    var from: String?

    @Option(
        name: .long, parsing: .unconditional,
        help: ArgumentHelp(
            "End of the window, exclusive: ISO 8601, or relative to now, such as -6h.", valueName: "time"))
    var to: String?

    @Option(
        name: .long, parsing: .unconditional,
        help: ArgumentHelp(
            "Log files before this time weren't copied. An absent one isn't reported as missing. Give the time as for "
                + "--from.", valueName: "time"))
    var logsFrom: String?

    @Flag(name: .long, help: "No log files were copied. An absent one isn't reported as missing.")
    var digestsOnly = false

    @Option(name: .long, parsing: .singleValue, help: ArgumentHelp("Only this account. Repeatable.", valueName: "id"))
    var account: [String] = []

    @Option(name: .long, parsing: .singleValue, help: ArgumentHelp("Only this Region. Repeatable.", valueName: "name"))
    var region: [String] = []

    @Option(
        name: .long, parsing: .singleValue,
        help: ArgumentHelp("Only this trail, by its name or ARN. Repeatable.", valueName: "name"))
    var trail: [String] = []

    @Option(
        name: .long, parsing: .singleValue,
        help: ArgumentHelp(
            "Accept the unverified findings of this code: they count as notes. The selector restricts that to a chain "
                + "(ACCOUNT/REGION/TRAIL, * for any), to a time (FROM/TO), or to both (CHAIN@TIME). If a digest isn't "
                + "proved, that can be accepted only for the newest one of a chain. Repeatable.",
            valueName: "code[=selector]"),
        completion: .list(FindingCode.allCases.filter(\.isAllowable).map(\.rawValue)))
    var allow: [String] = []

    /// Whether a window, a filter or a copy option leaves something out.
    var restricts: Bool {
        from != nil || to != nil || logsFrom != nil || digestsOnly || !account.isEmpty || !region.isEmpty
            || !trail.isEmpty
    }

    /// Refuses a run without log files if it is to list control changes. Errors: `ValidationError`.
    func refuseDigestsOnly() throws {
        if digestsOnly { throw ValidationError("control changes are in log files; leave out --digests-only") }
    }

    /// The options with a time relative to the start of the run.
    var relativeOptions: [String] {
        [("--from", from), ("--to", to), ("--logs-from", logsFrom)].filter { $0.1?.first == "-" }.map(\.0)
    }

    mutating func validate() throws { _ = try policy(now: RunRecord.now()) }

    /// Returns the policy that the options describe. `now` is the time for relative times. Errors: `ValidationError` that names
    /// the option and what is wrong with it.
    func policy(now: UnixTime) throws -> VerificationPolicy {
        let window = (from: try time(from, "--from", now), to: try time(to, "--to", now))
        let logsBegin = try time(logsFrom, "--logs-from", now)
        if digestsOnly, logsFrom != nil {
            throw ValidationError("give either --digests-only or --logs-from")
        }
        for value in account where !(value.utf8.count == 12 && value.utf8.allSatisfy { (0x30...0x39).contains($0) }) {
            throw ValidationError("--account \(EscapedText.string(of: value)): an account has twelve digits")
        }
        for value in trail where TrailSelector(ByteString(value)) == nil {
            throw ValidationError(
                "--trail \(EscapedText.string(of: value)): give a trail's name, or its ARN: "
                    + "arn:PARTITION:cloudtrail:REGION:ACCOUNT:trail/NAME")
        }
        let allowances = try allowances()
        do throws(VerificationPolicy.Failure) {
            var policy = try VerificationPolicy(
                from: window.from, to: window.to, accounts: account.map { ByteString($0) },
                regions: region.map { ByteString($0) }, trails: trail.map { ByteString($0) },
                allowances: allowances)
            policy.copiedLogs = digestsOnly ? .none : logsBegin.map { .from($0) } ?? .all
            return policy
        } catch {
            switch error {
            case .emptyWindow: throw ValidationError("--to must be after --from")
            case .notAllowable(let code):
                throw ValidationError(
                    code == .unaccounted
                        ? "--allow unaccounted: unaccounted can't be allowed"
                        : "--allow \(code.rawValue): only unverified findings can be allowed")
            }
        }
    }

    private func time(_ text: String?, _ option: String, _ now: UnixTime) throws -> UnixTime? {
        guard let text else { return nil }
        if text.first == "-", let duration = DurationArgument(argument: String(text.dropFirst())),
            duration.seconds <= now.seconds
        {
            return now - duration.seconds
        }
        guard let time = UnixTime(iso8601: Array(text.utf8)[...]) else {
            throw ValidationError(
                "\(option) \(EscapedText.string(of: text)): give ISO 8601, such as 2026-10-01T00:00:00Z, or a time before "
                    + "now, such as -6h or -2d")
        }
        return time
    }

    private func allowances() throws -> [VerificationPolicy.Allowance] {
        try allow.map { text in
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts.first, let code = FindingCode(rawValue: String(name)) else {
                let near = FindingCode.meant(by: parts.first ?? "")
                throw ValidationError("--allow \(EscapedText.string(of: text)): no such finding code\(near)")
            }
            guard parts.count == 2 else { return VerificationPolicy.Allowance(code: code) }
            return VerificationPolicy.Allowance(code: code, selector: try selector(String(parts[1]), text))
        }
    }

    private func selector(_ text: String, _ argument: String) throws -> VerificationPolicy.Allowance.Selector {
        // No part of a chain's name can hold an @.
        let sign = text.firstIndex(of: "@")
        if sign == nil, let chain = ChainSelectorArgument(argument: text) {
            return .chain(accountID: chain.accountID, region: chain.region, trail: chain.trail)
        }
        if let interval = Self.interval(text[...]) { return .interval(from: interval.from, to: interval.to) }
        if let sign, let chain = ChainSelectorArgument(argument: String(text[..<sign])),
            let interval = Self.interval(text[text.index(after: sign)...])
        {
            return .joined(
                accountID: chain.accountID, region: chain.region, trail: chain.trail, from: interval.from,
                to: interval.to)
        }
        let times = text.split(whereSeparator: { $0 == "/" || $0 == "@" })
        let isRelative = times.contains { $0.first == "-" && DurationArgument(argument: String($0.dropFirst())) != nil }
        throw ValidationError(
            "--allow \(EscapedText.string(of: argument)): a selector is ACCOUNT/REGION/TRAIL, FROM/TO in ISO 8601, or "
                + "both joined by @"
                + (isRelative ? "; its times aren't relative, so that every run allows the same" : ""))
    }

    private static func interval(_ text: Substring) -> (from: UnixTime, to: UnixTime)? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let from = UnixTime(iso8601: Array(parts[0].utf8)[...]),
            let to = UnixTime(iso8601: Array(parts[1].utf8)[...]), from < to
        else { return nil }
        return (from, to)
    }
}
