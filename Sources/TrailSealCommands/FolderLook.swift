internal import TrailSealFileTree
internal import TrailSealPrimitives

/// Guesses what the files in a folder are that the user gave in place of another.
enum FolderLook {
    /// The most folders that are looked into.
    private static let folderLimit = 256
    /// The most files that are opened.
    private static let fileLimit = 16

    /// Returns the first file that looks like the output of an AWS CLI call.
    static func first(in folder: Directory) -> (look: FileLook, path: ByteString)? {
        var count = 0
        var found: (look: FileLook, path: ByteString)?
        _ = firstFile(in: folder) { path in
            guard found == nil, count < fileLimit else { return true }
            count += 1
            let full = folder.path.appending(component: path)
            if let look = FileLook(ofFile: full), look.isOfAnAnswer { found = (look, full) }
            return found != nil
        }
        return found
    }

    /// Returns the first file for which `isWanted` returns true, as a path below `folder`. Only the first folders are searched.
    /// `isWanted` gets paths below `folder`.
    static func firstFile(in folder: Directory, _ isWanted: (ByteString) -> Bool) -> ByteString? {
        var pending = [ByteString()]
        var count = 0
        while let path = pending.popLast(), count < folderLimit {
            count += 1
            guard let directory = try? folder.directory(path) else { continue }
            for name in WrongArchive.names(of: directory, .regular) where !name.hasPrefix(".") {
                let file = path.appending(component: name)
                if isWanted(file) { return file }
            }
            pending += WrongArchive.names(of: directory, .directory).reversed().map { path.appending(component: $0) }
        }
        return nil
    }

    /// Returns advice about a folder that was given with `--keys` and holds no key file.
    static func adviceForKeys(_ folder: Directory) -> String {
        guard let (look, path) = first(in: folder) else {
            return "save the public keys there: \(FileLook.keyCommand)"
        }
        return look.kind == .keys
            ? "did you mean \(path.splitAtLastSlash.folder)?" : look.advice(command: FileLook.keyCommand)
    }

    /// Returns advice about a folder that was given with `--signatures` and holds no answer, or nil.
    static func adviceForSignatures(_ path: ByteString) -> String? {
        guard let folder = try? Directory(root: path), let (look, _) = first(in: folder) else { return nil }
        return look.kind == .savedAnswers ? nil : look.advice(command: FileLook.headCommand)
    }
}
