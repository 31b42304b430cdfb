internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealVerification

/// The commands of a plan that save answers of AWS: signatures, public keys, trails and settings.
struct PlanAnswers {
    let needs: PlanNeeds
    let script: PlanScript

    /// The most digests whose signatures are fetched one by one, and the most trails and Regions.
    private static let nameLimit = 24

    /// Adds the sections. `controls` are the open controls, if there are any.
    func add(_ controls: ControlsSection?, to sections: inout PlanSections) {
        sections.add(
            ["Signatures of digest files, which copies do not hold\(sections.counted(.digestSignatureUnavailable))."],
            heads(needs.heads, .digestSignatureUnavailable, in: script.folders.signatures))
        sections.add(
            [
                "Saved signatures that do not verify\(sections.counted(.digestMetadataMismatch)). Compare these with the saved ones."
            ],
            heads(
                needs.wrongHeads, .digestMetadataMismatch,
                in: script.folders.beside.appending(component: "heads-again")))
        let periods = needs.keyPeriods.sorted { $0.key < $1.key }
        sections.left += max(0, periods.count - Self.nameLimit)
        sections.add(
            ["Public keys that are missing\(sections.counted(.digestKeyUnknown, .digestKeyOutOfValidity))."],
            periods.prefix(Self.nameLimit).map { keys($0.key, $0.value) })
        sections.left += max(0, needs.trails.count - Self.nameLimit)
        sections.add(
            ["Whether these trails deliver digests, and since when."],
            needs.trails.prefix(Self.nameLimit).map(status))
        guard let controls else { return }
        let folder = script.folders.beside.appending(component: "settings")
        let settings = PlanSettings(controls.accounts, in: folder)
        sections.left += settings.left
        guard !settings.commands.isEmpty else { return }
        sections.add(
            [
                "Settings that the controls need. Verify again with the folder settings as one more --trail-description."
            ],
            [PlanScript.setting] + settings.commands)
    }

    private func heads(_ locations: [S3Location], _ code: FindingCode, in folder: ByteString) -> [String] {
        if locations.count == 1 { return locations.map { script.head($0, in: folder) } }
        guard locations.count <= Self.nameLimit else { return [script.heads(code, in: folder)] }
        return Dictionary(grouping: locations, by: \.bucket).sorted { $0.key < $1.key }.map {
            script.heads($0.value.map(\.key), bucket: $0.key, in: folder)
        }
    }

    private func keys(_ region: ByteString, _ period: (from: UnixTime, to: UnixTime)) -> String {
        func digits(_ time: UnixTime) -> String { time.iso8601.filter(\.isNumber) }
        let name = "\(region)-\(digits(period.from))-\(digits(period.to)).json"
        return script.saving(
            "aws cloudtrail list-public-keys --region=\(ShellText.word(region)) "
                + "--start-time=\(period.from.iso8601) --end-time=\(period.to.iso8601) --output json",
            in: script.folders.keys.appending(component: ByteString(name)))
    }

    private func status(_ chain: ChainID) -> String {
        let region = "--region=\(ShellText.word(chain.homeRegion))"
        // The digests of an organization trail don't name the account that owns the trail.
        guard chain.organizationID == nil else {
            return "aws cloudtrail describe-trails \(region) --include-shadow-trails "
                + "--query=\(ShellText.word("trailList[?Name=='\(chain.trail)']")) --output json"
        }
        let home = chain.homeRegion.description
        let arn = "arn:\(Partition.of(region: home)):cloudtrail:\(home):\(chain.accountID):trail/\(chain.trail)"
        return "aws cloudtrail get-trail-status \(region) --name=\(ShellText.word(arn)) --output json"
    }
}
