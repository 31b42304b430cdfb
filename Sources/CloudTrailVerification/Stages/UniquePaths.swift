internal import CloudTrailFormat
internal import Primitives

extension ArchiveListing {
    /// The path of a file with the root's number in front, so that no other file of any root has it.
    func uniquePath(of file: FileNumber) -> ByteString {
        let folder = folders[folder(of: file)]
        return uniquePath(
            root: folder.root, folder.path.appending(component: folder.names[Int(file - folder.firstFile)]))
    }

    /// The same form for a path below a root.
    func uniquePath(root: Int, _ path: ByteString) -> ByteString {
        ByteString("\(root)").appending(component: path)
    }

    /// The root of a path in this form. Nil if it isn't one.
    func root(ofUniquePath path: ByteString) -> Int? {
        path.components.first.flatMap { Int(String(decoding: $0, as: UTF8.self)) }
    }
}

/// Makes unique paths for many files. Adjacent files mostly lie in one folder, whose path is kept.
struct UniquePaths {
    private let listing: ArchiveListing
    private var folder: ArchiveListing.Folder?
    private var path: [UInt8] = []

    init(_ listing: ArchiveListing) { self.listing = listing }

    mutating func path(of file: FileNumber) -> ByteString {
        var own: ArchiveListing.Folder
        if let folder, folder.files.contains(file) {
            own = folder
        } else {
            own = listing.folders[listing.folder(of: file)]
            folder = own
            path = listing.uniquePath(root: own.root, own.path).bytes + [ByteString.slash]
        }
        return own.names.appended(to: path, Int(file - own.firstFile))
    }
}
