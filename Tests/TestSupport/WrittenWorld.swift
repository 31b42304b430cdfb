public import VirtualTrail

extension World {
    /// Writes the world below a folder. Files of the archive go to `tree`, which is empty or ends in a slash,
    /// signatures to `signatures/`, and keys to `keys/`.
    public func write(to folder: TemporaryFolder, tree place: String = "tree/") throws {
        for (path, bytes) in tree { try folder.write(bytes, to: place + path) }
        for (path, bytes) in signatures { try folder.write(bytes, to: "signatures/" + path) }
        for (path, bytes) in keys { try folder.write(bytes, to: "keys/" + path) }
    }
}
