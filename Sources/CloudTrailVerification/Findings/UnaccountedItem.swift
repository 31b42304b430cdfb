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
}
