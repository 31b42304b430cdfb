internal import CloudTrailFormat
public import CloudTrailVerification
public import Primitives

/// The AWS CLI commands that would close what a verification found lacking. They are printed, never run.
///
/// Keys and buckets come from the archive, so they may be an attacker's: every one is quoted, and one that no S3 object
/// of CloudTrail could have gets no command. What is there stays: single files go to places where there is none, whole
/// folders to an archive of their own.
public struct CollectionPlan: Sendable {
    /// Where what is fetched belongs.
    public struct Folders: Sendable {
        public let keys: ByteString
        public let signatures: ByteString

        public init(keys: ByteString, signatures: ByteString) {
            self.keys = keys
            self.signatures = signatures
        }
    }

    /// Files of one folder from which on the folder is copied as a whole.
    private static let folderThreshold = 5
    /// Most day folders fetched for one hole: a year's.
    private static let dayLimit = 366
    /// Where whatever could meet a file of the copy goes: a further archive for `trailseal verify`.
    private static let furtherArchive: ByteString = "further-archive"

    private let result: VerificationResult
    private let folders: Folders
    private var objects: [S3Location] = []
    private var dayFolders: [S3Location] = []
    /// Folders in which a digest may lie that lists an unlisted log.
    private var guessedFolders: [S3Location] = []
    private var heads: [S3Location] = []
    private var keyPeriods: [ByteString: (from: UnixTime, to: UnixTime)] = [:]
    private var trails: [ChainID] = []
    private var remarks: [String] = []

    public init(_ result: VerificationResult, folders: Folders) {
        self.result = result
        self.folders = folders
        for finding in result.findings where finding.verdict != .note { add(finding) }
    }

    // MARK: What is lacking

    private mutating func add(_ finding: Finding) {
        switch finding.code {
        case .digestSignatureUnavailable: if let location = location(finding) { heads.append(location) }
        case .digestKeyUnknown, .digestKeyOutOfValidity: addKeys(finding)
        case .logMissing, .referenceOutsideArchive: if let location = location(finding) { objects.append(location) }
        case .digestMissing, .signatureWithoutDigest:
            if let location = location(finding) { objects.append(location) }
            if (finding.count ?? 1) > 1 { addDays(finding) }
        case .coverageGap:
            guard let chain = finding.chain else {
                remarks.append(finding.message)
                return
            }
            if !trails.contains(chain) { trails.append(chain) }
            addDays(finding)
        case .logUnreferenced: addDigestsOfLog(finding)
        // No command brings what these lack.
        case .digestMalformed, .digestRelocated, .digestSignatureInvalid, .digestHashMismatch, .digestMetadataMismatch,
            .logHashMismatch, .logMalformed, .logTrailingData, .historyTruncated, .historyRewritten, .digestUnsupported,
            .keyFingerprintMismatch, .logDigestUnverified, .logReferenceConflict, .coverageStale, .fileUnreadable,
            .unaccounted, .historyBegins, .historyExpired, .chainEndsEarly, .storedInflated, .chainForked,
            .fileUnrecognized, .logNotDue:
            break
        }
    }

    /// Bucket and key of a finding; a remark where one is not known or cannot be an object of CloudTrail's.
    private mutating func location(_ finding: Finding) -> S3Location? {
        guard let key = finding.key else { return nil }
        guard let bucket = finding.bucket else {
            remarks.append("\(finding.code.rawValue): the bucket of \(key) is not known.")
            return nil
        }
        guard isBucket(bucket), isSafe(key) else {
            remarks.append(
                "\(finding.code.rawValue): s3://\(bucket)/\(key) is no name that CloudTrail writes; not fetched.")
            return nil
        }
        return S3Location(bucket: bucket, key: key)
    }

