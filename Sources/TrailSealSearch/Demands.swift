internal import VirtualTrail

/// What one chain of the true world requires of a verifier: its digests, its time, its logs, and what an earlier run
/// verified.
struct Demands {
    let oracle: Oracle
    let chain: Oracle.TrueChain
    let scope: Scope
    let archive: Archive
    let proved: Set<Path>

    private var isLenient: Bool { scope.options.allowance == .signatureUnavailable }
    private var digests: [Digest] { chain.chain.digests }

    /// Whether an earlier run verified a digest and its logs, and this one doesn't read them again.
    private func isOld(_ position: Int) -> Bool { !scope.readsOldAgain && digests[position].end <= TrueWorld.night }

    func add(to difference: inout Oracle.Difference) {
        for position in digests.indices { judgeDigest(position, &difference) }
        judgeLogs(&difference)
        if chain.chain.isBackfill { judgeBackfill(&difference) } else { judgeTime(&difference) }
        for (position, key) in chain.digests.enumerated()
        where scope.checkpoints.contains(key) && !difference.present.contains(key) {
            // If only newer digests are left, lifecycle rules may have deleted it (STATE-8). But they leave nothing
            // in its place.
            let isAnyOlder = chain.digests.prefix(position).contains(where: difference.present.contains)
            guard
                isAnyOlder || difference.differing.contains(key)
                    || !chain.digests.dropFirst(position + 1).contains(where: proved.contains)
            else {
                difference.silences.insert(.invisible)
                continue
            }
            difference.losses.append("\(key), which an earlier run verified, is gone")
        }
    }

    // MARK: Digests

    private func judgeDigest(_ position: Int, _ difference: inout Oracle.Difference) {
        let (key, digest) = (chain.digests[position], digests[position])
        guard scope.includes(start: digest.start, end: digest.end), !isOld(position) else { return }
        if difference.differing.contains(key) {
            if isExcusable(position, difference) {
                difference.silences.insert(.undecided)
            } else {
                difference.losses.append("\(key) differs")
            }
            if chain.witnesses(of: key).contains(where: proved.contains), !isOfAnotherObject(key) {
                difference.contradictions.append("\(key) differs from what a proved digest records")
            }
        } else if difference.present.contains(key), !proved.contains(key), key != oracle.overwritten.key {
            if isExcusable(position, difference) {
                difference.silences.insert(.undecided)
            } else {
                difference.losses.append("nothing proves \(key)")
            }
        } else if !chain.chain.isBackfill, difference.absent.contains(key), let saved = archive.signatures[key],
            saved?.count == 256
        {
            judgeSignature(of: key, position, &difference)
        }
    }

    /// Whether the digest's place holds a digest that declares another bucket or prefix. That one doesn't stand for
    /// it, so it isn't accused (PLACE-20).
    private func isOfAnotherObject(_ key: Path) -> Bool {
        guard let content = archive.file(for: key)?.file.content else { return false }
        let text = DigestText(content)
        guard let bucket = text.string("digestS3Bucket"), let object = text.string("digestS3Object") else {
            return false
        }
        let declared = Path(object)
        return declared.splitAtLastSlash.name == key.splitAtLastSlash.name
            && (Path(bucket) != TrueWorld.bucket || declared != key)
    }

    /// Judges a saved signature without its digest. It counts if the digest is newer than the chain's oldest, or if
    /// no digest of the chain is present (TIME-24).
    private func judgeSignature(of key: Path, _ position: Int, _ difference: inout Oracle.Difference) {
        let present = chain.digests.indices.filter { difference.present.contains(chain.digests[$0]) }
        // The bucket must be mapped. If answers don't name buckets, no digest of the chain may be present.
        let isAnyThere = chain.digests.contains { difference.present.contains($0) || difference.differing.contains($0) }
        guard !proved.isEmpty, scope.options.namesBuckets || !isAnyThere, present.first.map({ $0 < position }) ?? true,
            scope.options.to.map({ digests[position].end <= $0 }) ?? true
        else { return }
        difference.losses.append("the signature of \(key) is there, and the digest is not")
    }

    // MARK: Time

    private func judgeTime(_ difference: inout Oracle.Difference) {
        let found = digests.indices.filter { proved.contains(chain.digests[$0]) || isOverwritten($0, difference) }
        guard let oldest = found.first, let newest = found.last else { return judgeChainGone(&difference) }
        for position in digests.indices where !found.contains(position) {
            let digest = digests[position]
            let isAfterBegin =
                scope.options.from.map { digest.end > $0 }
                ?? (scope.checkpoints.isEmpty ? position > oldest : digest.end > TrueWorld.night)
            let isBeforeEnd = scope.options.to.map { digest.start < $0 } ?? (position < newest)
            guard isAfterBegin, isBeforeEnd, !isOld(position) else {
                difference.silences.insert(.invisible)
                continue
            }
            if isExcused(position, found, difference) {
                difference.silences.insert(.invisible)
            } else {
                difference.losses.append("\(chain.digests[position]) is gone, and its time is not covered")
            }
        }
    }

    private func isOverwritten(_ position: Int, _ difference: Oracle.Difference) -> Bool {
        chain.digests[position] == oracle.overwritten.key && difference.silences.contains(.overwrittenVersion)
    }

