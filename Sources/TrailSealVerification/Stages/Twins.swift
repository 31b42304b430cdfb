internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// The verified files by their hashes, to recognize copies of them (PLACE-12).
struct Twins {
    private var byHash: [SHA256Digest: [FileBin.Twin]] = [:]

    init(_ dispositions: Dispositions, wanted: Set<SHA256Digest>) {
        guard !wanted.isEmpty else { return }
        for log in dispositions.originals where wanted.contains(log.hash) {
            byHash[log.hash, default: []].append(.log(log))
        }
        for case .verifiedLog(let log) in dispositions.bins.lazy.compactMap(\.self) where wanted.contains(log.hash) {
            byHash[log.hash, default: []].append(.log(log))
        }
        for digest in dispositions.proved.proved where wanted.contains(digest.hash) {
            // Digests with the same content declare the same object, so one of them is enough.
            if case .digest? = byHash[digest.hash]?.last { continue }
            byHash[digest.hash, default: []].append(.digest(digest))
        }
    }

    /// A verified file with this content, if the copy doesn't have another object's name. A copy of another account's
    /// file isn't silent, because a file belongs to the account in its path.
    func twin(of hash: SHA256Digest, _ facts: PathFacts) -> FileBin.Twin? {
        byHash[hash]?.first { twin in
            let key = twin.location.key
            if let account = facts.account, let own = PathFacts(key).account, account != own { return false }
            let own = key.splitAtLastSlash.name
            return !facts.isObjectName || facts.name == own
                || (own.hasSuffix(".json.gz") && own.dropLast(3) == facts.name)
        }
    }
}
