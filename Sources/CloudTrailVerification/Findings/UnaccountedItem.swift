public import Primitives

/// The first thing that did not balance when the run counted again.
public enum UnaccountedItem: Hashable, Sendable {
    /// A verified digest lists it, and its content was not judged.
    case listedLog
    /// Only a digest whose lack of proof is allowed lists it, and its time is far from that digest's hour.
    case logFarFromAllowedDigest
    /// Only digests of other accounts list a file in the folder of this account.
    case strangerInFolder(accountID: ByteString)
    /// It was not looked at, for this reason, and only its own name says that it is out of scope.
    case outOfScopeByName(reason: String)
    /// No verified digest covers the interval of the subject.
    case time
    /// No digest of the chain is verified.
    case chain
    /// Verified digests of another region of the trail cover the interval of the subject.
    case timeOfSibling
    /// An earlier run verified the chain through that time, and no verified digest reaches it now.
    case knownTime(UnixTime)
    /// No chain of this account, Region and trail has a verified digest; nil means any (ACCOUNT-0).
    case combination(account: ByteString?, region: ByteString?, trail: ByteString?)
    /// The chain must be covered for the interval of the subject, and it isn't (ACCOUNT-2).
    case requiredTime
    /// The listed log of the subject has no disposition, or more than one (ACCOUNT-3).
    case logDisposition
    /// The file of the subject has no bin, or its bin isn't shown to be right (ACCOUNT-4).
    case fileBin
    /// The walk saw another number of files than the bins hold (ACCOUNT-4).
    case fileCount(walked: Int, entered: Int)
    /// An excuse that nothing needs, or that its allowance doesn't cover (ACCOUNT-6). The code that is allowed, if known.
    case excuse(code: FindingCode? = nil)
}
