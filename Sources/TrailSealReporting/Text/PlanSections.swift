internal import TrailSealVerification

/// The sections of a plan: commands under a title.
struct PlanSections {
    /// The number of findings of each code.
    let counts: [FindingCode: Int]
    /// The lines, with an empty one after each section.
    private(set) var lines: [String] = []
    /// How many items are left for the next plan, because one command or plan would name too many.
    var left = 0

    init(counts: [FindingCode: Int]) { self.counts = counts }

    /// Adds a section, unless it has no commands.
    mutating func add(_ title: [String], _ commands: [String]) {
        guard !commands.isEmpty else { return }
        lines += title.map { "# \($0)" } + commands + [""]
    }

    /// Returns the number of findings of each code, in brackets. Empty if there are none.
    func counted(_ codes: FindingCode...) -> String {
        let found = codes.compactMap { code in
            counts[code].map { "\(code.rawValue): \(Numbers.grouped($0))" }
        }
        return found.isEmpty ? "" : " (" + found.joined(separator: ", ") + ")"
    }
}
