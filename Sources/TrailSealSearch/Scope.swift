internal import VirtualTrail

/// The scope of a run, as the contract defines it.
struct Scope: Sendable {
    let options: Options
    /// The newest digests that an earlier run verified.
    let checkpoints: Set<Path>
    /// Whether a log may be found by its base name, in a folder that no digest's place maps to the bucket.
    var findsBaseNames: Bool { layout.hasUnmappedFolders }
    /// The layout of the copy.
    let layout: Layout
    /// Maps a path to its path below the root of the copy, or to nil if it isn't copied.
    let shown: @Sendable (Path) -> Path?

    init(
        _ options: Options, _ state: State?, layout: Layout = Layout(depth: .bucket, roots: .one),
        shown: @escaping @Sendable (Path) -> Path? = { $0 }
    ) {
        self.options = options
        self.layout = layout
        self.shown = shown
        checkpoints = state?.keys ?? []
        let isContinued = !checkpoints.isEmpty && !options.isFull
        from = options.from.map { isContinued ? min($0, TrueWorld.night) : $0 }
    }

    /// Where the scope begins. If an earlier run ended before the window, it begins there (STATE-4).
    let from: Moment?
    var hasWindow: Bool { options.from != nil && options.to != nil }
    var readsOldAgain: Bool { checkpoints.isEmpty || options.isFull }

    func passes(account: Path?, region: Path?) -> Bool {
        (options.accounts.isEmpty || (account.map(options.accounts.contains) ?? true))
            && (options.regions.isEmpty || (region.map(options.regions.contains) ?? true))
    }

    func passes(trail: Path) -> Bool { options.trails.isEmpty || options.trails.contains(trail) }

    func passes(_ chain: TrueWorld.Chain) -> Bool {
        passes(account: chain.account, region: chain.region) && passes(trail: chain.trailName)
    }

    func includes(start: Moment, end: Moment) -> Bool {
        (options.to.map { start < $0 } ?? true) && (from.map { end > $0 } ?? true)
    }

    func includes(_ time: Moment) -> Bool {
        (options.to.map { time < $0 } ?? true) && (from.map { time >= $0 } ?? true)
    }

    /// Compares stamps as text, because their order is that of the times.
    func includes(logStamp: String) -> Bool {
        (options.to.map { logStamp < $0.logStamp } ?? true) && (from.map { logStamp >= $0.logStamp } ?? true)
    }

    /// Whether the hour before the end time in a digest's name meets the window.
    func includes(digestStamp: String) -> Bool {
        (options.to.map { digestStamp < ($0 + 3_600).digestStamp } ?? true)
            && (from.map { digestStamp > $0.digestStamp } ?? true)
    }

    /// Whether a day such as `2026/10/01`, or an adjacent one, lies in the window.
    func isNear(day: String) -> Bool {
        (options.to.map { day <= ($0 + 86_400).folder } ?? true)
            && (from.map { day >= ($0 + -86_400).folder } ?? true)
    }
}
