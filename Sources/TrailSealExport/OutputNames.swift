internal import TrailSealFormat
internal import TrailSealPrimitives

/// The paths of the output files. Finds two logs that can't both have their file.
struct OutputNames {
    /// The object of each file, by the file's path.
    private var files: [ByteString: ByteString] = [:]
    /// An object that lies below each folder.
    private var folders: [ByteString: ByteString] = [:]

    /// Takes a path for an object, which may have it already. Throws if another object needs the path, or if one of the
    /// two would be a file and the other a folder above it.
    mutating func take(_ path: ByteString, for object: ByteString) throws(ExportFailure) {
        if let other = files[path] {
            guard other != object else { return }
            throw ExportFailure(
                description: "\(object) and \(other) would be one file; export events with --output - instead")
        }
        if let other = folders[path] { throw Self.clash(file: object, below: other) }
        files[path] = object
        var folder = path.splitAtLastSlash.folder
        // Above a known folder, all folders are known.
        while !folder.isEmpty, folders[folder] == nil {
            if let other = files[folder] { throw Self.clash(file: other, below: object) }
            folders[folder] = object
            folder = folder.splitAtLastSlash.folder
        }
    }

    private static func clash(file: ByteString, below object: ByteString) -> ExportFailure {
        ExportFailure(
            description: "\(object) would lie below \(file), which is a file; export events with --output - instead")
    }
}

extension S3Location {
    /// The path of the object below an output folder, `BUCKET/KEY`. A prefix that ends with a slash gives no folder of its
    /// own, as in a copy. Nil if a component can't be a file name.
    var outputPath: ByteString? {
        guard !isUnsafe, !S3Location(bucket: ByteString(), key: bucket).isUnsafe else { return nil }
        return key.components.filter { !$0.isEmpty }.reduce(bucket) { $0.appending(component: ByteString($1)) }
    }
}
