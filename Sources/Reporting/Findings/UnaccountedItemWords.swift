internal import CloudTrailVerification
internal import Primitives

extension UnaccountedItem {
    /// What isn't accounted for.
    func label(_ subject: FindingSubject) -> String {
        let time = "\(subject.from?.iso8601 ?? "its beginning") to \(subject.to?.iso8601 ?? "its end")"
        return switch self {
        case .combination(let account, let region, let trail): CoverageGap.noChain(account, region, trail)
        case .requiredTime: "No verified digest covers \(time), and the chain has to be covered then."
        case .logDisposition: "A verified digest lists this log file, and the run has not exactly one result for it."
        case .fileBin: "The way in which this file was counted can't be confirmed."
        case .fileCount(let walked, let entered): "The archive holds \(walked) files, and \(entered) were counted."
        case .excuse(let code):
            "\(code.map { "--allow \($0.rawValue)" } ?? "An allowance") was used for something that it doesn't cover."
        case .nothingVerified: "Nothing that this run was asked for was verified."
        }
    }
}
