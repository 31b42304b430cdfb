internal import CloudTrailFormat
internal import CloudTrailVerification
internal import Primitives

/// What a run found lacking, cause by cause.
///
/// Buckets and keys come from the archive, so they may be an attacker's: one that no S3 object of CloudTrail could have
/// gets no command.
struct PlanNeeds {
    /// An object whose file in the copy is absent or not what it should be.
    struct Object: Hashable {
        let location: S3Location
        /// The file in its place; nil if it is absent.
        var path: ByteString?
        /// SHA-256 of the content that a verified digest records.
        var hash: String?
    }

    private(set) var absentLogs: [Object] = []
    private(set) var absentDigests: [Object] = []
    private(set) var badLogs: [Object] = []
    private(set) var badDigests: [Object] = []
    /// Day folders of digests, of time that is not covered.
    private(set) var uncovered: Set<S3Location> = []
    /// Day folders in which a digest may lie that lists an unlisted log.
    private(set) var guessed: Set<S3Location> = []
    private(set) var heads: [S3Location] = []
    /// Digests whose saved signature is wrong.
    private(set) var wrongHeads: [S3Location] = []
    private(set) var keyPeriods: [ByteString: (from: UnixTime, to: UnixTime)] = [:]
    private(set) var trails: [ChainID] = []
    private(set) var remarks: [String] = []
    /// Findings that count, by code.
    private(set) var counts: [FindingCode: Int] = [:]

    /// Most day folders of one hole: a year's.
    private static let dayLimit = 366
    private let chains: [ChainID: ChainResult]
    /// Where all chains lie, if that is one place.
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
        // No command brings what these lack.
        case .digestUnsupported, .keyFingerprintMismatch, .logDigestUnverified, .logReferenceConflict, .unaccounted,
            .historyBegins, .historyExpired, .chainEndsEarly, .storedInflated, .chainForked, .fileUnrecognized,
            .logNotDue:
            break
        }
    }

    /// The chain with the names alone that tell its trail from others.
    private static func trail(_ chain: ChainID) -> ChainID {
        ChainID(
            organizationID: chain.organizationID, accountID: chain.organizationID == nil ? chain.accountID : "",
            region: chain.homeRegion, trail: chain.trail, homeRegion: chain.homeRegion, kind: .standard)
    }

    /// The object of a finding, the first time that it is met.
    private mutating func object(_ finding: Finding, isAbsent: Bool = false) -> Object? {
        guard let location = location(finding), seen.insert(location).inserted else { return nil }
        return Object(location: location, path: isAbsent ? nil : finding.path, hash: finding.expected)
    }

    /// Bucket and key of a finding; a remark where one is not known or cannot be an object of CloudTrail's.
    private mutating func location(_ finding: Finding) -> S3Location? {
        guard let key = finding.key else { return nil }
        guard let bucket = finding.bucket else {
            remarks.append("\(finding.code.rawValue): the bucket of \(key) is not known.")
            return nil
        }
        guard Self.isBucket(bucket), Self.isSafe(key) else {
            remarks.append(
                "\(finding.code.rawValue): s3://\(bucket)/\(key) is no name that CloudTrail writes; not fetched.")
            return nil
        }
        return S3Location(bucket: bucket, key: key)
    }

    /// 3 to 63 lower-case letters, digits, dots and hyphens, beginning with no hyphen (S3 User Guide, bucket names).
    private static func isBucket(_ name: ByteString) -> Bool {
        (3...63).contains(name.count) && name.bytes.first != UInt8(ascii: "-")
            && name.bytes.allSatisfy {
                (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2E || $0 == 0x2D
            }
    }

    /// Whether a key stays below a folder. An empty component is refused too: the AWS CLI reads a value such as
    /// `file://name` from a file.
    private static func isSafe(_ key: ByteString) -> Bool {
        key.count <= S3Location.keyLengthLimit && !key.bytes.contains(0)
            && !key.components.isEmpty
            && key.components.allSatisfy { part in
                let part = ByteString(part)
                return !part.isEmpty && !(part == "." as StaticString) && !(part == ".." as StaticString)
            }
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

    /// A file that cannot be read is fetched anew if it is an object of CloudTrail's.
    private mutating func addUnreadable(_ finding: Finding) {
        guard case .fileUnreadable(let file) = finding.detail else { return }
        if case .unlistable = file { return }
        guard let key = finding.key, finding.bucket != nil, let object = object(finding) else { return }
        if DigestObjectKey(key) != nil { badDigests.append(object) } else { badLogs.append(object) }
    }

    // MARK: Days

    /// Bucket and prefix of a chain. One of which nothing is there is taken to lie where all others do.
    private func home(of chain: ChainID) -> (bucket: ByteString, prefix: ByteString)? {
        guard let place = chains[chain].flatMap(Home.init) ?? commonHome, Self.isBucket(place.bucket) else {
            return nil
        }
        return (place.bucket, place.prefix)
    }

    private struct Home: Hashable {
        let bucket: ByteString
        let prefix: ByteString

        /// Nil where the bucket is not known.
        init?(_ chain: ChainResult) {
            guard let bucket = chain.bucket else { return nil }
            self.bucket = bucket
            prefix = chain.prefix ?? ByteString()
        }
    }

    /// Digests that saved signatures name. Of one chain they are known by their times.
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

    /// The digest folders of the days of a hole.
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
            remarks.append("The hole that begins \(from.iso8601) is longer than a year; only its first is planned.")
        }
    }

    /// A log that no digest lists may be listed by one of its day that the copy lacks.
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
