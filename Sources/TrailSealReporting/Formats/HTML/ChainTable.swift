internal import TrailSealPrimitives
internal import TrailSealVerification

/// The annex with all chains and their numbers.
struct ChainTable: HTMLSection {
    private static let spanLimit = 3
    private static let proofWidth = 60

    let chains: [ChainRecord]

    var id: String { "chains" }
    var title: String { "Annex: digest chains" }
    var isAnnex: Bool { true }

    func write(_ output: ReportOutput) {
        guard !chains.isEmpty else { return output.line("<p>No chain is in scope.</p>") }
        let table = HTMLTable.begin(
            [
                "Account", "Region", "Trail", "Bucket", .number("Digests"), .number("Logs"), "Covered",
                "Verdict", "Newest proved by",
            ], output)
        for chain in chains {
            table.row([
                HTMLTable.cell(chain.name.accountID), HTMLTable.time(chain.name.region),
                "<td>\(trail(chain.name))</td>",
                HTMLTable.cell(chain.bucket ?? "not known"),
                HTMLTable.number(fraction(chain.digests.verified, chain.digests.present + chain.digests.missing)),
                HTMLTable.number(fraction(chain.logs.verified, chain.logs.listed)),
                "<td class=\"time\">\(covered(chain))</td>",
                "<td>\(HTMLText.badge(chain.verdict.rawValue))</td>", "<td>\(proof(chain.newest))</td>",
            ])
        }
        table.end()
    }

    private func trail(_ name: ChainName) -> String {
        HTMLText.escaped(name.trail + (name.isBackfill ? " (backfill)" : ""))
            + (name.organizationID.map { "<br>" + HTMLText.soft($0) } ?? "")
    }

    private func fraction(_ part: Int, _ whole: Int) -> String { "\(Numbers.grouped(part))/\(Numbers.grouped(whole))" }

    private func covered(_ chain: ChainRecord) -> String {
        guard !chain.covered.isEmpty else { return "nothing" }
        let spans = chain.covered.prefix(Self.spanLimit).map { "\($0.from.iso8601) to \($0.to.iso8601)" }
        let left = chain.covered.count - Self.spanLimit
        return (spans + (left > 0 ? ["and \(TextTable.count(left, "more span"))"] : [])).joined(separator: "<br>")
    }

    private func proof(_ newest: ChainRecord.Newest?) -> String {
        let proof = newest.map { $0.proof ?? "nothing" } ?? "no digest"
        return HTMLText.cut(proof, to: Self.proofWidth)
    }
}
