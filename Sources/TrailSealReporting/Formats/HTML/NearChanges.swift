internal import TrailSealPrimitives

/// The list of control changes recorded around the time of a finding or of a control's history. It claims no cause.
enum NearChanges {
    /// Returns the list as HTML: time, event, who and from where. Empty if there are no changes.
    static func html(_ changes: [ChangeRecord]) -> String {
        guard !changes.isEmpty else { return "" }
        let items = changes.map { change in
            let origin = change.sourceIP.map { " from \(HTMLText.code($0.shortened(to: 100)))" } ?? ""
            let words = change.isDone ? "" : ", " + HTMLText.escaped(change.effect.shortened(to: 200))
            return "<li><span class=\"word\">\(change.time.iso8601)</span> "
                + "<b>\(HTMLText.escaped(change.eventName.shortened(to: 100)))</b> by "
                + "\(HTMLText.code(change.actor.shortened(to: 300)))\(origin)\(words)</li>"
        }
        return "<p><b>\(ChangeRecord.aroundTitle)</b></p><ul class=\"around\">\(items.joined())</ul>"
    }
}
