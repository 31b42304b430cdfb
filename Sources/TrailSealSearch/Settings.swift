internal import VirtualTrail

/// The random choices for one world: how it was copied, and what the verifier is asked.
struct Settings: Sendable {
    enum Window: String, CaseIterable, Sendable { case none, whole, from, to, part, early, late }
    enum Filters: String, CaseIterable, Sendable { case none, all, account, region, trail }
    enum Nights: String, CaseIterable, Sendable { case none, second, full }
    enum Shards: Int, CaseIterable, Sendable {
        case one = 1
        case two = 2
        case three = 3
    }

    var template: TrueWorld.Template
    var layout: Layout
    var otherDepth: Layout.Depth
    var window: Window
    var filters: Filters
    var allowance: Allowance
    var nights: Nights
    var shards: Shards

    init(_ random: inout Random) {
        var template = random.pick(TrueWorld.Template.allCases)
        let depth = random.pick(Layout.Depth.allCases)
        layout = Layout(depth: depth, roots: random.pick(Layout.Roots.allCases))
        // Where no path shows the organization, two digests of one name can be exchanged without a trace.
        if layout.hidesOwners, template == .namesakes { template = .single }
        let mayHideOwners = template != .namesakes
        otherDepth = random.pick(
            Layout.Depth.allCases.filter {
                $0 != depth && (mayHideOwners || !Layout(depth: $0, roots: .one).hidesOwners)
            })
        self.template = template
        window = random.pick(Window.allCases)
        filters = random.pick(Filters.allCases)
        allowance = random.pick(Allowance.allCases)
        nights = random.pick(Nights.allCases)
        shards = random.pick(Shards.allCases)
    }

    /// Each setting as text, to count combinations.
    var values: [String] {
        [
            "template \(template)", "depth \(layout.depth)", "roots \(layout.roots)", "window \(window)",
            "filters \(filters)", "allowance \(allowance)", "nights \(nights)", "shards \(shards)",
        ]
    }

    var description: String {
        (values + ["other depth \(otherDepth)"]).joined(separator: ", ")
    }

    /// Two values that never occur together.
    static let impossible =
        Layout.Depth.allCases.count { Layout(depth: $0, roots: .one).hidesOwners }
        + Layout.Roots.allCases.count { Layout(depth: .bucket, roots: $0).hidesOwners }

    func options(_ world: TrueWorld) -> Options {
        var options = Options()
        switch window {
        case .none: break
        case .whole: (options.from, options.to) = (TrueWorld.from, TrueWorld.to)
        case .from: options.from = TrueWorld.from
        case .to: options.to = TrueWorld.to
        case .part: (options.from, options.to) = (.hour(22), .hour(26))
        case .late: options.from = .hour(26)
        case .early: (options.from, options.to) = (.hour(24), .hour(26) + 1_800)
        }
        switch filters {
        case .none: break
        case .all: (options.accounts, options.regions) = (world.accounts, world.regions)
        case .account: options.accounts = [world.chains[0].account]
        case .region: options.regions = [world.chains[0].region]
        case .trail: options.trails = [world.chains[0].trailName]
        }
        options.allowance = allowance
        options.isFull = nights == .full
        return options
    }
}