    /// 3 to 63 lower-case letters, digits, dots and hyphens, beginning with no hyphen (S3 User Guide, bucket names).
    private func isBucket(_ name: ByteString) -> Bool {
        (3...63).contains(name.count) && name.bytes.first != UInt8(ascii: "-")
            && name.bytes.allSatisfy {
                (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2E || $0 == 0x2D
            }
    }

    /// Whether a key stays below a folder. An empty component is refused too: the AWS CLI reads a value such as
    /// `file://name` from a file.
    private func isSafe(_ key: ByteString) -> Bool {
        !key.bytes.contains(0)
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

    /// The digest folders of the days of a hole.
    private mutating func addDays(_ finding: Finding) {
        guard let chain = finding.chain, let from = finding.from, let to = finding.to,
            let found = result.chains.first(where: { $0.id == chain }), let bucket = found.bucket, isBucket(bucket)
        else { return }
        var day = UnixTime(seconds: from.seconds - from.seconds % UnixTime.day)
        var count = 0
        while day <= to, count < Self.dayLimit {
            let prefix = found.prefix ?? ByteString()
            let key = DigestObjectKey(prefix: prefix, chain: chain, endTime: day).text.splitAtLastSlash.folder
            if isSafe(key) { dayFolders.append(S3Location(bucket: bucket, key: key)) }
            day = day + UnixTime.day
            count += 1
        }
        if day <= to {
            remarks.append("The hole that begins \(from.iso8601) is longer than a year; only its first is planned.")
        }
    }

    /// A log that no digest lists may be listed by one of its day that the copy lacks.
    private mutating func addDigestsOfLog(_ finding: Finding) {
        guard let location = location(finding) else { return }
        let folder = location.key.splitAtLastSlash.folder
        var parts = folder.components.map { ByteString($0) }
        // .../CloudTrail/REGION/YYYY/MM/DD
        guard parts.count >= 5, parts[parts.count - 5] == "CloudTrail" as StaticString else { return }
        parts[parts.count - 5] = "CloudTrail-Digest"
        guessedFolders.append(
            S3Location(
                bucket: location.bucket, key: parts.dropFirst().reduce(parts[0]) { $0.appending(component: $1) }))
    }

    // MARK: Commands

    /// Lines for a shell: comments, and one command each.
    public var lines: [String] {
        var lines: [String] = []
        func section(_ title: String, _ commands: [String]) {
            guard !commands.isEmpty else { return }
            lines += ["# \(title)"] + commands + [""]
        }
        let copies = copies()
        section("Digest and log files", copies.commands)
        section("Signatures of digest files, which their copies lack", unique(heads).map(head))
        section("Public keys", keyCommands())
        section("Whether and since when the trails deliver digests", trails.map(status))
        // What comes from the archive stands in no comment: a shell that is typed to may not know any, and would run it.
        section("Without a command", unique(remarks).map { ": " + ShellText.word($0) })
        if lines.isEmpty { return ["# Nothing is lacking that a command could fetch."] }
        let further = copies.goFurther ? ", with \(Self.furtherArchive) as one more archive" : ""
        return ["# Commands for bash or zsh and the AWS CLI. None was run. Verify again afterwards\(further).", ""]
            + lines.dropLast()
    }

    private func unique<Value: Hashable>(_ values: [Value]) -> [Value] {
        var seen: Set<Value> = []
        return values.filter { seen.insert($0).inserted }
    }

    private func copies() -> (commands: [String], goFurther: Bool) {
        let byFolder = Dictionary(grouping: unique(objects)) {
            S3Location(bucket: $0.bucket, key: $0.key.splitAtLastSlash.folder)
        }
        let whole = byFolder.filter { $0.value.count >= Self.folderThreshold && !$0.key.key.isEmpty }.map(\.key)
        // Where a missing digest is known by name, that one comes first.
        let folders = Set(dayFolders + whole).union(guessedFolders.filter { byFolder[$0] == nil })
        let single = unique(objects).filter {
            !folders.contains(S3Location(bucket: $0.bucket, key: $0.key.splitAtLastSlash.folder))
        }
        let places = single.map { result.place(of: $0) }
        let commands =
            folders.sorted { $0.joined < $1.joined }.map { command("sync", $0, to: nil) }
            + zip(single, places).map { command("cp", $0, to: $1) }
        return (commands, !folders.isEmpty || places.contains(nil))
    }

    private func command(_ verb: String, _ location: S3Location, to place: ByteString?) -> String {
        let target = place ?? Self.furtherArchive.appending(component: location.joined)
        return "aws s3 \(verb) \(ShellText.word("s3://" + location.joined)) \(ShellText.path(target))"
    }

    private func head(_ location: S3Location) -> String {
        saving(
            "aws s3api head-object --bucket=\(ShellText.word(location.bucket)) --key=\(ShellText.word(location.key))",
            in: folders.signatures.appending(component: location.key + ".json"))
    }

    private func keyCommands() -> [String] {
        keyPeriods.sorted { $0.key < $1.key }.map { region, period in
            let name = "\(region)-\(Self.digits(period.from))-\(Self.digits(period.to)).json"
            return saving(
                "aws cloudtrail list-public-keys --region=\(ShellText.word(region)) "
                    + "--start-time=\(period.from.iso8601) --end-time=\(period.to.iso8601)",
                in: folders.keys.appending(component: ByteString(name)))
        }
    }

    /// A command whose answer is saved, whole or not at all: what a failed one leaves must not be taken for an answer.
    private func saving(_ command: String, in file: ByteString) -> String {
        let part = file + ".part"
        return "mkdir -p \(ShellText.path(file.splitAtLastSlash.folder)) && \(command) > \(ShellText.path(part)) "
            + "&& mv \(ShellText.path(part)) \(ShellText.path(file))"
    }

    private static func digits(_ time: UnixTime) -> String { time.iso8601.filter(\.isNumber) }

    private func status(_ chain: ChainID) -> String {
        let region = "--region=\(ShellText.word(chain.homeRegion))"
        // The owner of an organization's trail does not stand in its digests.
        guard chain.organizationID == nil else {
            return "aws cloudtrail describe-trails \(region) --include-shadow-trails "
                + "--query=\(ShellText.word("trailList[?Name=='\(chain.trail)']"))"
        }
        let home = chain.homeRegion.description
        let partition =
            home.hasPrefix("cn-") ? "aws-cn" : home.hasPrefix("us-gov-") ? "aws-us-gov" : "aws"
        let arn = "arn:\(partition):cloudtrail:\(home):\(chain.accountID):trail/\(chain.trail)"
        return "aws cloudtrail get-trail-status \(region) --name=\(ShellText.word(arn))"
    }
}

extension ByteString {
    fileprivate static func + (left: String, right: ByteString) -> ByteString { ByteString(left) + right }
}
