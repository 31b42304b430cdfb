import Primitives
import VirtualTrail

extension Tamperings {
    /// Files that nobody delivered, in plausible places, and some that were delivered for other times.
    var plants: [Tampering] { logPlants + digestPlants + otherPlants }

    private var logPlants: [Tampering] {
        let forged = StoredFile(content: FileChange.forgedRecords)
        var plants: [Tampering] = []
        for chain in world.chains where chain.name != "backfill" {
            for hour in ModelWorld.hours {
                let log = Log(chain.trail, at: .hour(hour) + 1_800, records: 1, seed: 7)
                plants.append(.plant(ByteString(log.key), StoredFile(content: log.content)))
            }
            for hour in [ModelWorld.hours.lowerBound - 1, ModelWorld.hours.upperBound] {
                let log = Log(chain.trail, at: .hour(hour) + 1_800, records: 1, seed: 7)
                plants.append(.plant(ByteString(log.key), forged))
            }
            let root = "AWSLogs/\(chain.trail.account)/CloudTrail/"
            for name in [
                "\(chain.trail.region)/2026/10/01/notes.txt", "\(chain.trail.region)/2026/10/01/.hidden.json.gz",
                "\(chain.trail.region)/x.json.gz", "x.json.gz", "CloudTrail-Insight/x.json.gz",
                "AWSLogs/x.json.gz", "CloudTrail-Digest/x.gz",
            ] {
                plants.append(.plant(ByteString(root + name), forged))
            }
            plants.append(.plant(ByteString("\(root)\(chain.trail.region)/2026/10/01/folder"), StoredFile([])))
        }
        return plants
    }

    private var digestPlants: [Tampering] {
        var plants: [Tampering] = []
        for (number, chain) in world.chains.enumerated() {
            // Another digest of the chain after its end, before its beginning and within: signed by the forger.
            let last = chain.digests.last
            let isBackfill = chain.name == "backfill"
            for (hour, previous) in [(26, last), (27, last), (20, nil), (20, last), (22, nil)] {
                for key in [SigningKey.forger, .first] {
                    let draft = Digest(
                        chain.trail, from: .hour(hour), to: .hour(hour + 1) + (hour == 22 ? 600 : 0), logs: [],
                        after: previous, signedBy: .forger, isBackfill: isBackfill
                    ) { $0.set("digestPublicKeyFingerprint", "\"\(key.fingerprint)\"") }
                    // Not over a file of the true world: forgeries do that.
                    guard world.archive.files[ByteString(draft.key)] == nil else { continue }
                    let file = StoredFile(content: draft.content)
                    plants.append(.plant(ByteString(draft.key), file))
                    plants.append(.plant(ByteString(draft.key), file, signature: draft.signature))
                }
            }
            guard number < 3 else { continue }
            let folder = "AWSLogs/\(chain.trail.account)/CloudTrail-Digest/\(chain.trail.region)/2026/10/01/"
            for (name, content) in [
                ("garbage.json.gz", Array("garbage".utf8)), ("empty.json.gz", []), ("garbage.json", Array("{}".utf8)),
                (".hidden.json.gz", Array("{}".utf8)), ("notes.txt", Array("{}".utf8)),
            ] {
                plants.append(.plant(ByteString(folder + name), StoredFile(content)))
            }
        }
        for digest in world.outside + [world.overwritten] {
            let file = StoredFile(content: digest.content)
            // In its own place, and a replay in the places of the digests of the window.
            let key = ByteString(digest.key)
            let chain = world.chains[digest.key.contains("111122223333") ? ModelWorld.main : ModelWorld.account]
            for path in [key] + chain.digests.map({ ByteString($0.key) }).filter({ $0 != key }) {
                plants.append(.plant(path, file))
                plants.append(.plant(path, file, signature: digest.signature))
            }
        }
        return plants
    }

    /// What is no tampering: files outside the two folders.
    private var otherPlants: [Tampering] {
        [
            "README.txt", "AWSLogs/README.txt", "AWSLogs/111122223333/README.txt",
            "AWSLogs/111122223333/Config/us-east-1/2026/10/1/x.json.gz",
            "AWSLogs/111122223333/CloudTrail-Insight/us-east-1/2026/10/01/x.json.gz",
            "AWSLogs/111122223333/CloudTrail-NetworkActivity/us-east-1/2026/10/01/x.json.gz",
            "elsewhere/CloudTrail/x.json.gz",
        ].map { .plant(ByteString($0), StoredFile(content: FileChange.forgedRecords)) }
    }
}
