internal import TrailSealFormat
internal import TrailSealPrimitives

/// Judges one listed log by its candidate files. Hashes of logs are compared here and nowhere else (LOG-1, LOG-2).
/// Every candidate must have the recorded hash, and there must be at least one. The worst counts (LOG-16).
public enum LogProver {
    /// Judges `log`. `absence` says why there are no candidates.
    public static func judge(_ log: ListedLog, _ candidates: [LogContent], absence: LogAbsence = .seen)
        -> LogDisposition
    {
        if log.isForeign { return .unverified(.foreign) }
        if log.key.isUnsafe { return .missing }
        guard !candidates.isEmpty else {
            return switch absence {
            case .seen: .missing
            case .hidden: .unverified(.unreadable)
            case .outsideCopy: .outsideCopy
            case .notAskedFor: .notAskedFor
            }
        }
        if candidates.allSatisfy({ fault($0.outcome, log.hashes) == nil }) {
            if log.hashes.contains(nil) { return .unverified(.unsupported) }
            if log.hashes.count > 1 { return .unverified(.conflict) }
            return .verified(candidates.compactMap { VerifiedLog(log.key, $0) })
        }
        let all = candidates.map { fault($0.outcome, log.hashes) }
        guard all.contains(where: { $0 != nil && $0 != .unreadable }) else { return .unverified(.unreadable) }
        // Under an unknown algorithm only damage shows.
        let isDamaged = all.contains { if case .trailingData? = $0 { true } else { $0 == .damaged } }
        if log.hashes.contains(nil), !isDamaged { return .unverified(.unsupported) }
        return .invalid(zip(candidates, all).map { LogDisposition.FileJudgement(path: $0.path, fault: $1) })
    }

    private static func fault(_ outcome: LogContent.Outcome, _ hashes: [SHA256Digest?]) -> LogFault? {
        switch outcome {
        case .whole(let hash, _): hashes.contains(hash) ? nil : .otherHash(hash)
        case .trailing(_, let count): .trailingData(count)
        case .damaged: .damaged
        case .unreadable: .unreadable
        }
    }
}
