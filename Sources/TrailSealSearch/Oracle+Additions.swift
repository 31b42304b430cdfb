internal import VirtualTrail

/// Judges what an archive holds beyond the true world.
extension Oracle {
    /// Whether an object of the true world is in place at another path. A digest needs only its own path and key
    /// (PLACE-2, PLACE-5). If roots begin below the folders that name the account, a log may look in place too
    /// (PLACE-21).
    func isInPlace(_ path: Path, _ shown: Path, _ key: Path, _ scope: Scope) -> Bool {
        if Zone(key) == .digests { return ShownPath(shown).mayBe(of: TrueWorld.bucket + "/" + key) }
        return scope.findsBaseNames && Zone(path) == .logs && shown == scope.shown(key) && shown != path
    }

    /// Mappings derived from genuine digests at other paths.
    func mappings(of extras: [Path: StoredFile]) -> Set<Mapping> {
        var mappings: Set<Mapping> = []
        for (path, file) in extras where Zone(path) == .digests {
            guard file.isWhole, let key = keys[file.hash], let mapping = Mapping(of: path, to: key),
                ShownPath(path).mayBe(of: TrueWorld.bucket + "/" + key)
            else { continue }
            mappings.insert(mapping)
        }
        return mappings
    }

    func judge(
        extra path: Path, _ file: StoredFile, _ mappings: Set<Mapping>, _ scope: Scope, _ difference: inout Difference
    ) {
        let place = Place(path)
        guard place.zone == .digests || place.zone == .logs else {
            return judge(stray: path, file, place, scope, &difference)
        }
        if file.isWhole, genuine[path]?.contains(file.hash) ?? false {
            // CloudTrail did deliver it, outside the window of the world.
            difference.silences.insert(.undecided)
            return
        }
        let mapped = mappings.compactMap { $0.key(of: path) }
        if let key = mapped.first(where: { truth[$0].map { file.holdsContent(of: $0) } ?? false }) {
            if difference.absent.remove(key) == nil {
                difference.silences.insert(.identicalCopy)
                // The file in the object's own place has its own finding.
                if Zone(key) == .digests, difference.differing.contains(key) { difference.present.insert(key) }
            } else {
                difference.silences.insert(.anotherMapping)
                difference.present.insert(key)
            }
            return
        }
        // A second place, by a mapping, of a genuine object: each candidate must match.
        if let key = mapped.first(where: { truth[$0] != nil }) {
            difference.silences.insert(.undecided)
            if Zone(key) == .logs, scope.readsOldAgain, scope.options.allowance == .none,
                let stamp = Place(key).logStamp, scope.includes(logStamp: stamp), let account = Place(key).account,
                scope.passes(account: account, region: Place(key).region)
            {
                difference.intrusions.append("\(path) isn't what the digest of its place lists")
            }
            return
        }
        guard let account = place.account else {
            difference.silences.insert(.undecided)
            return
        }
        if ShownPath.hidesLogsFolder(of: path, scope.shown(path)) {
            // A nested `AWSLogs` is the first one that the copy shows (PLACE-13).
            difference.silences.insert(.undecided)
            return
        }
        // If the name contains another Region than the folder, the file is of every Region (PLACE-15).
        let isOfRegion = place.logOwner.map { $0.region == place.region } ?? true
        guard scope.passes(account: account, region: isOfRegion ? place.region : nil) else {
            // If the copy doesn't show the Region's folder, the file may be of every Region.
            let isRegionShown = scope.shown(path)?.components.contains { place.region == Path($0) } ?? true
            difference.silences.insert(isRegionShown ? .outOfScope : .undecided)
            return
        }
        let shown = scope.shown(path).map(ShownPath.init)
        if let shown, shown.kindCount > 0, shown.kindCount < ShownPath(path).kindCount {
            // The kind folder that counts isn't shown, but another one is (PLACE-14, PLACE-21).
            difference.silences.insert(.undecided)
        } else if place.isHidden {
            difference.silences.insert(.hiddenName)
        } else if account == TrueWorld.foreignAccount
            || shown?.topAccount == nil && place.name.text.hasPrefix(TrueWorld.foreignAccount.text + "_")
        {
            // The attacker's own account may well be verified. If no folder names the account, file names do
            // (PLACE-13).
            difference.silences.insert(.undecided)
        } else if place.zone == .logs {
            judge(log: path, file, place, scope, &difference)
        } else {
            judge(digest: path, file, place, scope, &difference)
        }
    }

