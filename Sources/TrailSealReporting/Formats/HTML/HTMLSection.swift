/// A section of the HTML report that the list of contents names.
protocol HTMLSection {
    /// The id of its anchor.
    var id: String { get }
    /// Its heading.
    var title: String { get }
    /// Whether it is an annex, which begins on a new page.
    var isAnnex: Bool { get }
    /// Writes the content after the heading.
    func write(_ output: ReportOutput)
}

extension HTMLSection {
    var isAnnex: Bool { false }
}
