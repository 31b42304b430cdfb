internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// Finds digests that saved signatures name and the copy lacks (TIME-24).
struct SignedDigestRule {
    /// The end times of absent digests in scope, by the chain without its organization.
    private let absent: [ChainID: Set<UnixTime>]
    /// The chains as their digests declare them, by the chain without its organization.
    private let chains: [ChainID: ChainID]
    private let policy: VerificationPolicy
    /// Absent digests in buckets that no verified digest of this part maps. Another part may map them.
    let unmapped: [AbsentObject]
    /// The chains that only signatures of digests outside the window show. A window never takes a chain out of scope
    /// (ACCOUNT-0).
    private let silent: Set<ChainID>
    /// The chains of digests whose places a folder hides. Nobody knows whether they are there, but the chains exist.
    private let hidden: Set<ChainID>

    /// An absent digest, with its chain.
    struct AbsentObject: Sendable {
        /// Nil if the answer doesn't name it. Then no digest of the chain is present.
        let bucket: ByteString?
        let chain: ChainID
        let end: UnixTime
        var isHidden = false
        /// Whether the digest's hour lies outside the window.
        var isOutside = false
    }

    /// Applies the rule to one part. `signed` are the digests of its accounts for which the user's `--signatures` hold
    /// answers. Answers that lie beside absent digests are added here.
    init(_ dispositions: Dispositions, _ lines: [ChainID: ChainLine], signed: [SignedObject]) {
        let sidecars = Self.sidecars(dispositions)
        let objects = sidecars.isEmpty ? signed : signed + sidecars
        let absent = objects.isEmpty ? [] : Self.absent(objects, dispositions, lines)
        let (mapped, unmapped) = absent.reduce(into: ([AbsentObject](), [AbsentObject]())) { parts, object in
            if object.bucket.map({ dispositions.locator.holds(bucket: $0, in: dispositions.listing) }) ?? true {
                parts.0.append(object)
            } else {
                parts.1.append(object)
            }
        }
        self.init(mapped, unmapped, dispositions.scope.policy)
    }

    private init(_ absent: [AbsentObject], _ unmapped: [AbsentObject], _ policy: VerificationPolicy) {
        self.policy = policy
        self.unmapped = unmapped
        hidden = Set(absent.lazy.filter(\.isHidden).map(\.chain))
        let outside = Set(absent.lazy.filter { $0.isOutside && !$0.isHidden }.map(\.chain))
        let absent = absent.filter { !$0.isHidden && !$0.isOutside }
        let inside = Set(absent.map(\.chain.withoutOrganization))
        silent = outside.filter { !inside.contains($0.withoutOrganization) }
        self.absent = absent.reduce(into: [:]) { ends, object in
            ends[object.chain.withoutOrganization, default: []].insert(object.end)
        }
        // Some answers may have been saved under the ends of their keys, which lack the organization.
        chains = Dictionary(absent.map { ($0.chain.withoutOrganization, $0.chain) }) { first, second in
            first.organizationID == nil ? second : first
        }
    }

    /// Applies the rule to the whole archive. `strays` are digests of accounts that the copy lacks. `unmapped` are
    /// those that the parts couldn't decide, and `buckets` the buckets of all verified digests. If no digest is
    /// verified, which can happen in a shard, nobody knows which buckets the copy holds, so each counts.
    init(strays: [SignedObject], unmapped: [AbsentObject], policy: VerificationPolicy, buckets: Set<ByteString>) {
        let scope = RunScope(policy)
        let known = Set((policy.known ?? []).map(\.chain.withoutOrganization))
        let further = strays.compactMap { object -> AbsentObject? in
            let isOutside = !scope.includes(object.chain, object.hour)
            guard scope.includes(object.chain), !(isOutside && known.contains(object.chain)), object.holdsSignature
            else { return nil }
            return AbsentObject(
                bucket: object.bucket, chain: object.declaredChain, end: object.endTime, isOutside: isOutside)
        }
        let counted = (unmapped + further).filter { buckets.isEmpty || $0.bucket.map(buckets.contains) ?? true }
        self.init(counted, [], policy)
    }

    private static func absent(
        _ signed: [SignedObject], _ dispositions: Dispositions, _ lines: [ChainID: ChainLine]
    ) -> [AbsentObject] {
        let scope = dispositions.scope
        let present = PresentDigests(dispositions, asked: signed)
        let hidden = HiddenPlaces(dispositions.listing, dispositions.locator)
        let known = Dictionary((scope.policy.known ?? []).map { ($0.chain.withoutOrganization, $0.chain) }) {
            first, _ in first
        }
        let oldest = lines.compactMapValues { line in
            [line.verified.first?.interval.to, line.unproved.map(\.hour.to).min()].compactMap(\.self).min()
        }
        var examples: [ChainID: [S3Location]] = [:]
        var organizations: [ChainID: Set<ByteString?>] = [:]
        return signed.compactMap { object in
            guard scope.includes(object.chain), !present.holds(object) else { return nil }
            var line = lines[scope.isEachNameOneLine ? object.chain : scope.line(of: object.declaredChain)]
            // A chain of another organization that no verified digest joins to this one (CHAIN-3).
            if let found = line, ShownOrganization(object.path).contradicts(found.chain.organizationID) {
                let joined = organizations[found.chain] ?? found.organizations
                organizations[found.chain] = joined
                if !joined.contains(object.declaredChain.organizationID) { line = nil }
            }
            let isOutside = !scope.includes(object.chain, object.hour)
            // Of a chain that a state knows, its history tells.
            if isOutside, line != nil || known[object.chain] != nil { return nil }
            if let line, let oldest = oldest[scope.line(of: line.chain)], object.endTime <= oldest { return nil }
            var bucket = object.bucket
            if bucket == nil, let line {
                let known = examples[line.chain] ?? line.exampleOfEachBucket
                examples[line.chain] = known
                bucket = known.first { object.isLaidOut(like: $0) }?.bucket
            }
            // An answer without a bucket shows that the chain exists, but not that its digest belongs to this copy.
            if bucket == nil, line != nil { return nil }
            // If a folder hides the place, nobody knows whether the digest is there.
            let location = S3Location(bucket: bucket ?? ByteString(), key: object.path)
            let isHidden = hidden.hides(location, account: object.chain.accountID)
            guard object.holdsSignature else { return nil }
            let proved = line.flatMap { $0.verified.isEmpty ? nil : $0.chain }
            let own = lines[object.chain] == nil || line != nil ? known[object.chain] : nil
            let chain = proved ?? own ?? line?.chain ?? object.declaredChain
            return AbsentObject(
                bucket: bucket, chain: chain, end: object.endTime, isHidden: isHidden, isOutside: isOutside)
        }
    }

