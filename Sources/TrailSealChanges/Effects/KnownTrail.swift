internal import TrailSealControls
internal import TrailSealPrimitives

/// What earlier records say about a trail. Nil means not known.
struct KnownTrail: Sendable {
    var settings = TrailSettings()
    var isLogging: Bool?
    var share: ManagementEventCoverage.Share?
    /// When logging was last started or stopped, and which of the two.
    private var switched: (time: UnixTime, isLogging: Bool)?

    /// Takes a start or stop of logging. If a record of the same second says the opposite, the state is unknown.
    mutating func setLogging(_ isOn: Bool, at time: UnixTime) {
        isLogging = switched.map { $0.time == time && $0.isLogging != isOn } == true ? nil : isOn
        switched = (time, isOn)
    }

    /// The states of CloudTrail.1 to .5.
    var states: ControlStates {
        var states = ControlStates()
        states[.cloudTrail1] = .some(
            Self.all([settings.isMultiRegion, isLogging, share.flatMap { $0 == .unknown ? nil : $0 == .all }]))
        states[.cloudTrail2] = .some(settings.kmsKey.map { !$0.isEmpty })
        states[.cloudTrail3] = .some(isLogging)
        states[.cloudTrail4] = .some(settings.validatesLogFiles)
        states[.cloudTrail5] = .some(settings.logGroup.map { !$0.isEmpty })
        return states
    }

    /// A trail that was deleted.
    static let deleted: KnownTrail = {
        var trail = KnownTrail()
        trail.isLogging = false
        return trail
    }()

    /// False if one is false, true if all are true, otherwise nil.
    static func all(_ values: [Bool?]) -> Bool? {
        if values.contains(false) { return false }
        return values.contains(nil) ? nil : true
    }
}
