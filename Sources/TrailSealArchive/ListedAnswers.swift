internal import TrailSealFormat
internal import TrailSealLibCrypto
internal import TrailSealPrimitives

/// The saved answers of the listings that the user gave.
struct ListedAnswers {
    /// An answer that names its object.
    struct Answer: Sendable {
        let number: Int
        /// Index of the user's path that contains it.
        let given: Int
        let bucket: ByteString?
        /// The key as saved. Its beginning may be missing, because rclone lists paths below the remote.
        let key: ByteString
        let signature: SavedSignature
    }

    /// An answer that doesn't name its object.
    struct Unnamed: Sendable {
        let number: Int
        let given: Int
        let signature: SavedSignature
    }

    private let keys: [RSAPublicKey]
    /// Answers that name their object, in order.
    private(set) var named: [Answer] = []
    /// Answers that don't name their object, by the SHA-256 of the message that they sign. So each is tried only on
    /// its own digest.
    private(set) var unnamed: [SHA256Digest: [Unnamed]] = [:]
    /// Number of distinct answers.
    private(set) var answerCount = 0
    /// Number of answers in each of the user's paths, without those about objects that aren't digests.
    private(set) var readCounts: [Int: Int] = [:]
    private(set) var failure: LibCryptoError?
    /// Indices into `named`, sorted by a hash of bucket and tail. A listing may name a million objects.
    private var index: [(hash: Int, position: Int32)] = []

    init(keys: [RSAPublicKey]) { self.keys = keys }

    /// Whether a signature has the right length: that of one of the given keys, or of CloudTrail's 2,048-bit keys
    /// (INPUT-4).
    func isWhole(_ signature: [UInt8]?) -> Bool {
        guard let signature else { return false }
        return signature.count == 256 || keys.contains { $0.signatureByteCount == signature.count }
    }

    /// Adds an answer of the listing `path`, which belongs to the user's path number `given`.
    mutating func add(_ entry: SignatureListing.Entry, from path: ByteString, of given: Int) {
        let signature = SavedSignature(
            source: .userPath(path), signature: entry.metadata.signature,
            backfillGeneration: entry.metadata.backfillGeneration,
            isAttributed: entry.key.map { Self.tail(of: $0).isWhole } ?? false)
        guard let key = entry.key else { return addUnnamed(signature, given) }
        // Answers for other objects are never needed.
        guard DigestFileName(anyRegion: key.splitAtLastSlash.name) != nil else { return }
        // Adjacent answers mostly name the same bucket, so share it.
        let bucket = named.last?.bucket == entry.bucket ? named.last?.bucket : entry.bucket
        named.append(Answer(number: answerCount, given: given, bucket: bucket, key: key, signature: signature))
        answerCount += 1
        readCounts[given, default: 0] += 1
    }

    /// How many answers for one message are kept: one more than are tried (LIMIT-8).
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

    /// The part of a key by which answers are found: its last six components, which must agree with the digest's
    /// place anyway. A key with fewer components is found by its base name, as in a flat folder. It may prove but
    /// never accuse (INPUT-3).
    private static func tail(of key: ByteString) -> (bytes: ByteString, isWhole: Bool) {
        let parts = key.components
        guard parts.count >= PathMapping.agreementMinimum else { return (key.splitAtLastSlash.name, false) }
        return (ByteString(key.bytes[parts[parts.count - PathMapping.agreementMinimum].startIndex...]), true)
    }

    /// Returns these answers with an index by the tails of their keys. For each object it finds the first `limit`
    /// different answers.
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

    /// Returns the answers for an object, in order. Each names its bucket or no bucket.
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
