internal import CloudTrailFormat
internal import Primitives

/// Compares the copy with what earlier runs verified: newest digests that are gone, digests that are others now
/// (rules STATE-5 and STATE-6).
struct HistoryExaminer {
    let records: JudgedRecords

    private var graph: DigestGraph { records.graph }

    /// `found` holds the findings so far: a digest that is reported missing already is not reported again.
    func findings(beside found: [Finding]) -> [Finding] {
        let policy = records.scope.policy
        // What vanished has no end, so the beginning of a window leaves nothing of it out.
        let checkpoints = records.history.plan.checkpoints.values.filter { checkpoint in
            policy.includes(checkpoint.chain)
                && (policy.to.map { checkpoint.verifiedThrough - UnixTime.hour < $0 } ?? true)
        }
        guard !checkpoints.isEmpty else { return [] }
        let standIns = standIns()
        let missing = Set(found.lazy.filter { $0.code == .digestMissing }.compactMap(\.subject.location))
        return checkpoints.flatMap { checkpoint -> [Finding] in
            let present = Array(graph.present(records.names.name(checkpoint.location)))
            var differing: [(FileNumber, SHA256Digest)] = []
            for node in present where graph.digests[node].hash != checkpoint.hash {
                differing += graph.files(of: node).map { ($0.file, $0.hash) }
            }
            for standIn in standIns[checkpoint.location] ?? [] {
                if let hash = standIn.hash, hash != checkpoint.hash { differing.append((standIn.file, hash)) }
            }
            guard differing.isEmpty else {
                return policy.from.map({ $0 < checkpoint.verifiedThrough }) ?? true
                    ? differing.map { rewritten(checkpoint, $0.0, $0.1) } : []
            }
            guard present.isEmpty, !isOccupied(checkpoint), !missing.contains(checkpoint.location) else { return [] }
            return truncated(checkpoint).map { [$0] } ?? []
        }
    }

    /// Files in the place of a digest that have no role in a chain.
    private func standIns() -> [S3Location: [(file: FileNumber, hash: SHA256Digest?)]] {
        var standIns: [S3Location: [(file: FileNumber, hash: SHA256Digest?)]] = [:]
        func add(_ file: FileNumber, _ hash: SHA256Digest?) {
            let place = records.places.object(of: file)
            guard let bucket = place.bucket, let key = place.key else { return }
            standIns[S3Location(bucket: bucket, key: key), default: []].append((file, hash))
        }
        for digest in records.rejected { add(digest.file, digest.hash) }
        for node in graph.nodes where !graph.digests[node].hasRole {
            for digest in graph.files(of: node) { add(digest.file, digest.hash) }
        }
        return standIns
    }

    /// Whether something stands in the digest's place, or may lie where nobody could look: it has a finding of its own.
    private func isOccupied(_ checkpoint: Checkpoint) -> Bool {
        if records.places.isOccupied(checkpoint.location) || records.places.isHidden(checkpoint.location) {
            return true
        }
        // Where no digest could be read, no place is known; names are.
        if records.history.plan.anchors.values.contains(checkpoint) { return true }
        return records.listing.obstacles.contains { obstacle in
            guard obstacle.hidesFiles else { return false }
            let (account, region) = PlacedObject.accountAndRegion(of: obstacle.path)
            let mayBeOfChain =
                (account.map { $0 == checkpoint.chain.accountID } ?? true)
                && (region.map { $0 == checkpoint.chain.region } ?? true)
            return mayBeOfChain && !obstacle.path.hasComponent("CloudTrail")
        }
    }

    /// Nil where later digests are verified and the copy holds nothing of the bucket in which this one lay: a chain may
    /// move, and an old bucket need not be copied.
    private func truncated(_ checkpoint: Checkpoint) -> Finding? {
        let chain = graph.nodes.filter { graph.digests[$0].hasRole && graph.digests[$0].chain == checkpoint.chain }
        let goesOn = chain.contains {
            records.isVerified($0) && graph.digests[$0].end > checkpoint.verifiedThrough
        }
        if goesOn, !records.places.covers(checkpoint.location) { return nil }
        let older = chain.map { graph.digests[$0].end }.filter { $0 < checkpoint.verifiedThrough }.max()
        let remainder: FindingDetail.ChainRemainder =
            if chain.isEmpty { .nothing } else if let older { .olderEnds(older) } else { .nothingBefore }
        var subject = subject(checkpoint)
        subject.from = older
        subject.to = older == nil ? nil : checkpoint.verifiedThrough
        return Finding(
            .historyTruncated(
                expected: checkpoint.hash, verifiedThrough: checkpoint.verifiedThrough, remainder), subject)
    }

    private func rewritten(_ checkpoint: Checkpoint, _ file: FileNumber, _ hash: SHA256Digest) -> Finding {
        var subject = subject(checkpoint)
        subject.path = records.listing.userPath(of: file)
        return Finding(.historyRewritten(expected: checkpoint.hash, actual: hash), subject)
    }

    private func subject(_ checkpoint: Checkpoint) -> FindingSubject {
        FindingSubject(chain: checkpoint.chain, checkpoint.location, time: checkpoint.verifiedThrough)
    }
}
