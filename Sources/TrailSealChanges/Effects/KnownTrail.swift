internal import TrailSealControls
internal import TrailSealPrimitives

/// What earlier records say about a trail. Nil means not known.
struct KnownTrail: Sendable {
    var settings = TrailSettings()
    var isLogging: Bool?
    var share: ManagementEventCoverage.Share?
    /// When logging was last started or stopped, and which of the two.
    private var switched: (time: UnixTime, isLogging: Bool)?
    /// When and where the last record about it was made.
    var told: ObservedTime.Moment?

    /// Forgets what is as a control asks for. A change that isn't seen may have ended it.
    mutating func forgetWhatIsOn() {
        if settings.isMultiRegion == true { settings.isMultiRegion = nil }
        if settings.kmsKey?.isEmpty == false { settings.kmsKey = nil }
        if settings.validatesLogFiles == true { settings.validatesLogFiles = nil }
        if settings.logGroup?.isEmpty == false { settings.logGroup = nil }
        if isLogging == true { isLogging = nil }
        if share == .all { share = nil }
    }

    /// Takes a start or stop of logging. If a record of the same second says the opposite, the state is unknown.
    mutating func setLogging(_ isOn: Bool, at time: UnixTime) {
        isLogging = switched.map { $0.time == time && $0.isLogging != isOn } == true ? nil : isOn
        switched = (time, isOn)
    }

    /// Forgets everything that a control judges.
    mutating func forget() {
        (settings.isMultiRegion, settings.kmsKey, settings.validatesLogFiles, settings.logGroup) = (nil, nil, nil, nil)
        (isLogging, share) = (nil, nil)
    }

    /// Whether the setting of a control, CloudTrail.1 to .5, is as the control asks. Nil if that isn't known.
    func state(_ control: ControlID) -> Bool? {
        switch control {
        case .cloudTrail1:
            Self.all([settings.isMultiRegion, isLogging, share.flatMap { $0 == .unknown ? nil : $0 == .all }])
        case .cloudTrail2: settings.kmsKey.map { !$0.isEmpty }
        case .cloudTrail3: isLogging
        case .cloudTrail4: settings.validatesLogFiles
        case .cloudTrail5: settings.logGroup.map { !$0.isEmpty }
        default: nil
        }
    }

    /// What an event tells of CloudTrail.1, which asks for several settings. `own` is the one that it set. An event that leaves another
    /// setting off tells nothing, because the record of that one did.
    func toldWhole(by own: Bool?, isShown: Bool = false) -> ToldState? {
        let whole = state(.cloudTrail1)
        if whole == false, own != false { return nil }
        return isShown ? .shown(whole) : .set(whole)
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
