/// What earlier records say about a bucket. Nil means not known.
struct KnownBucket: Sendable {
    var isPolicyPublic: Bool?
    var isListPublic: Bool?
    var block: ChangeDetail.PublicAccess?
    var isLogged: Bool?
    /// When and where the last record about it was made.
    var told: ObservedTime.Moment?

    /// Forgets what is as a control asks for. A change that isn't seen may have ended it.
    mutating func forgetWhatIsOn() {
        if isPolicyPublic == false { isPolicyPublic = nil }
        if isListPublic == false { isListPublic = nil }
        if let known = block, known.ignoresACLs || known.restrictsPolicies { block = nil }
        if isLogged == true { isLogged = nil }
    }

    /// Whether nothing is public, for CloudTrail.6. Nil if that isn't known. `account` is what is known of the account's public access
    /// block.
    func isPrivate(_ account: ChangeDetail.PublicAccess) -> Bool? {
        KnownTrail.all([
            isSafe(isPolicyPublic, block?.restrictsPolicies, account.restrictsPolicies),
            isSafe(isListPublic, block?.ignoresACLs, account.ignoresACLs),
        ])
    }

    /// Whether something that may be public does no harm: it isn't public, or a block ends the exposure.
    private func isSafe(_ isPublic: Bool?, _ block: Bool?, _ account: Bool?) -> Bool? {
        if isPublic == false || block == true { return true }
        // The account's block protects only its own buckets, and no record tells whose a bucket is.
        return isPublic == true && block == false && account != true ? false : nil
    }
}
