internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// The bins of digest files.
extension JudgeFiles {
    /// The bin of the digest file at a position. Nil if it is judged like any other file.
    func bin(ofDigest position: Int, _ file: DigestFile) -> FileBin? {
        // Most files are proved digests in folders that say whose they are.
        if case .proved(let digest)? = proved.standings[position],
            let plain = placing.plainFacts(ofFolder: file.folder),
            digest.statement.facts.folder === plain, !digest.statement.facts.isHidden, !plain.isOtherService
        {
            return .verifiedDigest(digest)
        }
        let facts = placing.facts(of: file)
        var name: DigestName? { file.name }
        if facts.isHidden { return .hidden }
        if facts.isOtherService { return .notCloudTrail }
        if case .proved(let digest)? = proved.standings[position] { return .verifiedDigest(digest) }
        var isInScope: Bool { self.isInScope(file, facts, name, of: scope) }
        var isDamageInScope: Bool { isInScope || self.isInScope(file, facts, name, of: scopeOfDamage) }
        switch file.content {
        case .digest(let statement):
            switch proved.standings[position] {
            case nil where file.isBesideCompressed:
                return copy(position, of: proved.twin(of: statement).map { .digest($0) })
                    ?? (isDamageInScope ? .invalidDigest : .outOfScope)
            case nil, .proved?: return isInScope ? .unverifiedDigest(.unsupported) : .outOfScope
            case .contradicted:
                let twin = proved.twin(of: statement)
                // Under a log's name it stands for that log, and what it declares is in place already.
                if twin != nil, name == nil, facts.isObjectName { return nil }
                return copy(position, of: twin.map { .digest($0) })
                    ?? (isDamageInScope ? .invalidDigest : .outOfScope)
            case .unproved(let doubt):
                guard isInScope else { return .outOfScope }
                return .unverifiedDigest(doubt, previous: statement.predecessorOfChain)
            }
        case .malformed(_, let hash):
            guard isDamageInScope else { return .outOfScope }
            return proved.isLinked(hash) ? .unverifiedDigest(.unsupported) : .invalidDigest
        case .overLimit, .unreadable, .gone: return isInScope ? .unverifiedDigest(.unsupported) : .outOfScope
        case .savedAnswer(let answer, let digestName): return .savedSignature(answer, digestName: digestName)
        case .marker: return .emptyMarker
        case .noDigest: return nil
        }
    }

    /// The bin of a digest file that is only a copy of `twin`, which declares the same object. Nil if it speaks for itself:
    /// it is in its place, has another object's name, or lies in another account's folder.
    private func copy(_ position: Int, of twin: FileBin.Twin?) -> FileBin? {
        let file = proved.files[position]
        guard let twin, let statement = file.statement, file.name == nil || statement.place != .otherName else {
            return nil
        }
        switch proved.standings[position] {
        case nil: guard file.isBesideCompressed else { return nil }
        case .contradicted([.relocated])?:
            let facts = placing.facts(of: file)
            guard !facts.isBelowAccountFolder || facts.account == statement.chain.accountID else { return nil }
        default: return nil
        }
        return .identicalCopy(statement.hash, of: twin)
    }

    /// Makes one of all files that hold the same unproved digest decide, so that it counts once (PLACE-12). It also claims
    /// the logs that lie near the others.
    func foldCopies(_ result: inout Dispositions) {
        guard !proved.unproved.isEmpty else { return }
        var first: [UnprovedContent: (position: Int, statement: DigestStatement)] = [:]
        var firsts: [Int: Int] = [:]
        for (position, statement) in proved.unproved {
            let file = Int(proved.files[position].file)
            // What exceeds a cap is named, each file (LIMIT-10).
            guard case .unverifiedDigest? = result.bins[file], proved.overLimit[position] == nil else { continue }
            let content = UnprovedContent(statement)
            guard let known = first[content] else {
                first[content] = (position, statement)
                continue
            }
            firsts[position] = known.position
            result.bins[file] = .identicalCopy(statement.hash, of: .unproved(known.statement))
        }
        guard !first.isEmpty else { return }
        for (position, file) in proved.files.enumerated() {
            // If nobody knows whose a copy is, only one shard would know the original.
            guard case .invalidDigest? = result.bins[Int(file.file)], let statement = file.statement,
                placing.facts(of: file).account == statement.chain.accountID
            else { continue }
            let twin = first[UnprovedContent(statement)].map { FileBin.Twin.unproved($0.statement) }
            if let bin = copy(position, of: twin) { result.bins[Int(file.file)] = bin }
        }
        if !firsts.isEmpty { result.joinClaims { firsts[$0] ?? $0 } }
    }

    /// An unproved digest, wherever it lies.
    private struct UnprovedContent: Hashable {
        let location: S3Location
        let hash: SHA256Digest

        init(_ statement: DigestStatement) { (location, hash) = (statement.document.location, statement.hash) }
    }

    /// Whether a digest file is in scope. Its name and place decide, or what it declares, unless it lies in another
    /// account's folder (PLACE-13). In a folder of log files it also counts as the log file that it is there (FILE-1,
    /// PLACE-14).
    private func isInScope(_ file: DigestFile, _ facts: PathFacts, _ name: DigestName?, of scope: RunScope) -> Bool {
        guard let name else {
            return !scope.leavesOut(facts) || file.statement.map { scope.includes($0) } ?? false
        }
        if scope.includes(name, facts) { return true }
        let owner = placing.folderFacts(of: file).account
        if let statement = file.statement, owner ?? statement.chain.accountID == statement.chain.accountID,
            scope.includes(statement)
        {
            return true
        }
        return facts.kind.map { $0 == PathFacts.logFolder } ?? false && !scope.leavesOut(facts)
    }
}
