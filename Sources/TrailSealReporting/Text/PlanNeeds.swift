internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealVerification

/// The objects, signatures, keys and answers that a run needs, cause by cause.
///
/// Buckets and keys come from the archive, so an attacker may have chosen them. A name that CloudTrail can't have written
/// gets no command.
struct PlanNeeds {
    /// An object whose file in the copy is absent or wrong.
    struct Object: Hashable {
        /// Its bucket and key.
        let location: S3Location
        /// The wrong file; nil if it is absent.
        var path: ByteString?
        /// The SHA-256 of the content that a verified digest records, in hexadecimal.
        var hash: String?
    }

    private(set) var absentLogs: [Object] = []
    private(set) var absentDigests: [Object] = []
    private(set) var badLogs: [Object] = []
    private(set) var badDigests: [Object] = []
    /// The digest folders of days that aren't covered.
    private(set) var uncovered: Set<S3Location> = []
    /// The digest folders of days on which a digest may list an unlisted log.
    private(set) var guessed: Set<S3Location> = []
    private(set) var heads: [S3Location] = []
    /// Digests whose saved signature is wrong.
    private(set) var wrongHeads: [S3Location] = []
    private(set) var keyPeriods: [ByteString: (from: UnixTime, to: UnixTime)] = [:]
    private(set) var trails: [ChainID] = []
    private(set) var remarks: [String] = []
    /// The number of findings by code, without notes.
    private(set) var counts: [FindingCode: Int] = [:]

    /// The most day folders of one hole: one year.
    private static let dayLimit = 366
    private let chains: [ChainID: ChainResult]
    /// The bucket and prefix of all chains, if they share them.
    private let commonHome: Home?
    private var seen: Set<S3Location> = []
    private var seenTrails: Set<ChainID> = []

    init(_ result: VerificationResult) {
        chains = Dictionary(result.chains.map { ($0.id, $0) }) { first, _ in first }
        let homes = Set(result.chains.compactMap(Home.init))
        commonHome = homes.count == 1 ? homes.first : nil
        for finding in result.findings where finding.verdict != .note {
            counts[finding.code, default: 0] += 1
            add(finding)
        }
    }

    private mutating func add(_ finding: Finding) {
        switch finding.code {
        case .digestSignatureUnavailable: if let location = location(finding) { heads.append(location) }
        case .digestMetadataMismatch: if let location = location(finding) { wrongHeads.append(location) }
        case .digestKeyUnknown, .digestKeyOutOfValidity: addKeys(finding)
        case .logMissing, .referenceOutsideArchive:
            if let object = object(finding, isAbsent: true) { absentLogs.append(object) }
        case .digestMissing, .historyTruncated:
            if let object = object(finding, isAbsent: true) { absentDigests.append(object) }
            if (finding.count ?? 1) > 1 { addDays(finding) }
        case .signatureWithoutDigest: addSignedDigests(finding)
        case .logHashMismatch, .logMalformed, .logTrailingData:
            if let object = object(finding) { badLogs.append(object) }
        case .digestMalformed, .digestRelocated, .digestSignatureInvalid, .digestHashMismatch, .historyRewritten:
            if let object = object(finding) { badDigests.append(object) }
        case .fileUnreadable: addUnreadable(finding)
        case .coverageGap, .coverageStale:
            guard let chain = finding.chain else {
                remarks.append(finding.message)
                return
            }
            if seenTrails.insert(Self.trail(chain)).inserted { trails.append(chain) }
            addDays(finding)
        case .logUnreferenced: addDigestsOfLog(finding)
        // No command can fetch what these need.
        case .digestUnsupported, .keyFingerprintMismatch, .logDigestUnverified, .logReferenceConflict, .unaccounted,
            .historyBegins, .historyExpired, .chainEndsEarly, .storedInflated, .chainForked, .fileUnrecognized,
            .logNotDue:
            break
        }
    }

    /// Returns an id with only the names that identify the chain's trail.
    private static func trail(_ chain: ChainID) -> ChainID {
        ChainID(
            organizationID: chain.organizationID, accountID: chain.organizationID == nil ? chain.accountID : "",
            region: chain.homeRegion, trail: chain.trail, homeRegion: chain.homeRegion, kind: .standard)
    }

    /// Returns the object of a finding, or nil if it was returned before or has no usable location.
    private mutating func object(_ finding: Finding, isAbsent: Bool = false) -> Object? {
        guard let location = location(finding), seen.insert(location).inserted else { return nil }
        return Object(location: location, path: isAbsent ? nil : finding.path, hash: finding.expected)
    }

    /// Returns the bucket and key of a finding. Adds a remark and returns nil if the bucket isn't known, or if CloudTrail
    /// can't have written the name.
    private mutating func location(_ finding: Finding) -> S3Location? {
        guard let key = finding.key else { return nil }
        guard let bucket = finding.bucket else {
            remarks.append("\(finding.code.rawValue): the bucket of \(key) is not known.")
            return nil
        }
        guard Self.isBucket(bucket), Self.isSafe(key) else {
            remarks.append(
                "\(finding.code.rawValue): s3://\(bucket)/\(key) is not fetched: CloudTrail writes no such name.")
            return nil
        }
        return S3Location(bucket: bucket, key: key)
    }

