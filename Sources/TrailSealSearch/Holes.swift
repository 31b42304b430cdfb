internal import VirtualTrail

/// Checks the intervals for which a verifier reports missing digests.
struct Holes {
    let oracle: Oracle
    let answer: Answer

    /// What is wrong with the interval of each `digest-missing`.
    ///
    /// It begins at the end of a verified digest, or an hour before the end of the missing digest. It ends with a
    /// digest that names that one (TIME-5, TIME-10). So no verified digest lies in it, and it doesn't begin before
    /// the predecessor of the copy's oldest digest.
    var faults: [String] { answer.findings.compactMap(fault) }

    private static func organization(_ key: Path) -> String? {
        key.components.map { Path($0).text }.first { $0.hasPrefix("o-") }
    }

    private func fault(of finding: Answer.Finding) -> String? {
        guard finding.code == "digest-missing", let from = finding.from, let to = finding.to,
            let name = finding.key.flatMap({ Place($0).digestName }),
            let chain = oracle.chains.first(where: {
                $0.chain.isNamed(by: name) && $0.chain.isBackfill == name.isBackfill
                    && $0.chain.trail.organization == finding.key.flatMap(Self.organization)
            }), let oldest = chain.chain.digests.first
        else { return nil }
        let time = "digests of \(chain.chain.name) are said to be missing from \(from) to \(to)"
        if from < (oldest.start + -3_600).iso { return "\(time), and nothing speaks of any before \(oldest.start.iso)" }
        let verified = Set(answer.digests.filter { $0.standing == .verified }.compactMap(\.key))
        let found = zip(chain.digests, chain.chain.digests).first { key, digest in
            verified.contains(key) && digest.start.iso < to && digest.end.iso > from
        }
        return found.map { "\(time), and \($0.0) is verified" }
    }
}
