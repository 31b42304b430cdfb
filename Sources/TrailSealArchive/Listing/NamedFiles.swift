package import TrailSealFileTree
package import TrailSealFormat
package import TrailSealPrimitives

/// Finds the files below the roots that the user names for another purpose. They aren't part of the archive (FILE-18).
package enum NamedFiles {
    /// Returns the named files below `roots`. `paths` may be links and need not exist, because reports are written later.
    /// The answers in folders are regular files, which aren't links. A root that is named, or that lies in a named folder,
    /// stays an archive.
    package static func below(
        _ roots: [Directory], _ paths: [ByteString], answers: FolderAnswers = FolderAnswers()
    ) -> Set<RootedFolder> {
        let tops = roots.map { $0.realPath(of: ByteString()) ?? $0.path }
        var named: Set<RootedFolder> = []
        func add(_ real: ByteString) {
            for (root, top) in tops.enumerated() where real.hasPrefix(top + "/") {
                named.insert(RootedFolder(root: root, path: ByteString(real.bytes[(top.count + 1)...])))
            }
        }
        for path in paths {
            // Both the given name and the target of a link.
            add(inRealFolder(path))
            add(RealPath.of(path))
        }
        var given: (path: ByteString, real: ByteString)?
        for folder in answers.folders {
            // No folder below the user's path was reached through a link.
            if given?.path != folder.top { given = (folder.top, RealPath.of(folder.top)) }
            let real = (given?.real ?? folder.top).appending(component: folder.path)
            guard tops.contains(where: { (real + "/").hasPrefix($0 + "/") }) else { continue }
            for name in answers.names(in: folder) { add(real.appending(component: name)) }
        }
        return named
    }

    /// Returns the path with links resolved in its folder, but not in its last component.
    private static func inRealFolder(_ path: ByteString) -> ByteString {
        let (folder, name) = path.splitAtLastSlash
        let above: ByteString =
            folder.isEmpty ? (path.bytes.first == ByteString.slash ? "/" : ".") : folder
        return RealPath.of(above).appending(component: name)
    }
}
