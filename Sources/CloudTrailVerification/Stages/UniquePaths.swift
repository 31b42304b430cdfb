internal import CloudTrailFormat
internal import Primitives

extension ArchiveListing {
    /// Path of a file that no other file has, among all roots.
    func uniquePath(of file: FileNumber) -> ByteString {
        let folder = folders[folder(of: file)]
        return uniquePath(
            root: folder.root, folder.path.appending(component: folder.names[Int(file - folder.firstFile)]))
    }

    func uniquePath(root: Int, _ path: ByteString) -> ByteString {
        ByteString("\(root)").appending(component: path)
    }

    /// The root of such a path.
    func root(ofUniquePath path: ByteString) -> Int? {
        path.components.first.flatMap { Int(String(decoding: $0, as: UTF8.self)) }
    }
}

/// The same for files of which neighbours lie in one folder.
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
