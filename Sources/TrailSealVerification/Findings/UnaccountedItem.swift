public import TrailSealPrimitives

/// An item of the accounting that doesn't balance (ACCOUNT-7).
public enum UnaccountedItem: Hashable, Sendable {
    /// No chain of this account, Region and trail has a verified digest (ACCOUNT-0). Nil means any.
    case combination(account: ByteString?, region: ByteString?, trail: ByteString?)
    /// The chain of the subject must cover the subject's interval, and doesn't (ACCOUNT-2).
    case requiredTime
    /// The listed log of the subject doesn't have exactly one good disposition (ACCOUNT-3).
    case logDisposition
    /// The file of the subject has no bin, or nothing shows that its bin is right (ACCOUNT-4).
    case fileBin
    /// The walk saw another number of files than the bins hold (ACCOUNT-4).
    case fileCount(walked: Int, entered: Int)
    /// Nothing needs the excuse, or its allowance doesn't cover it (ACCOUNT-6). `code` is the allowed code, if it is
    /// known.
    case excuse(code: FindingCode? = nil)
    /// Nothing that was asked for is verified (VERDICT-5, ACCOUNT-7).
    case nothingVerified
}
