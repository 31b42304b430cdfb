internal import CloudTrailFormat
internal import FileTree
internal import Primitives

/// The files that the command line names for another purpose, below the roots: they are not part of the archive (FILE-18).
enum NamedFiles {
    /// `paths` may be links, and need not exist: a report is written later. A root that is named, or lies in what is named,
    /// stays an archive.
    static func below(_ roots: [Directory], _ paths: [ByteString]) -> Set<RootedFolder> {
        guard !paths.isEmpty else { return [] }
        let tops = roots.map { $0.realPath(of: ByteString()) ?? $0.path }
        var named: Set<RootedFolder> = []
        for path in paths {
            // Both the name that was given and what it leads to.
            for real in [inRealFolder(path), InputLoading.realPath(path)] {
                for (root, top) in tops.enumerated() where real.hasPrefix(top + "/") {
                    named.insert(RootedFolder(root: root, path: ByteString(real.bytes[(top.count + 1)...])))
                }
            }
        }
        return named
    }

    /// The path with its folder resolved, and not its last component.
    private static func inRealFolder(_ path: ByteString) -> ByteString {
        let (folder, name) = path.splitAtLastSlash
        let above: ByteString =
            folder.isEmpty ? (path.bytes.first == ByteString.slash ? "/" : ".") : folder
        return InputLoading.realPath(above).appending(component: name)
    }
}
