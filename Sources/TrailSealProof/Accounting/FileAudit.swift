internal import TrailSealFormat
internal import TrailSealPrimitives

/// Checks again whether a file may be in its bin, by names, options and evidence alone (ACCOUNT-4, ACCOUNT-8).
struct FileAudit {
    let question: Question
    /// End of the newest verified digest of each account and Region.
    let newest: [AccountRegion: UnixTime]
    /// The time up to which earlier runs verified each account and Region: the earliest of its chains.
    private let known: [AccountRegion: UnixTime]

    init(question: Question, newest: [AccountRegion: UnixTime]) {
        self.question = question
        self.newest = newest
        known = question.known.reduce(into: [:]) { known, entry in
            // A file without a Region folder is of every Region (PLACE-15).
            for region in [entry.key.region, nil] {
                let place = AccountRegion(account: entry.key.accountID, region: region)
                known[place] = min(known[place] ?? entry.value, entry.value)
            }
        }
    }

    /// Whether `bin` may hold `file` without an excuse. Bad bins never may.
    func admits(_ file: WalkedFile, _ bin: FileBin) -> Bool {
        let facts = file.facts
        switch bin {
        case .verifiedDigest(let proved): return proved.statement.file == file.path
        case .verifiedLog(let log): return log.path == file.path
        case .identicalCopy(_, .unproved), .unverifiedDigest, .invalidDigest, .unverifiedLog, .invalidLog,
            .unreferencedLog, .listed:
            return false
        case .identicalCopy(let hash, let twin): return Self.isCopy(facts, hash, of: twin)
        case .savedSignature(let answer, let digestName):
            return answer.signature != nil && RecognizedName.answeredDigest(facts.name) == digestName
        case .namedOnCommandLine: return question.namedPaths.contains(file.path.text)
        case .notCloudTrail:
            // `CloudTrail/` without an account above it or a Region below it may be part of a prefix.
            let isOutside = facts.kind == nil || (facts.account == nil && facts.region == nil)
            return facts.isOtherService || (isOutside && facts.digest == nil && !facts.isLogName)
        case .unrecognized:
            return facts.kind.map { $0 == PathFacts.digestFolder } ?? true && facts.digest == nil && facts.stamp == nil
        case .hidden: return facts.isHidden
        case .emptyMarker: return file.size == 0 && facts.digest == nil
        case .notJudged:
            return facts.kind.map { !($0 == PathFacts.digestFolder || $0 == PathFacts.logFolder) } ?? false
                && facts.digest == nil
        case .notDue: return isNotDue(facts)
        case .outOfScope: return isOutOfScope(facts)
        case .obstacle(let isLinkToWalked):
            // Only the folders above an obstacle can take it out of scope, never its own name (ACCOUNT-5).
            let isInScope = question.includes(account: facts.shownAccount, region: facts.region)
            return isLinkToWalked || !isInScope || facts.isOtherService
        }
    }

    /// Whether a file has its twin's content. Under another object's name it would stand for that object.
    static func isCopy(_ facts: PathFacts, _ hash: SHA256Digest, of twin: FileBin.Twin) -> Bool {
        let own = twin.location.key.splitAtLastSlash.name.bytes[...]
        return hash == twin.hash && (!facts.isObjectName || PlaceCheck.stands(facts.name.bytes[...], for: own))
    }

    /// By filters, or by both day folder and stamp. One of these alone isn't enough (SCOPE-6).
    private func isOutOfScope(_ facts: PathFacts) -> Bool {
        guard question.includes(account: facts.account, region: facts.region) else { return true }
        var window = question
        if let through = known[facts.place], !question.isFull {
            window.from = min(window.from ?? through, through)
        }
        if let digest = facts.digest {
            return !question.trails.asksFor(trail: digest.chain.trail, homeRegion: digest.chain.homeRegion)
                || !window.includes(digest.hour)
        }
        let isStampOutside = facts.stamp.map { !window.includes($0) }
        // The day folder counts together with the days before and after it.
        let isDayOutside = facts.day.map { day in
            !window.includes(Interval(from: day - UnixTime.day, to: day + 2 * UnixTime.day))
        }
        // In a flat folder the stamp decides.
        if facts.kind == nil { return isStampOutside ?? false }
        return isDayOutside ?? false && isStampOutside ?? true
    }

    private func isNotDue(_ facts: PathFacts) -> Bool {
        guard let stamp = facts.stamp, let day = facts.day, let to = question.to, stamp >= to,
            question.from != nil || question.hasState, let end = newest[facts.place]
        else { return false }
        let days = Interval(from: day - UnixTime.day, to: day + 2 * UnixTime.day)
        return days.contains(stamp) && stamp > end - LogFileName.stampTolerance
    }
}
