/// Turns what the user allows into notes.
struct Allowing {
    let policy: VerificationPolicy

    func apply(to findings: inout [Finding]) {
        guard !policy.allowances.isEmpty else { return }
        var allowedNodes: Set<DigestGraph.Node> = []
        for index in findings.indices where policy.allowances.contains(where: { $0.selects(findings[index]) }) {
            let finding = findings[index]
            guard finding.verdict == .unverified else { continue }
            if case .digestSignatureUnavailable(isAllowableHead: false) = finding.detail { continue }
            allow(&findings[index])
            if finding.code != .logDigestUnverified, let node = finding.node { allowedNodes.insert(node) }
        }
        for index in findings.indices where findings[index].code == .logDigestUnverified {
            if let node = findings[index].node, allowedNodes.contains(node) { allow(&findings[index]) }
        }
    }

    private func allow(_ finding: inout Finding) {
        finding.verdict = .note
        finding.isAllowed = true
    }
}