    /// Whether the name has 3 to 63 lower-case letters, digits, dots and hyphens and doesn't begin with a hyphen (S3 User
    /// Guide, bucket names).
    private static func isBucket(_ name: ByteString) -> Bool {
        (3...63).contains(name.count) && name.bytes.first != UInt8(ascii: "-")
            && name.bytes.allSatisfy {
                (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2E || $0 == 0x2D
            }
    }

    /// Whether a key stays below a folder. The AWS CLI reads a value such as `file://name` from a file.
    private static func isSafe(_ key: ByteString) -> Bool {
        !S3Location(bucket: ByteString(), key: key).isUnsafe && !key.description.contains("://")
    }

    private mutating func addKeys(_ finding: Finding) {
        guard let chain = finding.chain, let key = finding.key.flatMap({ DigestObjectKey($0) }) else { return }
        // A digest is signed up to some hours after its end; a backfill digest at any later time.
        let later = chain.kind == .backfill ? 30 * UnixTime.day : 12 * UnixTime.hour
        let period = (from: key.endTime - 2 * UnixTime.hour, to: key.endTime + later)
        if let known = keyPeriods[chain.region] {
            keyPeriods[chain.region] = (min(known.from, period.from), max(known.to, period.to))
        } else {
            keyPeriods[chain.region] = period
        }
    }

    /// Adds an unreadable file, to be fetched again, if it stands for an object.
    private mutating func addUnreadable(_ finding: Finding) {
        guard case .fileUnreadable(let file) = finding.detail else { return }
        if case .unlistable = file { return }
        guard let key = finding.key, finding.bucket != nil, let object = object(finding) else { return }
        if DigestObjectKey(key) != nil { badDigests.append(object) } else { badLogs.append(object) }
    }

    // MARK: Days

    /// Returns the bucket and prefix of a chain. If the copy holds nothing of it, the common ones of all other chains are
    /// assumed.
    private func home(of chain: ChainID) -> (bucket: ByteString, prefix: ByteString)? {
        guard let place = chains[chain].flatMap(Home.init) ?? commonHome, Self.isBucket(place.bucket) else {
            return nil
        }
        return (place.bucket, place.prefix)
    }

    private struct Home: Hashable {
        let bucket: ByteString
        let prefix: ByteString

        /// Returns nil if the bucket isn't known.
        init?(_ chain: ChainResult) {
            guard let bucket = chain.bucket else { return nil }
            self.bucket = bucket
            prefix = chain.prefix ?? ByteString()
        }
    }

    /// Adds the absent digests that saved signatures name. Their keys follow from the chain and the times.
    private mutating func addSignedDigests(_ finding: Finding) {
        guard let chain = finding.chain, let from = finding.from, let to = finding.to, let count = finding.count else {
            return
        }
        guard let (bucket, prefix) = home(of: chain) else {
            remarks.append("\(finding.code.rawValue): the bucket of \(chain) is not known.")
            return
        }
        guard count <= PlannedFolders.nameLimit, to.interval(since: from) == Int64(count) * UnixTime.hour else {
            addDays(finding)
            return
        }
        for hour in 0..<count {
            let key = DigestObjectKey(
                prefix: prefix, chain: chain, endTime: to - Int64(hour) * UnixTime.hour
            ).text
            let location = S3Location(bucket: bucket, key: key)
            if Self.isSafe(key), seen.insert(location).inserted { absentDigests.append(Object(location: location)) }
        }
    }

    /// Adds the digest folders for the days of a hole.
    private mutating func addDays(_ finding: Finding) {
        guard let chain = finding.chain, let from = finding.from, let to = finding.to,
            let (bucket, prefix) = home(of: chain)
        else { return }
        var day = UnixTime(seconds: from.seconds - from.seconds % UnixTime.day)
        var count = 0
        while day <= to, count < Self.dayLimit {
            let key = DigestObjectKey(prefix: prefix, chain: chain, endTime: day).text.splitAtLastSlash.folder
            if Self.isSafe(key) { uncovered.insert(S3Location(bucket: bucket, key: key)) }
            day = day + UnixTime.day
            count += 1
        }
        if day <= to {
            remarks.append("The hole that begins at \(from.iso8601) is longer than a year. Only a year is planned.")
        }
    }

    /// Adds the digest folder for the day of an unlisted log: a digest in it may list the log.
    private mutating func addDigestsOfLog(_ finding: Finding) {
        guard finding.bucket != nil, let location = location(finding) else { return }
        var parts = location.key.splitAtLastSlash.folder.components.map { ByteString($0) }
        // .../CloudTrail/REGION/YYYY/MM/DD
        guard parts.count >= 5, parts[parts.count - 5] == "CloudTrail" as StaticString else { return }
        parts[parts.count - 5] = "CloudTrail-Digest"
        guessed.insert(
            S3Location(
                bucket: location.bucket, key: parts.dropFirst().reduce(parts[0]) { $0.appending(component: $1) }))
    }
}
