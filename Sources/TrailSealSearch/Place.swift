internal import VirtualTrail

/// The kind of folder that a path lies in.
enum Zone {
    case digests, logs, unjudged, elsewhere

    /// The first kind folder below an account decides.
    init(_ path: Path) {
        let folders = path.components.dropLast()
        self = .elsewhere
        for (index, folder) in folders.enumerated() where folder.starts(with: Self.beginning) {
            let name = folder.dropFirst(Self.beginning.count)
            if name.elementsEqual(Self.digestEnding) {
                self = .digests
                return
            }
            guard index > 0, folders[index - 1].count == 12 else { continue }
            if name.isEmpty {
                self = .logs
                return
            }
            if name.first == UInt8(ascii: "-") {
                self = .unjudged
                return
            }
        }
    }

    private static let beginning = Array("CloudTrail".utf8)
    private static let digestEnding = Array("-Digest".utf8)
}

/// What a path says, read from the top: its first `AWSLogs/[ORGANIZATION/]ACCOUNT/` and everything below.
struct Place {
    let zone: Zone
    let name: Path
    /// The account, or nil if the path has none.
    private(set) var account: Path?
    /// The Region folder, or nil.
    private(set) var region: Path?
    /// The day folders, for example `2026/10/01`, or nil.
    private(set) var day: String?
    /// The stamp in a log's name, or nil.
    private(set) var logStamp: String?
    /// The parts of a digest's name, or nil.
    private(set) var digestName: DigestName?
    /// The account and Region in a log's name.
    private(set) var logOwner: (account: Path, region: Path)?
    /// Whether a component below the account begins with a dot.
    private(set) var isHidden = false

    struct DigestName {
        let account: Path
        let region: Path
        let trail: Path
        let home: Path
        /// The stamp, for example `20261001T220000Z`.
        let stamp: String
        let isBackfill: Bool
    }

    init(_ path: Path) {
        zone = Zone(path)
        name = path.splitAtLastSlash.name
        let parts = path.text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        logStamp = Self.fields(name).last { $0.count == 14 && $0.hasSuffix("Z") && $0.contains("T") }
        digestName = Self.digestName(name)
        let fields = Self.fields(name)
        if fields.count == 5, fields[0].utf8.count == 12, fields[1] == "CloudTrail", logStamp != nil {
            logOwner = (Path(fields[0]), Path(fields[2]))
        }
        guard let anchor = parts.firstIndex(of: "AWSLogs") else { return }
        var index = anchor + 1
        if index < parts.count, parts[index].hasPrefix("o-") { index += 1 }
        guard index + 1 < parts.count, parts[index].utf8.count == 12,
            parts[index].utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return }
        account = Path(parts[index])
        isHidden = parts[(index + 1)...].contains { $0.hasPrefix(".") }
        var below = Array(parts[(index + 1)...].dropLast())
        guard !below.isEmpty else { return }
        let kind = below.firstIndex { $0 == "CloudTrail" || $0.hasPrefix("CloudTrail-") } ?? 0
        below = Array(below[kind...])
        guard below.count >= 2 else { return }
        if below[1].count(where: { $0 == "-" }) == 2 { region = Path(below[1]) }
        if below.count >= 5, below[2].count == 4, below[3].count == 2, below[4].count == 2 {
            day = below[2...4].joined(separator: "/")
        }
    }

    /// Splits a name at underscores, up to its first dot.
    private static func fields(_ name: Path) -> [String] {
        name.text.prefix { $0 != "." }.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
    }

    private static func digestName(_ name: Path) -> DigestName? {
        guard name.hasSuffix(".json.gz") || name.hasSuffix(".json") else { return nil }
        var fields = fields(name)
        let isBackfill = fields.last == "backfill"
        if isBackfill { fields.removeLast() }
        guard fields.count >= 6, fields[1] == "CloudTrail-Digest", let stamp = fields.last, stamp.count == 16,
            stamp.hasSuffix("Z")
        else { return nil }
        return DigestName(
            account: Path(fields[0]), region: Path(fields[2]),
            trail: Path(fields[3..<(fields.count - 2)].joined(separator: "_")),
            home: Path(fields[fields.count - 2]), stamp: stamp, isBackfill: isBackfill)
    }
}