    /// Judges a file with a log's name outside log folders (FILE-2). Another service's folder contains no folder
    /// named like one of CloudTrail's.
    private func judge(
        stray path: Path, _ file: StoredFile, _ place: Place, _ scope: Scope, _ difference: inout Difference
    ) {
        guard let owner = place.logOwner, let stamp = place.logStamp, scope.shown(path) != nil,
            !file.bytes.isEmpty, !(file.isWhole && keys[file.hash] != nil)
        else { return }
        let folders = path.splitAtLastSlash.folder.text.lowercased().split(separator: "/")
        let isOtherService = place.account != nil && !folders.contains { $0.hasPrefix("cloudtrail") }
        let isHidden = place.isHidden || (folders.contains { $0.hasPrefix(".") } && !scope.layout.showsAccounts)
        guard !isOtherService, !isHidden, scope.passes(account: owner.account, region: owner.region),
            scope.passes(account: place.account ?? owner.account, region: owner.region),
            scope.includes(logStamp: stamp), scope.readsOldAgain || stamp >= TrueWorld.night.logStamp
        else {
            difference.silences.insert(.undecided)
            return
        }
        difference.intrusions.append("\(path) is not of the true world")
    }

    private func judge(
        log path: Path, _ file: StoredFile, _ place: Place, _ scope: Scope, _ difference: inout Difference
    ) {
        let isJSON = place.name.hasSuffix(".json") || place.name.hasSuffix(".json.gz")
        if !isJSON, scope.shown(path)?.components.count == 1 {
            // In a flat folder, only JSON files count as log files (FILE-11).
            difference.silences.insert(.undecided)
        } else if place.logStamp == nil, let shown = scope.shown(path), ShownPath(shown).kindCount == 0,
            Place(shown).day == nil
        {
            // No visible folder shows that it is a log folder (FILE-1), unless it holds Regions (PLACE-21).
            if scope.layout == Layout(depth: .kind, roots: .one), !file.bytes.isEmpty,
                !(file.isWhole && keys[file.hash] != nil),
                difference.untouched.values.contains(where: { Zone($0) == .logs && Place($0).account == place.account })
            {
                difference.intrusions.append("\(path) lies in a folder of logs")
            } else {
                difference.silences.insert(.undecided)
            }
        } else if file.bytes.isEmpty {
            // Under a log's name, it may count as that log.
            difference.silences.insert(names.contains(place.name) ? .undecided : .folderMarker)
        } else if file.isWhole, keys[file.hash] != nil {
            // Silent if the object also lies in its own place.
            difference.silences.insert(.undecided)
        } else if let stamp = place.logStamp, scope.includes(logStamp: stamp) {
            // If a state begins later, day folder and stamp decide (SCOPE-6). In a flat folder, the stamp does.
            if !scope.readsOldAgain, stamp < TrueWorld.night.logStamp,
                isBeforeNight(place) || scope.shown(path)?.components.count == 1
            {
                difference.silences.insert(.undecided)
            } else {
                difference.intrusions.append("\(path) is not of the true world")
            }
        } else if place.logStamp != nil, scope.shown(path)?.components.count == 1 {
            // In a flat folder, the stamp decides (SCOPE-6).
            difference.silences.insert(.outOfScope)
        } else if let day = place.day, !scope.isNear(day: day) {
            difference.silences.insert(.outOfScope)
        } else if let stamp = place.logStamp, let to = scope.options.to, stamp >= to.logStamp,
            scope.options.from != nil || !scope.checkpoints.isEmpty
        {
            // Not yet due, if the start of the window is known and no verified digest is as new (SCOPE-7).
            difference.silences.insert(.undecided)
        } else if !scope.readsOldAgain, isBeforeNight(place) {
            difference.silences.insert(.undecided)
        } else {
            difference.intrusions.append("\(path) is not of the true world")
        }
    }

