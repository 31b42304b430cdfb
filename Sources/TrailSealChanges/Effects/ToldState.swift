internal import TrailSealControls

/// What a record tells about the setting of one trail or bucket that a control judges.
enum ToldState: Equatable, Sendable {
    /// The event set it: on or off, or something that records can't decide.
    case set(Bool?)
    /// The record only shows it. Who made the request didn't set it.
    case shown(Bool?)
    /// An account's public access block was replaced. If the account owns the bucket, `protects` says whether that may have ended
    /// an exposure.
    case accountBlock(protects: Bool)
    /// A trail of the account and Region was changed, and the record doesn't name it.
    case unnamed
    /// The bucket is gone. What has its name later is another one.
    case gone
}

/// What a record tells, by control. A control that isn't there isn't told anything.
typealias ToldStates = [ControlID: ToldState]
