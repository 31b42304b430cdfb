internal import TrailSealPrimitives

extension DescribedTrail {
    /// Why `member` is unknown, if the description contradicts itself (CONTROL-29).
    func doubt(_ member: String) -> String? {
        if !isListed {
            return "The description contradicts itself: it has answers about \(id), and a list of trails without it."
        }
        if isLackedByNewerList, member == "IsMultiRegionTrail" {
            return "A newer list of another Region lacks \(id). Either it isn't multi-Region any more, or that list "
                + "leaves out trails of other Regions."
        }
        guard contradicted.contains(member) else { return nil }
        return "The description contradicts itself: entries of \(id) have different values of \(member), and nothing "
            + "shows which is newer."
    }
}

extension Answer {
    /// Why the answer of `call` about `subject` isn't used, or nil if it is.
    func doubt(_ call: String, of subject: ByteString) -> String? {
        switch self {
        case .notCollected, .error, .payload: nil
        case .misfiled(let other): "The answer of \(call) that stands under \(subject) is about \(other)."
        case .contradictory:
            "The description contradicts itself: two answers of \(call) about \(subject) differ, and nothing shows "
                + "which is newer."
        }
    }
}

extension [ResourceResult] {
    /// Returns `reason`, followed by the first doubt about an undecided resource if there is one.
    func open(_ reason: String) -> String {
        let doubt = lazy.filter { $0.status == .notAvailable }.compactMap(\.doubt).first
        return doubt.map { "\(reason) \($0)" } ?? reason
    }
}
