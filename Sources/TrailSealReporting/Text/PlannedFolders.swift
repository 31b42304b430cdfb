internal import TrailSealFormat
internal import TrailSealPrimitives

/// The objects of one cause, gathered into a few S3 folders. One command fetches a folder.
///
/// A few objects are fetched by name, more objects by whole day folders. If there are too many days, the months, years,
/// Regions or accounts that hold them are fetched, restricted to those days.
struct PlannedFolders {
    /// A folder, and the part of it that is fetched.
    struct Folder {
        /// The bucket.
        let bucket: ByteString
        /// The key of the folder; empty for the bucket itself.
        let key: ByteString
        /// The names of the files, sorted; empty if the files aren't named.
        var names: [ByteString] = []
        /// AWS CLI patterns that restrict the folder to days; empty if all of it is fetched.
        var patterns: [String] = []
        /// An extended regular expression that the keys of those days match.
        var days = "."

        /// The common prefix of all wanted keys.
        var prefix: ByteString {
            guard let first = names.first, let last = names.last else { return key.isEmpty ? key : key + "/" }
            let common = zip(first.bytes, last.bytes).prefix { $0 == $1 }.map(\.0)
            return PlanScript.joined(key, ByteString(common))
        }

        var location: S3Location { S3Location(bucket: bucket, key: key) }
    }

    /// The most folders of one cause.
    static let folderLimit = 8
    /// The most objects that are named.
    static let nameLimit = 12
    /// The most days, months or years that one command names.
    private static let patternLimit = 24
    /// The levels from a day folder up to the folder that holds the accounts.
    private static let depths = 0...6

    /// The folders to fetch.
    let folders: [Folder]
    /// The number of folders that are left for a later plan.
    let left: Int

    /// Gathers `objects`, which are single files, and `whole`, which are folders to fetch entirely.
    init(_ objects: [S3Location], whole: [S3Location] = []) {
        if objects.count <= Self.nameLimit, whole.isEmpty {
            let named = Dictionary(grouping: objects) { Place(bucket: $0.bucket, key: $0.key.splitAtLastSlash.folder) }
            if named.count <= Self.folderLimit {
                folders = named.sorted { $0.key < $1.key }.map { place, objects in
                    Folder(bucket: place.bucket, key: place.key, names: objects.map { $0.key.name }.sorted())
                }
                left = 0
                return
            }
        }
        let wanted = objects.map { Place(bucket: $0.bucket, key: $0.key.splitAtLastSlash.folder) }
        let places = Set(wanted + whole.map { Place(bucket: $0.bucket, key: $0.key) })
        var days: Set<Day> = []
        var others: [Place] = []
        for place in places {
            if let day = Day(place) { days.insert(day) } else { others.append(place) }
        }
        let gathered = Self.gather(days)
        let all = gathered + others.sorted().map { Folder(bucket: $0.bucket, key: $0.key) }
        folders = Array(all.prefix(Self.folderLimit))
        left = all.count - folders.count
    }

    private static func gather(_ days: Set<Day>) -> [Folder] {
        var groups: [Place: [Day]] = [:]
        for depth in depths {
            groups = Dictionary(grouping: days) { $0.ancestor(depth) }
            if groups.count <= folderLimit { return folders(groups, depth) }
        }
        return folders(groups, depths.upperBound)
    }

    private static func folders(_ groups: [Place: [Day]], _ depth: Int) -> [Folder] {
        groups.sorted { $0.key < $1.key }.map { place, days in
            var folder = Folder(bucket: place.bucket, key: place.key)
            // Names days if they are few enough, otherwise months, otherwise years.
            for length in [3, 2, 1] {
                let patterns = Set(days.map { $0.pattern(depth, length: length) }).sorted()
                guard depth > 0, patterns.count <= patternLimit else { continue }
                if patterns != ["*"] {
                    folder.patterns = patterns
                    folder.days = "/(" + Set(days.map { $0.text(length) }).sorted().joined(separator: "|") + ")/"
                }
                break
            }
            return folder
        }
    }

    private struct Place: Hashable, Comparable {
        let bucket: ByteString
        let key: ByteString

        static func < (left: Place, right: Place) -> Bool {
            left.bucket != right.bucket ? left.bucket < right.bucket : left.key < right.key
        }
    }

    /// A day folder of logs or digests: `…/CloudTrail/REGION/YYYY/MM/DD`.
    private struct Day: Hashable {
        let bucket: ByteString
        /// The path down to the Region.
        let head: [ByteString]
        let kind: ByteString
        let year: String
        let month: String
        let day: String

        /// Returns nil if the folder isn't a day folder and doesn't lie in one.
        init?(_ place: Place) {
            let parts = place.key.components
            guard
                let kind = parts.lastIndex(where: {
                    ByteString($0) == "CloudTrail" as StaticString
                        || ByteString($0) == "CloudTrail-Digest" as StaticString
                }), kind + 4 < parts.count, kind > 1
            else { return nil }
            let date = parts[(kind + 2)...(kind + 4)].map { part in
                part.allSatisfy { (0x30...0x39).contains($0) } ? String(decoding: part, as: UTF8.self) : ""
            }
            guard date.map(\.utf8.count) == [4, 2, 2] else { return nil }
            bucket = place.bucket
            head = parts[...(kind + 1)].map { ByteString($0) }
            self.kind = ByteString(parts[kind])
            (year, month, day) = (date[0], date[1], date[2])
        }

        /// Returns the folder `depth` levels up: 0 is the day itself, 3 the Region, 5 the account, 6 the folder of the accounts.
        func ancestor(_ depth: Int) -> Place {
            let path = head + [year, month, day].map { ByteString($0) }
            let kept = path.dropLast(depth)
            return Place(bucket: bucket, key: kept.reduce(ByteString()) { $0.isEmpty ? $1 : $0 + "/" + $1 })
        }

        /// Returns the first `length` of year, month and day.
        func text(_ length: Int) -> String { [year, month, day].prefix(length).joined(separator: "/") }

        /// Returns the AWS CLI pattern of the day, month or year in the folder `depth` levels up.
        func pattern(_ depth: Int, length: Int) -> String {
            let above = [year, month, day].prefix(length).dropFirst(max(0, 3 - depth))
            let date = above.map { $0 + "/" }.joined() + "*"
            return switch depth {
            case ...3: date
            case 4: "*/" + date
            case 5: "\(kind)/*/" + date
            default: "*/\(kind)/*/" + date
            }
        }
    }
}
