internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// Turns allowed findings into notes (ALLOW-1 to ALLOW-14).
///
/// A finding may be about an item that the accounting counts, for example a digest. Such a finding is allowed exactly if
/// the accounting excused the item. So findings and accounting can't disagree about it.
struct AllowanceFilter {
    let policy: VerificationPolicy

    /// Returns the findings with allowed ones as notes. A gap that is allowed in part becomes several findings.
    func applied(to findings: [Finding], _ accounted: AccountForAll.Output?) -> [Finding] {
        guard !policy.allowances.isEmpty else { return findings }
        return findings.flatMap { finding -> [Finding] in
            guard finding.verdict == .unverified, finding.code.isAllowable else { return [finding] }
            if case .coverageGap = finding.detail { return gap(finding) }
            return [isAllowed(finding, accounted) ? allowed(finding) : finding]
        }
    }

    /// Whether the allowance at position `number` allows any of `findings`, wholly or in part.
    func isUsed(_ number: Int, _ findings: [Finding]) -> Bool {
        let allowance = policy.allowances[number]
        return findings.contains { finding in
            guard finding.isAllowed, finding.code == allowance.code, allowance.selectsChain(of: finding) else {
                return false
            }
            guard let limits = allowance.interval, let from = finding.from, let to = finding.to else { return true }
            return limits.meets(Interval(from: from, to: to))
        }
    }

    private func isAllowed(_ finding: Finding, _ accounted: AccountForAll.Output?) -> Bool {
        if let item = finding.item { return accounted?.excused.contains(item) ?? false }
        switch finding.detail {
        case .logDigestUnverified:
            // The allowance of its digest excuses the logs near the digest's hour (ALLOW-8). The finding counts several
            // files, so all of them must be excused.
            guard let accounted else { return false }
            return !finding.files.isEmpty && finding.files.allSatisfy { !accounted.openFiles.contains($0) }
        // A digest or log that can't be read. Only obstacles can be excused (ALLOW-9), and each of them is an item,
        // which was handled above.
        case .fileUnreadable: return false
        default: return policy.allowances.contains { $0.selects(finding) }
        }
    }

    /// Splits a gap into the part that allowances excuse and the rest (ALLOW-4).
    private func gap(_ finding: Finding) -> [Finding] {
        let own = policy.allowances.filter { $0.code == .coverageGap && $0.selectsChain(of: finding) }
        guard !own.isEmpty else { return [finding] }
        guard let from = finding.from, let to = finding.to else {
            return [own.contains { $0.interval == nil } ? allowed(finding) : finding]
        }
        let whole = Interval(from: from, to: to)
        let excused = Coverage.joined(
            own.compactMap { allowance in
                let limits = allowance.interval ?? whole
                let (start, end) = (max(from, limits.from), min(to, limits.to))
                return start < end ? Interval(from: start, to: end) : nil
            })
        func piece(_ interval: Interval) -> Finding {
            var piece = finding
            (piece.subject.from, piece.subject.to) = (interval.from, interval.to)
            return piece
        }
        return excused.map { allowed(piece($0)) } + whole.subtracting(excused).map(piece)
    }

    private func allowed(_ finding: Finding) -> Finding {
        var allowed = finding
        allowed.verdict = .note
        allowed.isAllowed = true
        return allowed
    }
}

extension VerificationPolicy.Allowance {
    /// The interval of the selector. Nil if it has none.
    var interval: Interval? {
        switch selector {
        case .interval(let from, let to), .joined(_, _, _, let from, let to): Interval(from: from, to: to)
        case .all, .chain: nil
        }
    }

    /// The account, Region and trail of the selector. Nil means any.
    var values: (account: ByteString?, region: ByteString?, trail: ByteString?) {
        switch selector {
        case .chain(let account, let region, let trail), .joined(let account, let region, let trail, _, _):
            (account, region, trail)
        case .all, .interval: (nil, nil, nil)
        }
    }

    /// Whether the selector covers the account, Region and trail of a finding.
    func selectsChain(of finding: Finding) -> Bool {
        let (account, region, trail) = values
        var names: (ByteString?, ByteString?, ByteString?) = (
            finding.chain?.accountID ?? finding.subject.accountID, finding.chain?.region ?? finding.subject.region,
            finding.chain?.trail
        )
        if case .coverageGap(.noChainForFilters(let account, let region, let trail)) = finding.detail {
            names = (account, region, trail)
        }
        return (account == nil || account == names.0) && (region == nil || region == names.1)
            && (trail == nil || trail == names.2)
    }
}
