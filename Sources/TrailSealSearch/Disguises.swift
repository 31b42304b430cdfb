internal import VirtualTrail

extension Plants {
    /// Forged logs in folders whose names make them look like something else, and plants that make genuine files look
    /// so.
    var disguises: [Tampering] {
        var plants: [Tampering] = []
        func add(_ kind: String, _ path: String) {
            plants.append(
                Self.plant(kind, path) { _ in Archive.Change(files: [(Path(path), Self.forgedLog)]) })
        }
        for chain in world.chains where !chain.isBackfill {
            let log = Log(chain.trail, at: .hour(22) + 1_800, records: 1, seed: 7)
            let name = Path(log.key).splitAtLastSlash.name.text
            let account = "\(world.base)\(chain.trail.account)/"
            let below = log.key.dropFirst(account.count)
            for folder in [".x/", ".x/y/", "y/.x/", ".\(account)"] { add("hidden-above-accounts", folder + name) }
            add("hidden-above-accounts", "." + log.key)
            for folder in [account + account, "\(world.base)000000000000/" + account, account + "x/"] {
                add("log-in-odd-folder", folder + below)
            }
            add("log-in-odd-folder", account + below.replacing("CloudTrail/", with: "cloudtrail/"))
            let other = chain.trail.region == "us-east-1" ? "ap-south-1" : "us-east-1"
            add("log-of-other-region", log.key.replacing("/\(chain.trail.region)/", with: "/\(other)/"))
            add("log-of-other-region", "CloudTrail/\(other)/" + name)
            // A flat copy holds these at their paths in the bucket.
            plants.append(
                Self.plant("digest-in-its-folder", "of \(chain.name)") { world in
                    guard let digest = chain.digests.dropFirst().first else { return Archive.Change() }
                    return Archive.Change(
                        files: [(Layout.asItLies + Path(digest.key), world.archive.files[Path(digest.key)])])
                })
        }
        return plants
    }

    /// A genuine digest of one account above all accounts' folders, and a forged log of another account beside it
    /// (PLACE-13).
    var plantedOwners: [Tampering] {
        let chains = world.chains.filter { !$0.isBackfill }
        return chains.flatMap { chain in
            chains.filter { $0.account != chain.account }.flatMap { other in
                ["", "x/", world.base].map { folder in
                    Self.plant("owner-above-accounts", "\(other.name) in \(folder), with a log of \(chain.name)") {
                        world in
                        let log = Log(chain.trail, at: .hour(22) + 1_800, records: 1, seed: 7)
                        var change = Archive.Change(
                            files: [(Path(folder) + Path(log.key).splitAtLastSlash.name, Self.forgedLog)])
                        if let digest = other.digests.first {
                            let name = Path(digest.key).splitAtLastSlash.name
                            change.files.append((Path(folder) + name, world.archive.files[Path(digest.key)]))
                        }
                        return change
                    }
                }
            }
        }
    }
}
