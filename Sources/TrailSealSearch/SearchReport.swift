/// What a search found.
package struct SearchReport: Sendable {
    /// A failing archive.
    struct Failure: Sendable {
        /// By which it can be run alone.
        let id: String
        let failureClass: FailureClass
        /// In lines: the question, the acts, what was found. Takes a while.
        let describe: @Sendable () throws -> [String]

        init(id: String, failureClass: FailureClass, describe: @escaping @Sendable () throws -> [String]) {
            self.id = id
            self.failureClass = failureClass
            self.describe = describe
        }
    }

    /// `model` or `worlds`.
    let search: String
    package var archives = 0
    package var passing = 0
    package var divided = 0
    /// Judged by the program too.
    package var inFiles = 0
    /// Not judged, because they can't be made for the verifier.
    package var skipped = 0
    /// In the order of the archives.
    var failures: [Failure] = []
    /// Failing archives, whatever their classes.
    var failing: Set<String> = []
    /// What else is to be said.
    var remarks: [String] = []
    /// Conditions of the search itself that don't hold.
    var defects: [String] = []

    /// Further IDs that are shown of each class.
    private static let shownIDs = 8

    init(search: String) { self.search = search }

    /// Classes by how often they occur.
    var classes: [FailureClass: Int] { failures.reduce(into: [:]) { $0[$1.failureClass, default: 0] += 1 } }

    /// The names of all classes that occur, in order.
    package var classNames: [String] { classes.keys.sorted().map(\.description) }

    /// Prints the report. Classes in `known` are expected; if the search `isComplete`, each of them has to occur.
    /// `command` runs one archive alone, with its ID added. Returns the last line and whether all is as expected.
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

/// The classes of failures that today's product is known to show.
package struct KnownFailures: Sendable {
    private var bySearch: [String: Set<FailureClass>] = [:]

    package init() {}

    /// Reads lines such as `model: exit 0: plant-log + edit-log`. Lines that begin with `#` are comments.
    package init(_ text: String) {
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: ": ", maxSplits: 1)
            guard parts.count == 2 else { continue }
            bySearch[String(parts[0]), default: []].insert(FailureClass(String(parts[1])))
        }
    }

    func classes(of search: String) -> Set<FailureClass> { bySearch[search] ?? [] }
}
