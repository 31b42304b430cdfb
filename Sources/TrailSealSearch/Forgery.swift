internal import VirtualTrail

/// A digest that a forger edited, and how the forger covers it up.
struct Forgery: Hashable, Sendable {
    /// What changes in the digest.
    enum Edit: Hashable, Sendable, CaseIterable {
        case nothing
        /// Unlists one or all logs and deletes them.
        case dropLog, dropAllLogs
        /// Unlists a log that stays in place.
        case unlistLog
        /// Replaces a log with a forged one and updates the hash.
        case replaceLog
        /// Adds a forged log and lists it.
        case addLog
        case startEarlier, startLater, endLater
        case previousHash, previousSignature, noPrevious, previousIsOlder, previousBucket
        case bucket, prefix, account, region, trail
        case signatureAlgorithm, previousHashAlgorithm, logHashAlgorithm
        case fingerprintOfAnother, fingerprintOfForger
        case eventTimes, unknownMember, memberTwice, memberAbsent, space
    }

    /// How the forger covers it up.
    enum Cover: Hashable, Sendable, CaseIterable {
        case none
        /// Signs it with the forger's own key and replaces the saved signature.
        case signed
        /// Updates the hashes in all successors.
        case linked
        /// Like `linked`, and deletes all saved signatures of the chain.
        case linkedUnsigned
        /// Updates and signs all successors and replaces their saved signatures.
        case linkedSigned
    }

    let chain: Int
    let position: Int
    let edit: Edit
    let cover: Cover

    func change(_ world: TrueWorld) -> Archive.Change {
        let chain = world.chains[self.chain]
        var change = Archive.Change()
        var text = DigestText(chain.digests[position].content)
        apply(to: &text, chain, &change)
        publish(text, chain, position, isSigned: cover == .signed || cover == .linkedSigned, &change)
        guard cover == .linked || cover == .linkedUnsigned || cover == .linkedSigned else { return change }
        for following in chain.digests.indices.dropFirst(position + 1) where !chain.heads.contains(following - 1) {
            let before = text
            text = DigestText(chain.digests[following].content)
            text.set("previousDigestHashValue", string: Hashes.hex(Hashes.sha256(before.content)))
            if cover == .linkedSigned { text.set("previousDigestSignature", string: before.forgedSignature) }
            publish(text, chain, following, isSigned: cover == .linkedSigned, &change)
        }
        if cover == .linkedUnsigned {
            for saved in chain.saved { change.signatures.append((Path(chain.digests[saved].key), .nothing)) }
        }
        return change
    }

    /// Puts the text in the digest's place. Saves a forged signature if a genuine one was saved, or if this is the
    /// edited digest.
    private func publish(
        _ text: DigestText, _ chain: TrueWorld.Chain, _ position: Int, isSigned: Bool, _ change: inout Archive.Change
    ) {
        let key = Path(chain.digests[position].key)
        change.files.append((key, StoredFile(content: text.content)))
        if isSigned, chain.saved.contains(position) || self.position == position {
            change.signatures.append((key, .text(text.forgedSignature)))
        }
    }

    private func apply(to text: inout DigestText, _ chain: TrueWorld.Chain, _ change: inout Archive.Change) {
        let digest = chain.digests[position]
        let forged = StoredFile(content: FileChange.forgedRecords)
        switch edit {
        case .nothing: break
        case .dropLog, .unlistLog:
            text.entries = Array(text.entries.dropFirst())
            if edit == .dropLog, let log = digest.logs.first { change.files.append((Path(log.key), nil)) }
        case .dropAllLogs:
            text.entries = []
            for log in digest.logs { change.files.append((Path(log.key), nil)) }
        case .replaceLog:
            text.set("hashValue", string: Hashes.hex(forged.hash))
            if let log = digest.logs.first { change.files.append((Path(log.key), forged)) }
        case .addLog:
            let log = Log(chain.trail, at: digest.start + 2_700, records: 1, seed: 77)
            text.entries += [
                "{\"s3Bucket\":\"\(log.bucket)\",\"s3Object\":\"\(log.key)\",\"hashValue\":\"\(Hashes.hex(forged.hash))\","
                    + "\"hashAlgorithm\":\"SHA-256\",\"newestEventTime\":\"\(digest.end.iso)\","
                    + "\"oldestEventTime\":\"\(digest.start.iso)\"}"
            ]
            change.files.append((Path(log.key), forged))
        case .startEarlier: text.set("digestStartTime", string: (digest.start + -3_600).iso)
        case .startLater: text.set("digestStartTime", string: (digest.start + 1_800).iso)
        case .endLater: text.set("digestEndTime", string: (digest.end + 3_600).iso)
        case .previousHash: text.set("previousDigestHashValue", string: String(repeating: "0", count: 64))
        case .previousSignature: text.set("previousDigestSignature", string: String(repeating: "ab", count: 256))
        case .noPrevious:
            for member in ["S3Bucket", "S3Object", "HashValue", "HashAlgorithm", "Signature"] {
                text.set("previousDigest" + member, string: nil)
            }
        case .previousIsOlder:
            guard position >= 2 else { return }
            let older = chain.digests[position - 2]
            text.set("previousDigestS3Object", string: older.key)
            text.set("previousDigestHashValue", string: Hashes.hex(Hashes.sha256(older.content)))
            text.set("previousDigestSignature", string: older.signature)
        case .previousBucket: text.set("previousDigestS3Bucket", string: "elsewhere")
        case .bucket: text.set("digestS3Bucket", string: "elsewhere")
        case .prefix: text.set("digestS3Object", string: "prefix/" + digest.key)
        case .account: text.set("awsAccountId", string: "999988887777")
        case .region:
            text.set("digestS3Object", string: digest.key.replacing(chain.trail.region, with: "ap-south-1"))
        case .trail: text.set("digestS3Object", string: digest.key.replacing("_management_", with: "_another_"))
        case .signatureAlgorithm: text.set("digestSignatureAlgorithm", string: "SHA512withRSA")
        case .previousHashAlgorithm: text.set("previousDigestHashAlgorithm", string: "SHA-512")
        case .logHashAlgorithm: text.set("hashAlgorithm", string: "SHA-512")
        case .fingerprintOfAnother: text.set("digestPublicKeyFingerprint", string: SigningKey.second.fingerprint)
        case .fingerprintOfForger: text.set("digestPublicKeyFingerprint", string: SigningKey.forger.fingerprint)
        case .eventTimes: text.set("newestEventTime", string: digest.end.iso)
        case .unknownMember: text.replace("{", with: "{\"unknown\":1,")
        case .memberTwice: text.replace("{", with: "{\"digestEndTime\":\"\(digest.end.iso)\",")
        case .memberAbsent: text.rename("digestEndTime")
        case .space: text.replace("{", with: "{ ")
        }
    }
}
