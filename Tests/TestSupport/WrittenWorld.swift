public import VirtualTrail

extension World {
    /// Writes the world below a folder: the archive in `place`, which is empty or ends in a slash, the saved signatures
    /// in `signatures/`, and the keys in `keys/`.
    public func write(to folder: TemporaryFolder, tree place: String = "tree/") throws {
        for (path, bytes) in tree { try folder.write(bytes, to: place + path) }
        for (path, bytes) in signatures { try folder.write(bytes, to: "signatures/" + path) }
        for (path, bytes) in keys { try folder.write(bytes, to: "keys/" + path) }
    }
}
