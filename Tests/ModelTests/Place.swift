import Primitives

/// What a path tells, by the layout of the small world.
struct Place {
    let zone: Zone
    let name: ByteString
    private(set) var account: ByteString?
    private(set) var region: ByteString?
    /// Of a digest's end, or of a log's delivery, as text.
    private(set) var stamp: String?

    init(_ path: ByteString) {
        zone = Zone(path)
        name = path.splitAtLastSlash.name
        let folders = path.components.dropLast().map { ByteString($0) }
        let kind: StaticString = zone == .logs ? "CloudTrail" : "CloudTrail-Digest"
        if let index = folders.lastIndex(where: { $0 == kind }) {
            if index > 0, folders[index - 1].count == 12 { account = folders[index - 1] }
            // The regions of the small world, and the one that tamperings add, have two hyphens; no other folder has.
            if index + 1 < folders.count, folders[index + 1].description.count(where: { $0 == "-" }) == 2 {
                region = folders[index + 1]
            }
        }
        let length = zone == .logs ? 14 : 16
        stamp = name.description.prefix { $0 != "." }.split(separator: "_").last {
            $0.count == length && $0.hasSuffix("Z")
        }
        .map(String.init)
    }
}

/// Folders below which objects lie as they do in the bucket, by what stands in their keys in place of the folder.
struct Mapping: Hashable {
    private let folder: [ByteString]
    private let beginning: [ByteString]

    /// The mapping that a digest with a key gives that lies at a path; nil unless they agree from the end as section 6 asks
    /// for: in kind of folder, region, year, month, day and name, and no folder `AWSLogs` stands where the key has
    /// something else.
    init?(of path: ByteString, to key: ByteString) {
        let (parts, wanted) = (path.components.map { ByteString($0) }, key.components.map { ByteString($0) })
        let common = zip(parts.reversed(), wanted.reversed()).prefix { $0 == $1 }.count
        folder = Array(parts.dropLast(common))
        beginning = Array(wanted.dropLast(common))
        guard common >= 6, beginning.isEmpty || !folder.contains("AWSLogs") else { return nil }
    }

    /// The key of what lies at a path; nil where the path is not below the folder.
    func key(of path: ByteString) -> ByteString? {
        let parts = path.components.map { ByteString($0) }
        guard parts.starts(with: folder) else { return nil }
        return (beginning + parts.dropFirst(folder.count)).reduce(ByteString()) { $0.appending(component: $1) }
    }
}