    /// Whether an allowance excuses that the time of a digest isn't covered.
    private func isExcused(_ position: Int, _ found: [Int], _ difference: Oracle.Difference) -> Bool {
        let key = chain.digests[position]
        switch scope.options.allowance {
        case .none, .fileUnreadable, .referenceOutside: return false
        case .signatureUnavailable: return isNewest(position, difference)
        case .firstHour: return position == 0
        case .coverageGap:
            // A digest that a proved successor names is missing, which can't be allowed, if an older one is proved or
            // `--from` asks for it (TIME-6, TIME-7).
            let isNamed = found.contains(position + 1) && !chain.chain.heads.contains(position)
            let isMissing =
                found.contains { $0 < position } || scope.options.from.map { digests[position].end > $0 } ?? false
            return !(isNamed && isMissing && difference.absent.contains(key))
        }
    }

    /// Whether an allowance may excuse that nothing proves a digest. Backfill digests have no fixed times, so any may
    /// be the newest.
    private func isExcusable(_ position: Int, _ difference: Oracle.Difference) -> Bool {
        isLenient && (isNewest(position, difference) || chain.chain.isBackfill)
    }

    /// Whether something lies in the digest's place, and in that of no newer digest of the chain (ALLOW-6).
    private func isNewest(_ position: Int, _ difference: Oracle.Difference) -> Bool {
        chain.digests.lastIndex { difference.present.contains($0) || difference.differing.contains($0) } == position
    }

    /// Judges a chain without a proved digest.
    private func judgeChainGone(_ difference: inout Oracle.Difference) {
        let isAnyThere = chain.digests.contains { difference.present.contains($0) || difference.differing.contains($0) }
        let isExpected =
            !scope.options.accounts.isEmpty && !scope.options.regions.isEmpty && scope.options.trails.isEmpty
            && !oracle.chains.contains { $0.hasPlace(of: chain) && $0.digests.contains(where: proved.contains) }
        let isExcused = scope.options.allowance == .coverageGap || isLenient && isAnyThere
        guard isAnyThere || isExpected, !isExcused, scope.checkpoints.isEmpty else {
            difference.silences.insert(.invisible)
            return
        }
        difference.losses.append("no digest of the chain \(chain.chain.name) is proved")
    }

    private func judgeBackfill(_ difference: inout Oracle.Difference) {
        for position in digests.indices where difference.absent.contains(chain.digests[position]) {
            let isNamed = position + 1 < digests.count && proved.contains(chain.digests[position + 1])
            // By TIME-6 and TIME-9, it is missing if `--from` asks for it, or without `--from` if its hour is
            // covered.
            let hour = digests[position].end
            let isCovered = oracle.chains.contains { other in
                !other.chain.isBackfill && other.chain.account == chain.chain.account
                    && other.chain.region == chain.chain.region
                    && zip(other.digests, other.chain.digests).contains { $0.1.end == hour && proved.contains($0.0) }
            }
            if isNamed, scope.options.from.map({ digests[position].end > $0 }) ?? isCovered,
                scope.options.to.map({ digests[position].start < $0 }) ?? true, !isOld(position), !isOld(position + 1)
            {
                difference.losses.append("\(chain.digests[position]) is gone, and a proved digest names it")
            } else {
                difference.silences.insert(.backfillEnd)
            }
        }
    }

    // MARK: Logs

    private func judgeLogs(_ difference: inout Oracle.Difference) {
        for position in digests.indices where !isOld(position) {
            let (digest, key) = (digests[position], chain.digests[position])
            let isInScope = scope.includes(start: digest.start, end: digest.end)
            for (log, stamp) in chain.logs[position] {
                guard isInScope || scope.includes(logStamp: stamp) else { continue }
                if proved.contains(key) {
                    judgeListed(log, &difference)
                } else if difference.absent.contains(key), !isOverwritten(position, difference) {
                    judgeUnlisted(log, stamp, &difference)
                }
            }
        }
    }

    private func judgeListed(_ log: Path, _ difference: inout Oracle.Difference) {
        if difference.differing.contains(log) {
            difference.losses.append("\(log) differs")
            difference.contradictions.append("\(log) differs from what a proved digest records")
        } else if difference.absent.contains(log) {
            // The day may not have been copied.
            let day = log.splitAtLastSlash.folder.text + "/"
            let digestDay = Path(day.replacing("/CloudTrail/", with: "/CloudTrail-Digest/"))
            let isDayThere = archive.files.keys.contains { $0.hasPrefix(Path(day)) || $0.hasPrefix(digestDay) }
            if scope.options.allowance == .referenceOutside, !isDayThere {
                difference.silences.insert(.invisible)
            } else {
                difference.losses.append("\(log) is gone")
            }
        }
    }

    /// Judges a log whose digest is gone. If the log is still there, it is unreferenced.
    private func judgeUnlisted(_ log: Path, _ stamp: String, _ difference: inout Oracle.Difference) {
        guard scope.includes(logStamp: stamp), archive.file(for: log)?.file.bytes.isEmpty == false else { return }
        difference.losses.append("\(log) is there, and the digest that lists it is not")
    }
}