/// A folder below which objects lie as in the bucket, and the beginning of their keys that it replaces.
struct Mapping: Hashable {
    private let folder: [Path]
    private let beginning: [Path]

    /// Derives the mapping from a digest at a path. Returns nil unless path and key agree from the end in kind
    /// folder, Region, year, month, day and name, and no `AWSLogs` in the rest of the path contradicts the key.
    init?(of path: Path, to key: Path) {
        let (parts, wanted) = (path.components.map { Path($0) }, key.components.map { Path($0) })
        let common = zip(parts.reversed(), wanted.reversed()).prefix { $0 == $1 }.count
        folder = Array(parts.dropLast(common))
        beginning = Array(wanted.dropLast(common))
        guard common >= 6, beginning.isEmpty || !folder.contains("AWSLogs") else { return nil }
    }

    /// Returns the key of the file at a path, or nil if it isn't below the folder.
    func key(of path: Path) -> Path? {
        let parts = path.components.map { Path($0) }
        guard parts.starts(with: folder) else { return nil }
        return (beginning + parts.dropFirst(folder.count)).reduce(Path()) { $0.appending(component: $1) }
    }
}

/// A path as a copy shows it, compared with the key that a digest declares (PLACE-2).
struct ShownPath {
    private let parts: [Path]

    init(_ path: Path) { parts = path.components.map { Path($0) } }

    /// Whether it has the object's name, and neither its account nor the first component that differs contradicts the
    /// object.
    func mayBe(of object: Path) -> Bool {
        let wanted = object.components.map { Path($0) }
        let common = zip(parts.reversed(), wanted.reversed()).prefix { $0 == $1 }.count
        guard common > 0 else { return false }
        guard let account = wanted.first(where: Self.isAccount) else { return false }
        if let owner {
            // Nothing is recognized in another service's folder (FILE-2).
            let isOtherService =
                !owner.below.isEmpty && !owner.below.contains { $0.text.lowercased().hasPrefix("cloudtrail") }
            guard owner.account == account, !isOtherService else { return false }
        }
        guard common < parts.count, common < wanted.count else { return true }
        let other = parts[parts.count - 1 - common]
        // Above `AWSLogs` are bucket, prefix and the examiner's folders.
        if let anchor = wanted.firstIndex(of: "AWSLogs"), wanted.count - 1 - common < anchor { return true }
        let isRegion = other.bytes.count(where: { $0 == UInt8(ascii: "-") }) == 2
        if isRegion || Self.isAccount(other) || other.hasPrefix("CloudTrail") || other.hasPrefix("o-") {
            return wanted.contains(other)
        }
        let isNumber = (other.count == 2 || other.count == 4) && other.bytes.allSatisfy(Self.isDigit)
        return !isNumber || wanted.contains(other)
    }

    /// Number of folders named like a kind folder.
    var kindCount: Int { parts.dropLast().count { $0.hasPrefix("CloudTrail") } }

    /// Number of `AWSLogs` folders.
    var logsFolderCount: Int { parts.dropLast().count { $0 == "AWSLogs" } }

    /// Whether the copy's first `AWSLogs` is a nested one of the path.
    static func hidesLogsFolder(of path: Path, _ shown: Path?) -> Bool {
        guard let count = shown.map({ ShownPath($0).logsFolderCount }), count > 0 else { return false }
        return count < ShownPath(path).logsFolderCount
    }

    /// The account whose folder begins the path.
    var topAccount: Path? {
        let below = parts.drop { $0.hasPrefix("o-") }
        return below.count > 1 ? below.first.flatMap { Self.isAccount($0) ? $0 : nil } : nil
    }

    /// The account of the first `AWSLogs/[o-…/]12 digits/`, and the folders below it.
    private var owner: (account: Path, below: ArraySlice<Path>)? {
        for anchor in parts.indices where parts[anchor] == "AWSLogs" {
            let below = parts[(anchor + 1)...].drop { $0.hasPrefix("o-") }
            guard let account = below.first, below.count > 1, Self.isAccount(account) else { continue }
            return (account, below.dropFirst().dropLast())
        }
        return nil
    }

    private static func isAccount(_ part: Path) -> Bool { part.count == 12 && part.bytes.allSatisfy(isDigit) }
    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
