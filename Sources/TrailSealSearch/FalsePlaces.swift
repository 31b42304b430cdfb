internal import VirtualTrail

extension Plants {
    /// A folder made to look like another place of the archive: by a copy of a genuine digest, a forged digest, or
    /// both. Files with the names of logs may be added.
    struct FalsePlace: Sendable {
        /// The folder that replaces `AWSLogs/ACCOUNT`.
        enum Folder: CaseIterable, Sendable { case first, second, otherAccount, noAccounts, nested }
        /// What is planted under the names of the logs.
        enum Logs: String, CaseIterable, Sendable { case none, empty, forged, closed, deep }
        enum Bucket: CaseIterable, Sendable { case own, other }
        enum Time: CaseIterable, Sendable { case longAgo, within, after }
        /// Which keys a forged digest lists.
        enum Keys: CaseIterable, Sendable { case none, genuine, otherBucket }
        struct Forged: Sendable {
            let bucket: Bucket
            let time: Time
            let keys: Keys
            let isOtherAccount: Bool
        }

        let folder: Folder
        let copiesDigest: Bool
        let forged: Forged?
        let logs: Logs

        var kind: String {
            "false-place" + (copiesDigest ? "-of-copied-digest" : "") + (forged == nil ? "" : "-of-forged-digest")
                + (logs == .none ? "" : "-with-\(logs.rawValue)-logs")
        }
    }

    /// Pairs of false places by one adversary, who forges one bucket, time and account in both.
    static let alliances: [(FalsePlace, FalsePlace)] = {
        var pairs: [(FalsePlace, FalsePlace)] = []
        for bucket in FalsePlace.Bucket.allCases {
            for time in [FalsePlace.Time.longAgo, .after] {
                for isOther in [false, true] {
                    let forgeries = [nil] + FalsePlace.Keys.allCases.map { Optional($0) }
                    func places(_ folder: FalsePlace.Folder) -> [FalsePlace] {
                        forgeries.flatMap { keys in
                            [false, true].flatMap { copies in
                                [FalsePlace.Logs.none, .empty].compactMap { logs in
                                    guard keys != nil || copies else { return nil }
                                    let forged = keys.map {
                                        FalsePlace.Forged(bucket: bucket, time: time, keys: $0, isOtherAccount: isOther)
                                    }
                                    return FalsePlace(folder: folder, copiesDigest: copies, forged: forged, logs: logs)
                                }
                            }
                        }
                    }
                    for first in places(.first) {
                        for second in places(.second) { pairs.append((first, second)) }
                    }
                }
            }
        }
        return pairs
    }()

    var falsePlaces: [Tampering] {
        var places: [FalsePlace] = []
        var forgeries: [FalsePlace.Forged?] = [nil]
        for bucket in FalsePlace.Bucket.allCases {
            for time in FalsePlace.Time.allCases {
                for keys in FalsePlace.Keys.allCases {
                    for isOther in [false, true] {
                        forgeries.append(.init(bucket: bucket, time: time, keys: keys, isOtherAccount: isOther))
                    }
                }
            }
        }
        for folder in FalsePlace.Folder.allCases {
            for copies in [false, true] {
                for forged in forgeries where copies || forged != nil {
                    for logs in FalsePlace.Logs.allCases {
                        places.append(FalsePlace(folder: folder, copiesDigest: copies, forged: forged, logs: logs))
                    }
                }
            }
        }
        return places.map { place in
            Self.plant(place.kind, "\(place)") { place.change($0) }
        }
    }
}

extension Plants.FalsePlace {
    func change(_ world: TrueWorld) -> Archive.Change {
        var change = Archive.Change()
        let chain = world.chains[0]
        let own = "\(world.base)\(chain.trail.account)/"
        let place =
            switch folder {
            case .first: "0/" + own
            case .second: "1/" + own
            case .otherAccount: "\(world.base)000000000000/"
            case .noAccounts: "y/999999999999/"
            case .nested: own + "CloudTrail/us-east-1/" + own
            }
        func moved(_ key: String) -> Path { Path(place + key.dropFirst(own.count)) }
        if copiesDigest, let digest = chain.digests.first {
            change.files.append((moved(digest.key), world.archive.files[Path(digest.key)]))
        }
        if let forged {
            let digest = forged.digest(of: chain)
            change.files.append((moved(digest.key), StoredFile(content: digest.content)))
        }
        for digest in chain.digests {
            for log in digest.logs {
                switch logs {
                case .none, .closed, .deep: break
                case .empty: change.files.append((moved(log.key), Plants.empty))
                case .forged: change.files.append((moved(log.key), Plants.forgedLog))
                }
            }
        }
        let folder = place + "CloudTrail/\(chain.trail.region)/"
        if logs == .closed { change.obstacles.append((Path(folder + "2026"), .closedFolder)) }
        if logs == .deep {
            change.files.append(
                (Path(folder + String(repeating: "_20200101T0100Z_/", count: 80) + "x"), Plants.forgedLog))
        }
        return change
    }
}

extension Plants.FalsePlace.Forged {
    /// A digest that AWS never signed.
    func digest(of chain: TrueWorld.Chain) -> Digest {
        var trail = chain.trail
        if bucket == .other { trail.bucket = "other-bucket" }
        var lister = trail
        if isOtherAccount { lister.account = "000000000000" }
        let hour =
            switch time {
            case .longAgo: -50_000
            case .within: 23
            case .after: 40
            }
        var logs: [Log] = []
        if keys != .none {
            logs = chain.digests.flatMap(\.logs)
            for index in logs.indices {
                logs[index].content = FileChange.forgedRecords
                if keys == .otherBucket { logs[index].bucket = "other-bucket" }
            }
        }
        return Digest(lister, from: .hour(hour), to: .hour(hour + 1), logs: logs, after: nil, signedBy: .forger)
    }
}

extension Plants.FalsePlace: CustomStringConvertible {
    var description: String {
        "folder \(folder), genuine digest \(copiesDigest), forged digest \(forged.map { "\($0)" } ?? "none"), logs \(logs)"
    }
}
