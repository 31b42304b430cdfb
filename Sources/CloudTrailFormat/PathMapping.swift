public import Primitives

/// How a part of the copy corresponds to S3: what is left of a path and of a bucket and key when the part on which
/// they agree is taken off their ends.
///
/// With the mapping of folder `evidence` to `bucket/prefix`, the key `prefix/AWSLogs/x` of `bucket` lies at
/// `evidence/AWSLogs/x`. An empty location means that the folder lies above the buckets.
public struct PathMapping: Hashable, Sendable {
    /// Index of the root among those given.
    public let root: Int
    /// Folder below the root; empty for the root itself.
    public let folder: ByteString
    /// Bucket, or bucket and the beginning of the key, without a slash at its end; empty above the buckets.
    public let location: ByteString

    public init(root: Int, folder: ByteString, location: ByteString) {
        self.root = root
        self.folder = folder
        self.location = location
    }

    /// Components on which a path and a key must agree from the end: kind of folder, region, year, month, day, name.
    public static let agreementMinimum = 6

    /// The mapping that follows from a file at `path` below a root which declares that it is the object `joined`
    /// (`bucket/key`); nil where the file is not in its place.
    ///
    /// It is in its place when both agree from the end in at least six components, and what is left of the path holds
    /// no component `AWSLogs` that disagrees: one that stands where the object has something else, while the object's
    /// own `AWSLogs` is not part of the agreement (rules PLACE-2 and PLACE-3).
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

    /// Length in bytes and number of components of the longest common end that begins at a component of both.
    private static func agreement(_ left: [UInt8], _ right: [UInt8]) -> (length: Int, components: Int)? {
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
        // The end of the text, or a slash in the other, also begins a component.
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

    /// The path below the root at which the object `joined` (`bucket/key`) would lie; nil where it is not covered.
    public func path(of joined: ByteString) -> ByteString? {
        guard covers(joined) else { return nil }
        let rest = location.isEmpty ? joined : ByteString(joined.bytes[(location.count + 1)...])
        return folder.appending(component: rest)
    }

    /// The object (`bucket/key`) that a file at `path` below the root would be; nil where it is not below the folder.
    public func location(of path: ByteString) -> ByteString? {
        if folder.isEmpty { return location.appending(component: path) }
        guard path.hasPrefix(folder), path.count > folder.count, path.bytes[folder.count] == ByteString.slash else {
            return nil
        }
        return location.appending(component: ByteString(path.bytes[(folder.count + 1)...]))
    }
}