    /// Makes one finding for each chain. Leaves out what `missing`, the findings of `digest-missing`, already report.
    func findings(beside missing: [Finding]) -> [Finding] {
        absences(beside: missing)
            + silent.sorted().filter { $0.kind == .standard }.map { chain in
                let window = FindingSubject(chain: chain, from: policy.from, to: policy.to)
                return Finding(.coverageGap(.noVerifiedDigest), window)
            }
    }

    private func absences(beside missing: [Finding]) -> [Finding] {
        let missing = Dictionary(grouping: missing) { $0.chain?.withoutOrganization }
        return absent.sorted { $0.key < $1.key }.compactMap { chain, ends in
            let holes = Coverage.joined(
                (missing[chain] ?? []).compactMap(\.subject.span).map { Interval(from: $0.from, to: $0.to) })
            // Both lists are in order of time, so one pass is enough.
            var hole = 0
            let own = ends.sorted().filter { end in
                while hole < holes.count, holes[hole].to < end { hole += 1 }
                return hole == holes.count || holes[hole].from >= end
            }
            guard let first = own.min(), let last = own.max() else { return nil }
            return Finding(
                .signatureWithoutDigest(count: own.count),
                FindingSubject(chain: chains[chain] ?? chain, from: first - UnixTime.hour, to: last, time: last))
        }
    }

    /// Chains that the accounting must know (ACCOUNT-0), without those whose absence is allowed.
    var expected: [ChainID] {
        findings(beside: []).filter { finding in !policy.allowances.contains { $0.selects(finding) } }
            .compactMap(\.chain) + hidden.sorted() + silent.sorted().filter { $0.kind == .backfill }
    }

    /// Saved answers that lie beside the places of their digests.
    private static func sidecars(_ dispositions: Dispositions) -> [SignedObject] {
        dispositions.proved.files.compactMap { file -> SignedObject? in
            guard case .savedAnswer(_, let digestName) = file.content,
                case .savedSignature? = dispositions.bins[Int(file.file)]
            else { return nil }
            let index = dispositions.listing.folder(of: file.file)
            // Something with the digest's name lies beside it, whatever that holds.
            guard dispositions.listing.file(named: digestName, inFolder: index) == nil,
                let name = DigestName(whole: digestName)
            else { return nil }
            let folder = dispositions.listing.folders[index]
            let object = dispositions.locator.object(root: folder.root, folder.path.appending(component: digestName))
            // In a flat folder, the mapping of another digest doesn't show the day or Region of this one.
            let key = object.key.flatMap { key in
                let folders = key.components.dropLast().suffix(5)
                return folders.elementsEqual(name.dayFolder.components) { $0.elementsEqual($1) } ? key : nil
            }
            // An answer without a whole signature was never recognized as one (INPUT-4).
            return SignedObject(bucket: object.bucket, path: key ?? digestName, name) { true }
        }
    }
}

/// The digests for which files are there, whatever the files hold.
private struct PresentDigests {
    /// The location of a present digest for each name, as far as the end times are asked for.
    private var locations: [DigestName: S3Location] = [:]
    /// Further locations for the same names.
    private var others: [DigestName: [S3Location]] = [:]
    /// Keys of present files that hold no digest, if their bucket isn't known or the key isn't a digest's.
    private var keys: Set<ByteString> = []

    init(_ dispositions: Dispositions, asked: [SignedObject]) {
        let endTimes = Set(asked.map(\.endTime))
        // Mostly the newest digests are asked for, so a comparison with the oldest of them skips most files.
        let oldest = endTimes.min()
        locations.reserveCapacity(min(asked.count, dispositions.proved.files.count))
        let listing = dispositions.listing
        for file in dispositions.proved.files {
            if let statement = file.statement {
                let end = statement.key.endTime
                guard oldest.map({ $0 <= end }) ?? false, endTimes.contains(end), statement.place.isInPlace else {
                    continue
                }
                add(statement.document.location)
            } else {
                let folder = listing.folders[file.folder]
                let path = folder.path.appending(component: listing.objectName(of: file.file))
                let object = dispositions.locator.object(root: folder.root, path)
                guard let key = object.key else { continue }
                if let bucket = object.bucket { add(S3Location(bucket: bucket, key: key)) } else { keys.insert(key) }
            }
        }
    }

    private mutating func add(_ location: S3Location) {
        guard location.endTime != nil, let name = DigestName(location) else {
            keys.insert(location.key)
            return
        }
        if let first = locations.updateValue(location, forKey: name), first != location {
            others[name, default: []].append(first)
        }
    }

    func holds(_ object: SignedObject) -> Bool {
        if keys.contains(object.path) { return true }
        guard let location = locations[object.name] else { return false }
        return object.mayBe(location) || (others[object.name] ?? []).contains { object.mayBe($0) }
    }
}
