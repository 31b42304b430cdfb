internal import TrailSealControls

/// Whether the setting that a control judges was as it should be, as far as records say: true, false, or nil for not known.
///
/// Each value is about one trail or bucket.
struct ControlStates: Sendable {
    private var states: [ControlID: Bool?] = [:]

    /// Controls whose state the event only shows. Who made the request didn't set it.
    var learned: Set<ControlID> = []

    /// The state for a control. Nil if the change isn't about it.
    subscript(_ control: ControlID) -> Bool?? {
        get { states[control] }
        set { states[control] = newValue }
    }
}
