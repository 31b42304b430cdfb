/// A section of the HTML report that the list of contents names.
protocol HTMLSection {
    /// Of its anchor.
    var id: String { get }
    var title: String { get }
    /// Whether it begins a page of its own, behind what a reader needs first.
    var isAnnex: Bool { get }
    /// Writes what follows its heading.
    func write(_ output: ReportOutput)
}

extension HTMLSection {
    var isAnnex: Bool { false }
}