    /// Whether the day folder is more than a day before the part that an earlier run left to read.
    private func isBeforeNight(_ place: Place) -> Bool {
        place.day.map { $0 < (TrueWorld.night + -86_400).folder } ?? false
    }

    private func judge(
        digest path: Path, _ file: StoredFile, _ place: Place, _ scope: Scope, _ difference: inout Difference
    ) {
        guard let name = place.digestName else {
            let isOther = DigestText(file.content).string("digestS3Object") == nil
            difference.silences.insert(isOther ? .noDigestName : .undecided)
            return
        }
        let text = DigestText(file.content)
        let isTrueDigest = file.isWhole && keys[file.hash] != nil
        if isTrueDigest, keys[file.hash]?.splitAtLastSlash.name.text.hasPrefix(place.name.text) ?? false {
            // It has its own name but lies elsewhere. Silent if its own place holds it too.
            difference.silences.insert(.undecided)
        } else if name.account != place.account || (place.region != nil && name.region != place.region) {
            difference.silences.insert(.undecided)
            if name.account.count == 12, scope.passes(account: name.account, region: name.region),
                scope.passes(trail: name.trail),
                scope.options.allowance == .none, scope.readsOldAgain, scope.includes(digestStamp: name.stamp),
                scope.shown(path)?.components.count ?? 0 > 4
            {
                difference.intrusions.append("\(path) is of another account or Region")
            }
        } else if !scope.passes(trail: name.trail) {
            difference.silences.insert(.outOfScope)
        } else if scope.options.allowance == .signatureUnavailable {
            difference.silences.insert(.undecided)
        } else if !scope.readsOldAgain, name.stamp <= TrueWorld.night.digestStamp {
            difference.silences.insert(.undecided)
        } else if name.isBackfill {
            difference.silences.insert(.undecided)
            if scope.includes(digestStamp: name.stamp) {
                difference.intrusions.append("\(path) is not of the true world")
            }
        } else if !chains.contains(where: { $0.chain.isNamed(by: name) }) {
            // A window never takes a chain out of scope, not even one without a proved digest, unless that is allowed
            // (ACCOUNT-0, ALLOW-10).
            if scope.options.allowance == .coverageGap, !scope.includes(digestStamp: name.stamp) {
                difference.silences.insert(.undecided)
            } else {
                difference.intrusions.append("\(path) belongs to a chain with nothing proved")
            }
        } else if scope.includes(digestStamp: name.stamp) {
            difference.intrusions.append("\(path) is not of the true world")
        } else if let start = text.string("digestStartTime"), let end = text.string("digestEndTime"),
            scope.options.to.map({ start < $0.iso }) ?? true, scope.from.map({ end > $0.iso }) ?? true
        {
            // Its name is outside the window, but the interval that it declares isn't.
            difference.silences.insert(.undecided)
        } else {
            difference.silences.insert(.outOfScope)
        }
    }

    /// Judges an obstacle. A link or pipe hides one file, a folder may hide many. Only the folders above can take it
    /// out of scope (ACCOUNT-5).
    func judge(
        _ obstacle: Archive.Obstacle, at path: Path, _ scope: Scope, _ difference: inout Difference
    ) {
        difference.silences.insert(.undecided)
        guard scope.options.allowance != .fileUnreadable else { return }
        let inside = Place(path.appending(component: "x"))
        guard !inside.isHidden else { return }
        if let account = inside.account {
            guard scope.passes(account: account, region: inside.region), inside.zone != .unjudged else { return }
            // Its day folder or the checkpoint may put it out of scope.
            if let day = inside.day, !scope.isNear(day: day) { return }
            if !scope.readsOldAgain, isBeforeNight(inside) { return }
            // Below an account's folder, but in another service's.
            if inside.zone == .elsewhere, obstacle != .closedFolder || Place(path).zone != .elsewhere { return }
            if inside.zone == .elsewhere, path.components.count > world.base.split(separator: "/").count + 1 { return }
        } else {
            guard obstacle == .closedFolder else { return }
        }
        difference.intrusions.append("\(path) is a \(obstacle.rawValue)")
    }
}
