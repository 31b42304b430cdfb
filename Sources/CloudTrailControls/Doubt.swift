internal import Primitives

extension DescribedTrail {
    /// Why `member` isn't known, if the description contradicts itself (rule CONTROL-29).
    func doubt(_ member: String) -> String? {
        if !isListed {
            return "The description contradicts itself: it has answers about this trail, and a list without it."
        }
        guard contradicted.contains(member) else { return nil }
        return
            "The description contradicts itself: the trail's entries have different values of \(member), and nothing "
            + "tells which is the newer."
    }
}

extension Answer {
    /// Why the answer of `call` about `subject` isn't used, if there is one.
    func doubt(_ call: String, of subject: ByteString) -> String? {
        switch self {
        case .notCollected, .error, .payload: nil
        case .misfiled(let other): "The answer of \(call) that stands under \(subject) is about \(other)."
        case .contradictory:
            "The description contradicts itself: two answers of \(call) differ, and nothing tells which is the newer."
        }
    }
}

extension String {
    /// With the sentence `other` behind it, if there is one.
    func with(_ other: String?) -> String { other.map { "\(self) \($0)" } ?? self }
}
