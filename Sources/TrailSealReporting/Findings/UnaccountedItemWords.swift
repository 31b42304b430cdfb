internal import TrailSealPrimitives
internal import TrailSealVerification

extension UnaccountedItem {
    /// Returns a sentence that says what isn't accounted for.
    func label(_ subject: FindingSubject) -> String {
        let time = "\(subject.from?.iso8601 ?? "its beginning") to \(subject.to?.iso8601 ?? "its end")"
        return switch self {
        case .combination(let account, let region, let trail): CoverageGap.noChain(account, region, trail)
        case .requiredTime: "No verified digest covers \(time), although the chain must be covered then."
        case .logDisposition: "A verified digest lists this log file, but it doesn't have exactly one result."
        case .fileBin: "The result that the run counted for this file can't be confirmed."
        case .fileCount(let walked, let entered): "The archive holds \(walked) files, but \(entered) were counted."
        case .excuse(let code):
            "\(code.map { "--allow \($0.rawValue)" } ?? "An allowance") was used for an item that it doesn't cover."
        case .nothingVerified: "The run verified nothing that it was asked for."
        }
    }
}
