import CloudTrailFormat
import CloudTrailVerification
import Primitives

/// An archive in memory, region by region.
struct MemoryDivision: ArchiveDivision {
    let parts: [ArchivePart]
    private let archives: [Archive]
    private let serving: @Sendable (ByteString, StoredFile) -> StoredFile?

    var roots: [ByteString] { [MemoryArchive.root] }
    var warnings: [String] { [] }

    /// Nil where something lies outside the folders of regions.
    init?(_ archive: Archive, serving: @escaping @Sendable (ByteString, StoredFile) -> StoredFile?) {
        var byRegion: [[ByteString]: (folders: Set<ByteString>, archive: Archive)] = [:]
        func place(_ path: ByteString, _ put: (inout Archive) -> Void) -> Bool {
            // AWSLogs, account, kind, region, and something below them.
            let parts = path.components.map { ByteString($0) }
            guard parts.count > 4, parts[0] == "AWSLogs" as StaticString, parts[2].hasPrefix("CloudTrail"),
                AWSIdentifier.isAccountID(parts[1].bytes[...]), AWSIdentifier.isRegion(parts[3].bytes[...])
            else { return false }
            let folder = parts.prefix(4).reduce(ByteString()) { $0.appending(component: $1) }
            put(&byRegion[[parts[1], parts[3]], default: ([], Archive())].archive)
            byRegion[[parts[1], parts[3]]]?.folders.insert(folder)
            return true
        }
        for (path, file) in archive.files {
            if case .elsewhere = Zone(path) { continue }
            guard place(path, { $0.files[path] = file }) else { return nil }
        }
        for (path, hidesFiles) in archive.obstacles {
            guard place(path, { $0.obstacles[path] = hidesFiles }) else { return nil }
        }
        let names = byRegion.keys.sorted { $0[0] != $1[0] ? $0[0] < $1[0] : $0[1] < $1[1] }
        parts = names.map { name in
            ArchivePart(
                accountID: name[0], region: name[1],
                folders: (byRegion[name]?.folders ?? []).sorted().map { RootedFolder(root: 0, path: $0) })
        }
        archives = names.map { name in
            var part = byRegion[name]?.archive ?? Archive()
            part.signatures = archive.signatures
            return part
        }
        self.serving = serving
    }

    func sample(of part: Int, spread: Spread) -> MemoryArchive { source(of: part, spread: spread) }

    func source(of part: Int, spread: Spread) -> MemoryArchive { MemoryArchive(archives[part], serving: serving) }

    func isDone(with part: Int) {}
}

extension Trial {
    /// What the whole is said of, and what its regions are said of one by one, must be the same. False where the archive
    /// is not judged so.
    func isSaidOfParts(_ archive: Archive, _ whole: VerificationResult, _ violations: inout [String]) throws -> Bool {
        guard let division = MemoryDivision(archive, serving: serving),
            let divided = try DividedVerification(division: division, keys: keys, policy: policy, jobs: 1).run()
        else { return false }
        if Self.words(divided) != Self.words(whole) {
            violations.append("part by part: \(Self.words(divided))\nas a whole: \(Self.words(whole))")
        }
        return true
    }

    private static func words(_ result: VerificationResult) -> String {
        let findings = result.findings.map { finding in
            "\(finding.code) \(finding.verdict) \(finding.bucket ?? "-") \(finding.key ?? "-") \(finding.path ?? "-") "
                + "\(finding.detail) "
                + "\(finding.from?.iso8601 ?? "-") \(finding.to?.iso8601 ?? "-") \(finding.count ?? 0) "
                + "\(finding.chain.map { "\($0)" } ?? "-")"
        }
        let chains = result.chains.map { chain in
            "\(chain.id) \(chain.verdict) \(chain.digests) \(chain.logs) \(chain.covered) \(chain.gaps) "
                + "\(chain.isBeginningProven) \(chain.isEndProven) \(chain.digestSpans) "
                + "\(chain.newest.map { "\($0)" } ?? "-")"
        }
        return
            (["\(result.verdict) \(result.isComplete) \(result.isAnythingInScope) \(result.holdsArtifacts)"]
            + ["\(result.summary)"] + findings + chains).joined(separator: "\n")
    }
}
