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
        var isInScope: Bool { self.isInScope(file, facts, name) }
        switch file.content {
        case .digest(let statement):
            switch proved.standings[position] {
            case nil where file.isBesideCompressed:
                if let twin = proved.twin(of: statement) { return .identicalCopy(statement.hash, of: .digest(twin)) }
                return isInScope ? .invalidDigest : .outOfScope
            case nil, .proved?: return isInScope ? .unverifiedDigest(.unsupported) : .outOfScope
            case .contradicted(let contradictions):
                if contradictions == [.relocated], let twin = proved.twin(of: statement),
                    name == nil || statement.place != .otherName,
                    // Files in different accounts' folders aren't compared. Each is judged by itself.
                    !facts.isBelowAccountFolder || facts.account == twin.chain.accountID
                {
                    return .identicalCopy(statement.hash, of: .digest(twin))
                }
                return isInScope ? .invalidDigest : .outOfScope
            case .unproved(let doubt):
                guard isInScope else { return .outOfScope }
                return .unverifiedDigest(doubt, previous: statement.document.previous?.location)
            }
        case .malformed(_, let hash):
            guard isInScope else { return .outOfScope }
            return proved.isLinked(hash) ? .unverifiedDigest(.unsupported) : .invalidDigest
        case .overLimit, .unreadable, .gone: return isInScope ? .unverifiedDigest(.unsupported) : .outOfScope
        case .savedAnswer(let answer, let digestName): return .savedSignature(answer, digestName: digestName)
        case .marker: return .emptyMarker
        case .noDigest: return nil
        }
    }

    /// Whether a digest file is in scope. Its name and place decide, or what it declares, unless it lies in another
    /// account's folder (PLACE-13). In a folder of log files it also counts as the log file that it is there (FILE-1,
    /// PLACE-14).
    private func isInScope(_ file: DigestFile, _ facts: PathFacts, _ name: DigestName?) -> Bool {
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
