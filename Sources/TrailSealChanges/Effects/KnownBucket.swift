internal import TrailSealControls

/// What earlier records say about a bucket. Nil means not known.
struct KnownBucket: Sendable {
    var isPolicyPublic: Bool?
    var isListPublic: Bool?
    var block: ChangeDetail.PublicAccess?
    var isLogged: Bool?

    /// The states of CloudTrail.6 and .7. `account` is what is known of the account's public access block.
    func states(_ account: ChangeDetail.PublicAccess?) -> ControlStates {
        var states = ControlStates()
        states[.cloudTrail6] = .some(
            KnownTrail.all([
                isSafe(isPolicyPublic, block?.restrictsPolicies, account?.restrictsPolicies),
                isSafe(isListPublic, block?.ignoresACLs, account?.ignoresACLs),
            ]))
        states[.cloudTrail7] = .some(isLogged)
        return states
    }

    /// Whether something that may be public does no harm: it isn't public, or a block ends the exposure.
    private func isSafe(_ isPublic: Bool?, _ block: Bool?, _ account: Bool?) -> Bool? {
        if isPublic == false || block == true { return true }
        // The account's block protects only its own buckets, and no record tells whose a bucket is.
        return isPublic == true && block == false && account != true ? false : nil
    }
}
