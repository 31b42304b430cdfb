/// The properties that all findings of a code share. The words are in `TrailSealReporting`.
public struct FindingDescriptor: Hashable, Sendable {
    /// The effect on the verdict, if the finding isn't allowed.
    public let verdict: FindingVerdict
    /// The severity.
    public let severity: FindingSeverity
    /// The kind of thing that the finding is about.
    public let topic: FindingTopic
    /// Whether the finding says that something is absent. An interrupted run can't say that.
    public let isAbsence: Bool
    /// What an attacker would have done to cause it. Nil if it shows nothing but changed evidence.
    public let effect: FindingEffect?

    fileprivate init(
        _ verdict: FindingVerdict, _ severity: FindingSeverity, _ topic: FindingTopic, isAbsence: Bool = false,
        effect: FindingEffect? = nil
    ) {
        self.verdict = verdict
        self.severity = severity
        self.topic = topic
        self.isAbsence = isAbsence
        self.effect = effect
    }
}

/// The severity of a finding, for report formats that have one.
public enum FindingSeverity: Hashable, Sendable, CaseIterable {
    /// From lowest to highest.
    case informational, low, high, critical
}

/// The kind of thing that a finding is about.
public enum FindingTopic: Hashable, Sendable, CaseIterable {
    /// A digest file.
    case digest
    /// A log file, present or listed.
    case log
    /// The time that a chain covers.
    case chain
    /// A public key.
    case key
    /// The contents and form of the copy.
    case copy
}

/// What somebody would have done on purpose to cause a finding.
public enum FindingEffect: Hashable, Sendable, CaseIterable {
    /// Somebody removed files.
    case removal
    /// Somebody stopped the recording.
    case impairment
}

extension FindingCode {
    /// The properties of the code, from one table of all codes.
    public var descriptor: FindingDescriptor {
        switch self {
        case .digestMalformed: FindingDescriptor(.invalid, .high, .digest)
        case .digestRelocated: FindingDescriptor(.invalid, .critical, .digest)
        case .digestSignatureInvalid: FindingDescriptor(.invalid, .critical, .digest)
        case .digestHashMismatch: FindingDescriptor(.invalid, .critical, .digest)
        case .digestMetadataMismatch: FindingDescriptor(.invalid, .high, .digest)
        case .digestMissing: FindingDescriptor(.invalid, .critical, .digest, isAbsence: true, effect: .removal)
        case .logMissing: FindingDescriptor(.invalid, .critical, .log, isAbsence: true, effect: .removal)
        case .logHashMismatch: FindingDescriptor(.invalid, .critical, .log)
        case .logMalformed: FindingDescriptor(.invalid, .high, .log)
        case .logTrailingData: FindingDescriptor(.invalid, .critical, .log)
        case .historyTruncated: FindingDescriptor(.invalid, .critical, .chain, isAbsence: true)
        case .historyRewritten: FindingDescriptor(.invalid, .critical, .chain)
        case .digestUnsupported: FindingDescriptor(.unverified, .low, .digest)
        case .digestSignatureUnavailable: FindingDescriptor(.unverified, .low, .digest)
        case .digestKeyUnknown: FindingDescriptor(.unverified, .low, .digest)
        case .digestKeyOutOfValidity: FindingDescriptor(.unverified, .low, .digest)
        case .keyFingerprintMismatch: FindingDescriptor(.unverified, .low, .key)
        case .signatureWithoutDigest:
            FindingDescriptor(.unverified, .high, .digest, isAbsence: true, effect: .removal)
        case .logDigestUnverified: FindingDescriptor(.unverified, .low, .log)
        case .logUnreferenced: FindingDescriptor(.unverified, .low, .log, isAbsence: true)
        case .logReferenceConflict: FindingDescriptor(.unverified, .low, .log)
        case .referenceOutsideArchive: FindingDescriptor(.unverified, .low, .copy, isAbsence: true)
        case .coverageGap: FindingDescriptor(.unverified, .low, .chain, isAbsence: true, effect: .impairment)
        case .coverageStale: FindingDescriptor(.unverified, .low, .chain, isAbsence: true)
        case .fileUnreadable: FindingDescriptor(.unverified, .low, .copy)
        case .unaccounted: FindingDescriptor(.unverified, .low, .copy, isAbsence: true)
        case .historyBegins: FindingDescriptor(.note, .informational, .chain, isAbsence: true)
        case .historyExpired: FindingDescriptor(.note, .informational, .chain, isAbsence: true)
        case .chainEndsEarly: FindingDescriptor(.note, .informational, .chain, isAbsence: true)
        case .storedInflated: FindingDescriptor(.note, .informational, .copy)
        case .chainForked: FindingDescriptor(.note, .informational, .chain)
        case .fileUnrecognized: FindingDescriptor(.note, .informational, .copy)
        case .logNotDue: FindingDescriptor(.note, .informational, .log, isAbsence: true)
        }
    }
}
