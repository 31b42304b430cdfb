internal import CloudTrailFormat
internal import LibCrypto
internal import Primitives
internal import WorkerPool

/// Looks at a few digest files of a divided copy for how its places correspond to keys. That is mostly all that there is to
/// know; what was missed shows when every file has been read.
struct PartSampling<Division: ArchiveDivision>: Sendable {
    let division: Division
    let keys: KeyStore
    let pool: WorkerPool
    let isCancelled: @Sendable () -> Bool

    /// What the samples show.
    func mappings() throws -> MappingTally {
        let kin = partsOfOneKind()
        let samples = Slots<MappingTally>(count: kin.count)
        try pool.divide(count: kin.count, isCancelled: isCancelled) { (pool: WorkerPool, number: Int) throws in
            for part in kin[number] where !isCancelled() {
                let shown = try mappings(ofSample: part, pool)
                guard !shown.mappings.isEmpty else { continue }
                return samples.set(number, shown)
            }
        }
        var found = MappingTally()
        for shown in samples.take().lazy.compactMap(\.self) { found.add(shown) }
        return found
    }

    /// The parts that mostly show the same: an account's regions in the same folders. One of them is sampled.
    private func partsOfOneKind() -> [[Int]] {
        var kinds: [PartKind: Int] = [:]
        var kin: [[Int]] = []
        for (number, part) in division.parts.enumerated() {
            let above = part.folders.map { RootedFolder(root: $0.root, path: $0.path.splitAtLastSlash.folder) }
            let kind = PartKind(accountID: part.accountID, above: Set(above))
            if let known = kinds[kind] {
                kin[known].append(number)
            } else {
                kinds[kind] = kin.count
                kin.append([number])
            }
        }
        return kin
    }

    private func mappings(ofSample part: Int, _ pool: WorkerPool) throws -> MappingTally {
        let sample = division.sample(of: part, spread: pool.spread)
        var intake = try DigestIntake(
            listing: sample.listing, reader: try sample.makeReader(), names: ObjectNames(),
            authenticator: DigestAuthenticator(keys: keys), plan: .empty, shard: nil)
        for file in Self.oneOfEachTrail(sample.listing) { try intake.read(file) }
        var shown = MappingTally()
        for digest in intake.takeHarvest(expecting: 0).digests {
            guard let mapping = digest.mapping else { continue }
            shown.add(mapping, of: digest.chain.accountID, isVerified: true)
        }
        return shown
    }

    /// In each folder one digest file of each trail, by their names.
    private static func oneOfEachTrail(_ listing: ArchiveListing) -> [FileNumber] {
        var files: [FileNumber] = []
        for folder in listing.folders where folder.zone == .digests {
            var seen: Set<ByteString> = []
            for file in folder.files {
                let name = folder.names[Int(file - folder.firstFile)]
                guard SignatureSidecar.isDigestFile(name), seen.insert(trail(of: name)).inserted else { continue }
                files.append(file)
            }
        }
        return files
    }

    /// A digest file's name without its time, which is the last part of it.
    private static func trail(of name: ByteString) -> ByteString {
        ByteString(name.bytes[..<(name.bytes.lastIndex(of: UInt8(ascii: "_")) ?? 0)])
    }
}

/// What parts have in common that mostly show the same.
private struct PartKind: Hashable {
    let accountID: ByteString
    /// The folders in which theirs lie.
    let above: Set<RootedFolder>
}
