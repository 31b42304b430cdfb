internal import CloudTrailFormat
internal import LibCrypto
internal import Primitives

/// The answers in the listings that the user named, as they are read.
struct ListedAnswers {
    /// An answer that names its object.
    struct Answer: Sendable {
        let number: Int
        /// Which of the paths that the user named holds it.
        let given: Int
        let bucket: ByteString?
        /// As it was saved: rclone names paths below the remote it was given, so it may lack its beginning.
        let key: ByteString
        let signature: SavedSignature
    }

    /// An answer that names none.
    struct Unnamed: Sendable {
        let number: Int
        let given: Int
        let signature: SavedSignature
    }

    private let keys: [RSAPublicKey]
    /// In their order.
    private(set) var named: [Answer] = []
    /// Answers that name no object, by the SHA-256 of what they sign: so each is tried on the digest that it is for, and not
    /// on every one.
    private(set) var unnamed: [SHA256Digest: [Unnamed]] = [:]
    /// How many different ones there are.
    private(set) var answerCount = 0
    /// How many answers each path holds, by its number, but for those about other objects than digests.
    private(set) var readCounts: [Int: Int] = [:]
    private(set) var failure: LibCryptoError?
    /// Positions in `named` by a hash of bucket and tail, in the order of both. A listing may name a million objects.
    private var index: [(hash: Int, position: Int32)] = []

    init(keys: [RSAPublicKey]) { self.keys = keys }

    /// Whether an answer holds a signature as long as one of the keys that were given makes, or CloudTrail's own, of 2,048
    /// bits (INPUT-4).
    func isWhole(_ signature: [UInt8]?) -> Bool {
        guard let signature else { return false }
        return signature.count == 256 || keys.contains { $0.signatureByteCount == signature.count }
    }

    mutating func add(_ entry: SignatureListing.Entry, from path: ByteString, of given: Int) {
        let signature = SavedSignature(
            source: .userPath(path), signature: entry.metadata.signature,
            backfillGeneration: entry.metadata.backfillGeneration,
            isAttributed: entry.key.map { Self.tail(of: $0).isWhole } ?? false)
        guard let key = entry.key else { return addUnnamed(signature, given) }
        // No other object is asked for.
        guard DigestFileName(anyRegion: key.splitAtLastSlash.name) != nil else { return }
        // Neighbours mostly lie in one bucket.
        let bucket = named.last?.bucket == entry.bucket ? named.last?.bucket : entry.bucket
        named.append(Answer(number: answerCount, given: given, bucket: bucket, key: key, signature: signature))
        answerCount += 1
        readCounts[given, default: 0] += 1
    }

    /// Most answers that are kept of one signed text: one more than are tried on a digest (LIMIT-8).
    private static let unnamedLimit = 17

    private mutating func addUnnamed(_ saved: SavedSignature, _ given: Int) {
        guard let signature = saved.signature else { return }
        readCounts[given, default: 0] += 1
        for key in keys {
            do throws(LibCryptoError) {
                guard let message = try key.recoveredDigest(of: signature) else { continue }
                let known = unnamed[message] ?? []
                // The same answer may be saved in many files.
                guard known.count < Self.unnamedLimit, !known.contains(where: { $0.signature.saysTheSame(as: saved) })
                else { continue }
                unnamed[message, default: []].append(Unnamed(number: answerCount, given: given, signature: saved))
                answerCount += 1
            } catch {
                failure = failure ?? error
            }
        }
    }

    // MARK: Index

    /// By what of a key answers are found: its last six components, on which a digest's place and its key must agree
    /// anyway. One that was saved with fewer is found by its base name, as in a flat folder; it may prove, never accuse.
    private static func tail(of key: ByteString) -> (bytes: ByteString, isWhole: Bool) {
        let parts = key.components
        guard parts.count >= PathMapping.agreementMinimum else { return (key.splitAtLastSlash.name, false) }
        return (ByteString(key.bytes[parts[parts.count - PathMapping.agreementMinimum].startIndex...]), true)
    }

    /// The same, so that answers are found by the tails of their keys. Of those that are for one object the first `limit`
    /// that differ are found.
    func indexed(limit: Int) -> ListedAnswers {
        var all = named.indices.map { position in
            (
                hash: Self.hash(named[position].bucket, Self.tail(of: named[position].key).bytes),
                position: Int32(truncatingIfNeeded: position)
            )
        }
        all.sort { ($0.hash, $0.position) < ($1.hash, $1.position) }
        var listed = self
        listed.index.reserveCapacity(all.count)
        var kept = 0
        for (hash, position) in all {
            let start = listed.index.count - kept
            if kept > 0, listed.index[start].hash != hash { kept = 0 }
            let signature = named[Int(position)].signature
            let isNew = listed.index.suffix(kept).allSatisfy {
                !named[Int($0.position)].signature.saysTheSame(as: signature)
            }
            guard kept < limit, isNew else { continue }
            listed.index.append((hash, position))
            kept += 1
        }
        return listed
    }

    /// The answers for an object, of its bucket or of none, in their order.
    func answers(for location: S3Location) -> [Answer] {
        let key = location.key
        let (tail, isWhole) = Self.tail(of: key)
        let found = (isWhole ? [tail, key.splitAtLastSlash.name] : [tail]).flatMap { tail in
            [nil, location.bucket].flatMap { positions(Self.hash($0, tail), $0, tail) }
        }
        return found.sorted().map { named[$0] }
    }

    private func positions(_ hash: Int, _ bucket: ByteString?, _ tail: ByteString) -> [Int] {
        var low = 0
        var high = index.count
        while low < high {
            let middle = low + (high - low) / 2
            if index[middle].hash < hash { low = middle + 1 } else { high = middle }
        }
        return index[low...].prefix { $0.hash == hash }.map { Int($0.position) }.filter { position in
            let answer = named[position]
            return answer.bucket == bucket && Self.tail(of: answer.key).bytes == tail
        }
    }

    private static func hash(_ bucket: ByteString?, _ tail: ByteString) -> Int {
        var hasher = Hasher()
        hasher.combine(bucket)
        hasher.combine(tail)
        return hasher.finalize()
    }
}
