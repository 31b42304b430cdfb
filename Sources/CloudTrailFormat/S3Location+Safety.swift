public import Primitives

extension S3Location {
    /// Most bytes of an S3 key (Amazon S3 User Guide, "Naming Amazon S3 objects"; LIMIT-3).
    public static let keyLengthLimit = 1_024

    /// Whether the key would leave the archive or names nothing that a file can be: it is never opened (LOG-6).
    public var isUnsafe: Bool {
        let key = key
        let (folder, name) = key.splitAtLastSlash
        return key.isUnsafeKey(in: FolderFacts(folder), name)
    }
}

extension ByteString {
    /// The same for a key in this folder and with this name.
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
