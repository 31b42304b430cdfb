internal import CloudTrailVerification
internal import Primitives

extension UnaccountedItem {
    /// What isn't accounted for.
    func label(_ subject: FindingSubject) -> String {
        let time = "\(subject.from?.iso8601 ?? "its beginning") to \(subject.to?.iso8601 ?? "its end")"
        return switch self {
        case .listedLog: "A verified digest lists this log file, and the run did not judge its content."
        case .logFarFromAllowedDigest:
            "Only a digest whose lack of proof is allowed lists this log file, and its time is far from that digest's hour."
        case .strangerInFolder(let accountID):
            "Only digests of other accounts list this file in the folder of account \(accountID)."
        case .outOfScopeByName(let reason):
            "What lies here was not looked at (\(reason)), and only its own name says that it is out of scope."
        case .time: "No verified digest covers \(time)."
        case .chain: "No digest of this chain is verified."
        case .timeOfSibling:
            "Verified digests of another region of this trail cover \(time), and none of this one does."
        case .knownTime(let through):
            "An earlier run verified this chain through \(through.iso8601), and no verified digest reaches that time now."
        case .combination(let account, let region, let trail): CoverageGap.noChain(account, region, trail)
        case .requiredTime: "No verified digest covers \(time), and the chain has to be covered then."
        case .logDisposition: "A verified digest lists this log file, and the run has not exactly one result for it."
        case .fileBin: "The way in which this file was counted can't be confirmed."
        case .fileCount(let walked, let entered): "The archive holds \(walked) files, and \(entered) were counted."
        case .excuse(let code):
            "\(code.map { "--allow \($0.rawValue)" } ?? "An allowance") was used for something that it doesn't cover."
        }
    }
}
