/// The result of a search.
package struct SearchReport: Sendable {
    /// A failing archive.
    struct Failure: Sendable {
        /// The id by which it can be run alone.
        let id: String
        let failureClass: FailureClass
        /// Describes the failure in lines: the question, the acts, and the findings. Slow.
        let describe: @Sendable () throws -> [String]

        init(id: String, failureClass: FailureClass, describe: @escaping @Sendable () throws -> [String]) {
            self.id = id
            self.failureClass = failureClass
            self.describe = describe
        }
    }

    /// The name of the search: `model` or `worlds`.
    let search: String
    /// Number of archives tried.
    package var archives = 0
    /// Number of archives that were verified.
    package var passing = 0
    /// Number of archives that were also judged in parts.
    package var divided = 0
    /// Number of archives that the program judged too.
    package var inFiles = 0
    /// Number of archives that weren't judged, because they can't be created for the verifier.
    package var skipped = 0
    /// All failures, in the order of the archives.
    var failures: [Failure] = []
    /// The ids of failing archives.
    var failing: Set<String> = []
    /// Further lines to print.
    var remarks: [String] = []
    /// Conditions on the search itself that don't hold.
    var defects: [String] = []

    /// How many further ids are shown for each class.
    private static let shownIDs = 8

    init(search: String) { self.search = search }

    /// How often each class occurs.
    var classes: [FailureClass: Int] { failures.reduce(into: [:]) { $0[$1.failureClass, default: 0] += 1 } }

    /// The names of all classes that occur, sorted.
    package var classNames: [String] { classes.keys.sorted().map(\.description) }

    /// Prints the report and returns whether everything is as expected.
    ///
    /// Classes in `known` are expected. If the search `isComplete`, each of them must occur. `command` plus `--only`
    /// and an id runs one archive alone.
    package func print(
        known: KnownFailures, isComplete: Bool, command: String, _ write: (String) -> Void
    ) throws -> Bool {
        let expected = known.classes(of: search)
        for remark in remarks { write(remark) }
        write(
            "\(search): \(archives) archives, \(passing) of them verified, \(divided) judged in parts too, "
                + "\(inFiles) by the program too, \(failing.count) failing")
        if skipped > 0 { write("\(search): \(skipped) archives can't be made for the verifier") }
        let counts = classes
        for (failureClass, count) in counts.sorted(by: { $0.key < $1.key }) {
            let isKnown = expected.contains(failureClass)
            guard let first = failures.first(where: { $0.failureClass == failureClass }) else { continue }
            write("\(isKnown ? "known" : "FAIL") \(failureClass): \(count) times, for example:")
            let others = failures.filter { $0.failureClass == failureClass }.dropFirst().prefix(Self.shownIDs)
            let also = others.isEmpty ? "" : " (also \(others.map(\.id).joined(separator: ", ")))"
            write("  \(command) --only \(first.id)\(also)")
            if !isKnown { for line in try first.describe() { write("    \(line)") } }
        }
        let unexpected = Set(failures.filter { !expected.contains($0.failureClass) }.map(\.id))
        let vanished = isComplete ? expected.subtracting(counts.keys).sorted() : []
        for failureClass in vanished { write("FAIL \(failureClass): known, but it doesn't occur any more") }
        for defect in defects { write("FAIL \(defect)") }
        let failed = unexpected.count + vanished.count + defects.count
        write("\(archives - unexpected.count) passed, \(failed) failed")
        return failed == 0
    }
}

/// The classes of failures that the product is known to have.
package struct KnownFailures: Sendable {
    private var bySearch: [String: Set<FailureClass>] = [:]

    /// Expects no failures.
    package init() {}

    /// Reads lines such as `model: exit 0: plant-log + edit-log`. Ignores lines that begin with `#`.
    package init(_ text: String) {
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: ": ", maxSplits: 1)
            guard parts.count == 2 else { continue }
            bySearch[String(parts[0]), default: []].insert(FailureClass(String(parts[1])))
        }
    }

    func classes(of search: String) -> Set<FailureClass> { bySearch[search] ?? [] }
}
