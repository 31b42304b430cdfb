internal import TrailSealFormat
internal import TrailSealPrimitives

extension ArchiveListing {
    /// The unique path of a file.
    func uniquePath(of file: FileNumber) -> ByteString {
        let folder = folders[folder(of: file)]
        return uniquePath(
            root: folder.root, folder.path.appending(component: folder.names[Int(file - folder.firstFile)]))
    }

    /// The unique path of an entry below a root.
    func uniquePath(root: Int, _ path: ByteString) -> ByteString { UniquePath(root: root, path: path).text }
}

extension ArchiveListing.Folder {
    /// The unique path of the file at `position`. Shares the name of `key` if it is the same.
    func uniquePath(_ position: Int, like key: LogKey? = nil) -> UniquePath {
        if let key, names.holds(key.name, at: position) { return UniquePath(root: root, PathFacts(facts, named: key)) }
        return UniquePath(root: root, path: path.appending(component: names[position]))
    }
}
