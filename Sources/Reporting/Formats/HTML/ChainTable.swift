internal import CloudTrailVerification
internal import Primitives

/// All chains with their numbers.
struct ChainTable: HTMLSection {
    private static let spanLimit = 3

    let chains: [ChainRecord]

    var id: String { "chains" }
    var title: String { "Annex: digest chains" }
    var isAnnex: Bool { true }

    func write(_ output: ReportOutput) {
        guard !chains.isEmpty else { return output.line("<p>None in scope.</p>") }
        let table = HTMLTable.begin(
            ["Chain", "Bucket", .number("Digests"), .number("Logs"), "Covered", "Newest proved by", "Verdict"], output)
        for chain in chains {
            table.row([
                "<td>\(HTMLText.escaped(chain.name.accountID))\(name(chain.name))</td>",
                HTMLTable.cell(chain.bucket ?? "not known"),
                HTMLTable.number(fraction(chain.digests.verified, chain.digests.present + chain.digests.missing)),
                HTMLTable.number(fraction(chain.logs.verified, chain.logs.listed)),
                "<td class=\"time\">\(covered(chain))</td>", HTMLTable.cell(proof(chain.newest)),
                "<td>\(HTMLText.badge(chain.verdict.rawValue))</td>",
            ])
        }
        table.end()
    }

    private func name(_ name: ChainName) -> String {
        let trail = "\(name.region) \(name.trail)\(name.isBackfill ? " (backfill)" : "")"
        return "<br>" + HTMLText.escaped(trail) + (name.organizationID.map { "<br>" + HTMLText.soft($0) } ?? "")
    }

    private func fraction(_ part: Int, _ whole: Int) -> String { "\(Numbers.grouped(part))/\(Numbers.grouped(whole))" }

    private func covered(_ chain: ChainRecord) -> String {
        guard !chain.covered.isEmpty else { return "nothing" }
        let spans = chain.covered.prefix(Self.spanLimit).map { "\($0.from.iso8601) to<br>\($0.to.iso8601)" }
        let left = chain.covered.count - Self.spanLimit
        return (spans + (left > 0 ? ["and \(TextTable.count(left, "more span"))"] : [])).joined(separator: "<br>")
    }

    private func proof(_ newest: ChainRecord.Newest?) -> String { newest.map { $0.proof ?? "nothing" } ?? "no digest" }
}
