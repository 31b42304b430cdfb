public import VirtualTrail

extension World {
    /// Writes it below a folder: files of the archive in `tree`, which is empty or ends in a slash, signatures in
    /// `signatures/`, keys in `keys/`.
    public func write(to folder: TemporaryFolder, tree place: String = "tree/") throws {
        for (path, bytes) in tree { try folder.write(bytes, to: place + path) }
        for (path, bytes) in signatures { try folder.write(bytes, to: "signatures/" + path) }
        for (path, bytes) in keys { try folder.write(bytes, to: "keys/" + path) }
    }
}
