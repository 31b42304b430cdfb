public import TrailSealPrimitives

extension S3Location {
    /// Longest S3 key in bytes (Amazon S3 User Guide, "Naming Amazon S3 objects"; LIMIT-3).
    public static let keyLengthLimit = 1_024

    /// Whether the key could lead out of the archive or can't name a file. Such a key is never opened (LOG-6).
    public var isUnsafe: Bool {
        let key = key
        let (folder, name) = key.splitAtLastSlash
        return key.isUnsafeKey(in: FolderFacts(folder), name)
    }
}

extension ByteString {
    /// Whether this key, with these folders and this name, could lead out of the archive or can't name a file
    /// (LOG-6). The key must not be empty unless its name is unsafe, which an empty name is.
    public func isUnsafeKey(in folder: FolderFacts, _ name: ByteString) -> Bool {
        folder.isUnsafe || name.isUnsafeComponent || count > S3Location.keyLengthLimit || bytes[0] == Self.slash
    }

    var isUnsafeComponent: Bool { bytes[...].isUnsafeComponent }
}

extension ArraySlice<UInt8> {
    /// Whether no file can have this name, or it leads to another folder.
    var isUnsafeComponent: Bool {
        isEmpty || (count <= 2 && allSatisfy { $0 == UInt8(ascii: ".") }) || span.contains(0)
    }
}
