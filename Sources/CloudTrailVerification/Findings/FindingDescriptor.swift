/// What is the same for all findings of a code. The words stand in `Reporting`.
public struct FindingDescriptor: Hashable, Sendable {
    /// What a finding says of what it is about.
    public let verdict: FindingVerdict
    public let severity: FindingSeverity
    public let topic: FindingTopic
    /// Whether it rests on something not being there, so that a run that was stopped cannot say it.
    public let isAbsence: Bool
    /// What an attacker would have done; nil where changed evidence is all that it shows.
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

/// How bad it is, as the formats of other products ask.
public enum FindingSeverity: Hashable, Sendable, CaseIterable {
    case informational, low, high, critical
}

/// What kind of thing a finding is about.
public enum FindingTopic: Hashable, Sendable, CaseIterable {
    /// A digest file.
    case digest
    /// A log file that is there or listed.
    case log
    /// A chain along time.
    case chain
    /// A public key.
    case key
    /// What the copy holds, and how.
    case copy
}

/// What somebody would have done on purpose.
public enum FindingEffect: Hashable, Sendable, CaseIterable {
    /// Files were taken away.
    case removal
    /// Nothing was recorded.
    case impairment
}

extension FindingCode {
    /// The table of all codes.
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
