public import TrailSealPrimitives

/// How a part of the copy maps to S3: what remains of a path and of `bucket/key` after their common end is removed.
///
/// If folder `evidence` maps to `bucket/prefix`, the key `prefix/AWSLogs/x` of `bucket` lies at `evidence/AWSLogs/x`.
/// An empty location means that the folder is above the buckets.
public struct PathMapping: Hashable, Sendable {
    /// Index of the root.
    public let root: Int
    /// Folder below the root. Empty for the root itself.
    public let folder: ByteString
    /// Bucket, or bucket and the beginning of the key, without a trailing slash. Empty above the buckets.
    public let location: ByteString

    /// Creates a mapping.
    public init(root: Int, folder: ByteString, location: ByteString) {
        self.root = root
        self.folder = folder
        self.location = location
    }

    /// How many components, from the end, a path and a key must share: kind folder, Region, year, month, day and
    /// name.
    public static let agreementMinimum = 6

    /// Derives the mapping from a file at `path` below a root that declares that it is the object `joined`
    /// (`bucket/key`). Returns nil if the file isn't in its place.
    ///
    /// The file is in its place if at least six components agree from the end, and the rest of the path has no
    /// contradicting `AWSLogs`: one above the agreement while the object's own `AWSLogs` isn't part of the agreement
    /// either (PLACE-2, PLACE-3).
    public init?(root: Int, path: ByteString, declared joined: ByteString) {
        guard let agreement = Self.agreement(path.bytes, joined.bytes), agreement.components >= Self.agreementMinimum
        else { return nil }
        let folder = ByteString(path.bytes.dropLast(agreement.length).dropLast())
        let location = ByteString(joined.bytes.dropLast(agreement.length).dropLast())
        if !location.isEmpty, folder.hasComponent("AWSLogs"),
            !ByteString(joined.bytes.suffix(agreement.length)).hasComponent("AWSLogs")
        {
            return nil
        }
        self.init(root: root, folder: folder, location: location)
    }

    /// Length in bytes and number of components of the longest common end that consists of whole components.
    static func agreement(_ left: [UInt8], _ right: [UInt8]) -> (length: Int, components: Int)? {
        var length = 0
        var best = (length: 0, components: 0)
        var components = 0
        while length < left.count, length < right.count {
            let byte = left[left.count - 1 - length]
            guard byte == right[right.count - 1 - length] else { break }
            if byte == ByteString.slash {
                components += 1
                best = (length, components)
            }
            length += 1
        }
        // A component also begins at the start of a text, or after a slash in the other text.
        let leftBegins = length == left.count || left[left.count - 1 - length] == ByteString.slash
        let rightBegins = length == right.count || right[right.count - 1 - length] == ByteString.slash
        if length > 0, leftBegins, rightBegins { best = (length, components + 1) }
        return best.components > 0 ? best : nil
    }

    /// Whether objects below `joined` (`bucket/key`) lie below this mapping's folder.
    public func covers(_ joined: ByteString) -> Bool {
        location.isEmpty
            || (joined.hasPrefix(location) && joined.count > location.count
                && joined.bytes[location.count] == ByteString.slash)
    }

    /// Returns the path below the root where the object `joined` (`bucket/key`) would lie, or nil if this mapping
    /// doesn't cover it.
    public func path(of joined: ByteString) -> ByteString? {
        guard covers(joined) else { return nil }
        let rest = location.isEmpty ? joined : ByteString(joined.bytes[(location.count + 1)...])
        return folder.appending(component: rest)
    }

    /// Returns the object (`bucket/key`) that a file at `path` would be, or nil if it isn't below the folder.
    public func location(of path: ByteString) -> ByteString? {
        if folder.isEmpty { return location.appending(component: path) }
        guard path.hasPrefix(folder), path.count > folder.count, path.bytes[folder.count] == ByteString.slash else {
            return nil
        }
        return location.appending(component: ByteString(path.bytes[(folder.count + 1)...]))
    }
}
