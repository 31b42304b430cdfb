internal import TrailSealControls
internal import TrailSealFormat
package import TrailSealPrimitives
package import TrailSealVerification

/// The AWS CLI commands that fetch what a verification found missing or wrong: one for each cause. They are printed, never
/// run.
///
/// Names from the archive are quoted. No file is overwritten: a wrong file is set aside before the right one is fetched,
/// and whole folders go to another archive.
package struct CollectionPlan: Sendable {
    /// The folders for fetched files, and how the run was called.
    package struct Folders: Sendable {
        /// The folder of public keys.
        package let keys: ByteString
        /// The folder of saved signatures.
        package let signatures: ByteString
        /// The folder outside of the archive for everything else; empty for the working folder.
        package let beside: ByteString
        /// The name with which the user called this program.
        package let program: ByteString
        /// The arguments with which `verify` makes the same findings.
        package let arguments: [ByteString]

        /// Creates the folders.
        package init(
            keys: ByteString, signatures: ByteString, beside: ByteString, program: ByteString, arguments: [ByteString]
        ) {
            self.keys = keys
            self.signatures = signatures
            self.beside = beside
            self.program = program
            self.arguments = arguments
        }
    }

    /// The most digests whose signatures are fetched one by one, and the most trails and Regions.
    private static let nameLimit = 24
    /// The most remarks that are shown.
    private static let remarkLimit = 6

    /// The plan as lines for a shell.
    package let lines: [String]

    /// Creates the plan for the findings of `result`, and for the open controls if there are any.
    package init(_ result: VerificationResult, controls: ControlsSection?, head: ReportHead, folders: Folders) {
        var writer = Writer(result, PlanScript(folders: folders))
        lines = writer.lines(controls, head)
    }

    /// Assembles the lines of one plan.
    private struct Writer {
        let result: VerificationResult
        let needs: PlanNeeds
        let script: PlanScript
        private var sections: [String] = []
        private var usesAside = false
        private var usesReplace = false
        private var usesFurther = false
        /// The folders whose objects sync skips if they are in a Glacier class.
        private var glacier: [(folder: PlannedFolders.Folder, target: ByteString)] = []
        private var older: [String] = []
        private var left = 0

        init(_ result: VerificationResult, _ script: PlanScript) {
            self.result = result
            self.script = script
            needs = PlanNeeds(result)
        }

        mutating func lines(_ controls: ControlsSection?, _ head: ReportHead) -> [String] {
            let head = ReportDocument(result, controls: nil, head: head).head
            let verdict = head.verification.map {
                VerdictLine.found(head, $0, failedControls: controls?.count(.failed) ?? 0, TextStyle()) + "."
            }
            addObjects()
            let glacierSection = glacierCommands()
            addAnswers(controls)
            guard !sections.isEmpty else {
                let more = remarks() + withoutCommand()
                return ["# \(verdict ?? "")", "# There is nothing to fetch."]
                    + (more.isEmpty ? [] : [""] + more)
            }
            let further = usesFurther ? ", with \(Self.furtherName) as one more archive" : ""
            var lines = [
                "# \(verdict ?? "")",
                "# Commands for bash and the AWS CLI. None has been run: read them first. Then verify again\(further).",
            ]
            if !(needs.badDigests + needs.absentDigests).isEmpty || !needs.uncovered.isEmpty || !needs.guessed.isEmpty {
                lines.append(
                    "# Missing logs are known only once their digests are proved, so a second plan may find more."
                )
            }
            lines.append("")
            if usesAside || !older.isEmpty { lines += [script.asideName, ""] }
            if usesReplace { lines += [PlanScript.replace, ""] }
            lines += sections + glacierSection + olderSection() + remarks() + withoutCommand()
            if lines.last == "" { lines.removeLast() }
            return lines
        }

        private static let furtherName = "further-archive"

        private mutating func section(_ title: [String], _ commands: [String]) {
            guard !commands.isEmpty else { return }
            sections += title.map { "# \($0)" } + commands + [""]
        }

        // MARK: Objects

        private mutating func addObjects() {
            addAbsent(
                needs.absentLogs,
                [
                    "Log files that digests list and that are not in the copy"
                        + "\(counts(.logMissing, .referenceOutsideArchive))."
                ])
            addAbsent(
                needs.absentDigests,
                [
                    "Digest files that are missing"
                        + "\(counts(.digestMissing, .signatureWithoutDigest, .historyTruncated))."
                ])
            addBad(
                needs.badLogs,
                "Log files that are not what CloudTrail signed"
                    + counts(.logHashMismatch, .logMalformed, .logTrailingData, .fileUnreadable))
            addBad(
                needs.badDigests,
                "Digest files that are damaged or not genuine"
                    + counts(
                        .digestMalformed, .digestRelocated, .digestSignatureInvalid, .digestHashMismatch,
                        .historyRewritten))
            addWhole(
                needs.uncovered, "Digest files of the time that is not covered\(counts(.coverageGap, .coverageStale)).")
            // If a digest is known by name, it is fetched alone first.
            let named = (needs.absentDigests + needs.badDigests).map {
                S3Location(bucket: $0.location.bucket, key: $0.location.key.splitAtLastSlash.folder)
            }
            addWhole(
                needs.guessed.subtracting(needs.uncovered).subtracting(named),
                "Digest files that may list the unlisted logs\(counts(.logUnreferenced)).")
        }

        private mutating func addAbsent(_ objects: [PlanNeeds.Object], _ title: [String]) {
            let planned = PlannedFolders(objects.map(\.location))
            var commands: [String] = []
            for folder in planned.folders {
                let target = folder.names.isEmpty ? further(folder) : place(folder) ?? further(folder)
                commands.append(script.fetch(folder, to: target))
                glacier.append((folder, target))
            }
            addOlder(objects, planned)
            left += planned.left
            section(title, commands)
        }

        /// Adds commands for wrong files. Each is set aside first: sync skips a file that has the size of the object and isn't
        /// older.
        private mutating func addBad(_ objects: [PlanNeeds.Object], _ title: String) {
            let planned = PlannedFolders(objects.map(\.location))
            let byFolder = Dictionary(grouping: objects) { $0.location.key.splitAtLastSlash.folder }
            var commands: [String] = []
            for folder in planned.folders {
                if folder.names.isEmpty {
                    let target = further(folder)
                    commands.append(script.fetch(folder, to: target))
                    guard let place = place(folder) else { continue }
                    usesReplace = true
                    usesAside = true
                    commands.append(
                        "replace \(ShellText.path(target)) \(ShellText.path(place)) \(script.aside(place))")
                } else {
                    let target = place(folder) ?? further(folder)
                    let wrong = (byFolder[folder.key] ?? []).filter { $0.location.bucket == folder.bucket }
                    commands += setAside(wrong.compactMap(\.path)) + [script.fetch(folder, to: target)]
                }
            }
            addOlder(objects, planned)
            left += planned.left
            section(
                [title + ".", "They are set aside as evidence, because sync skips a file of the same size."],
                commands)
        }

        private mutating func setAside(_ paths: [ByteString]) -> [String] {
            if !paths.isEmpty { usesAside = true }
            return Dictionary(grouping: paths) { $0.splitAtLastSlash.folder }.sorted { $0.key < $1.key }.map {
                let folder = script.aside($0.key)
                return "mkdir -p \(folder) && mv \\\n"
                    + $0.value.sorted().map { "    \(ShellText.path($0)) \\\n" }.joined() + "    \(folder)/ &&"
            }
        }

        private mutating func addWhole(_ folders: Set<S3Location>, _ title: String) {
            guard !folders.isEmpty else { return }
            let planned = PlannedFolders([], whole: Array(folders))
            left += planned.left
            section([title], planned.folders.map { script.fetch($0, to: further($0)) })
        }

        private mutating func further(_ folder: PlannedFolders.Folder) -> ByteString {
            usesFurther = true
            return script.further(folder.location)
        }

        /// Returns the place of the folder in the copy, or nil if no digest shows it.
        private func place(_ folder: PlannedFolders.Folder) -> ByteString? {
            guard let name = folder.names.first else { return result.place(of: folder.location) }
            let key = PlanScript.joined(folder.key, name)
            let file = result.place(of: S3Location(bucket: folder.bucket, key: key))
            return file.map { $0.bytes.contains(ByteString.slash) ? $0.splitAtLastSlash.folder : "." }
        }

        /// The most hashes that one command names.
        private static let hashLimit = 96
        private static let hashesOfALine = 8

        /// Adds one command for each folder, with the recorded hashes of its objects.
        private mutating func addOlder(_ objects: [PlanNeeds.Object], _ planned: PlannedFolders) {
            for folder in planned.folders {
                let target = place(folder) ?? script.further(folder.location)
                let below = PlanScript.joined(folder.key, ByteString())
                let own = objects.filter { $0.location.bucket == folder.bucket && $0.location.key.hasPrefix(below) }
                let hashes = Set(own.compactMap(\.hash)).sorted()
                left += max(0, hashes.count - Self.hashLimit)
                let shown = hashes.prefix(Self.hashLimit)
                let lines = stride(from: 0, to: shown.count, by: Self.hashesOfALine).map {
                    " \\\n    " + shown.dropFirst($0).prefix(Self.hashesOfALine).joined(separator: " ")
                }
                older.append(
                    "older \(ShellText.word(folder.bucket)) \(ShellText.word(folder.prefix)) \\\n    \(ShellText.path(target))"
                        + lines.joined())
            }
        }

        private func olderSection() -> [String] {
            guard !older.isEmpty else { return [] }
            return [
                "# If the object in S3 was overwritten or deleted too, a bucket with versioning still holds older versions.",
                "# A version with the recorded hash is put in its place. The others are kept in older-versions.",
                script.older(),
            ] + older + [""]
        }

        private func glacierCommands() -> [String] {
            guard !glacier.isEmpty else { return [] }
            var commands: [String] = []
            var restored: Set<String> = []
            for (folder, _) in glacier {
                let command =
                    "restore \(ShellText.word(folder.bucket)) \(ShellText.word(folder.prefix)) \(ShellText.word(folder.days))"
                if restored.insert(command).inserted { commands.append(command) }
            }
            var fetched: Set<String> = []
            let fetches = glacier.map { script.fetch($0.folder, to: $0.target, " --force-glacier-transfer") }
                .filter { fetched.insert($0).inserted }
            return [
                "# Sync skips objects in the storage classes GLACIER and DEEP_ARCHIVE. Restoring them costs money and takes up to",
                "# 12 hours, or 48 from DEEP_ARCHIVE. Then fetch them with --force-glacier-transfer.",
                PlanScript.restore,
            ] + commands + fetches + [""]
        }

        // MARK: Answers

        private mutating func addAnswers(_ controls: ControlsSection?) {
            section(
                ["Signatures of digest files, which copies do not hold\(counts(.digestSignatureUnavailable))."],
                heads(needs.heads, .digestSignatureUnavailable, in: script.folders.signatures))
            section(
                [
                    "Saved signatures that do not verify\(counts(.digestMetadataMismatch)). Compare these with the saved ones."
                ],
                heads(
                    needs.wrongHeads, .digestMetadataMismatch,
                    in: script.folders.beside.appending(component: "heads-again")))
            let periods = needs.keyPeriods.sorted { $0.key < $1.key }
            left += max(0, periods.count - CollectionPlan.nameLimit)
            section(
                ["Public keys that are missing\(counts(.digestKeyUnknown, .digestKeyOutOfValidity))."],
                periods.prefix(CollectionPlan.nameLimit).map { keys($0.key, $0.value) })
            left += max(0, needs.trails.count - CollectionPlan.nameLimit)
            section(
                ["Whether these trails deliver digests, and since when."],
                needs.trails.prefix(CollectionPlan.nameLimit).map(status))
            guard let controls else { return }
            let folder = script.folders.beside.appending(component: "settings")
            let settings = PlanSettings(controls.accounts, in: folder)
            left += settings.left
            guard !settings.commands.isEmpty else { return }
            section(
                [
                    "Settings that the controls need. Verify again with the folder settings as one more --trail-description."
                ],
                [PlanScript.setting] + settings.commands)
        }

        private func heads(_ locations: [S3Location], _ code: FindingCode, in folder: ByteString) -> [String] {
            if locations.count == 1 { return locations.map { script.head($0, in: folder) } }
            guard locations.count <= CollectionPlan.nameLimit else { return [script.heads(code, in: folder)] }
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
            let partition =
                home.hasPrefix("cn-") ? "aws-cn" : home.hasPrefix("us-gov-") ? "aws-us-gov" : "aws"
            let arn = "arn:\(partition):cloudtrail:\(home):\(chain.accountID):trail/\(chain.trail)"
            return "aws cloudtrail get-trail-status \(region) --name=\(ShellText.word(arn)) --output json"
        }

        // MARK: The rest

        /// Returns the number of findings of each code, in brackets. Empty if there are none.
        private func counts(_ codes: FindingCode...) -> String {
            let found = codes.compactMap { code in
                needs.counts[code].map { "\(code.rawValue): \(Numbers.grouped($0))" }
            }
            return found.isEmpty ? "" : " (" + found.joined(separator: ", ") + ")"
        }

        /// Returns the remarks. Names from the archive never stand in comments, because an interactive shell may not support
        /// comments and would run them.
        private func remarks() -> [String] {
            guard !needs.remarks.isEmpty else { return left == 0 ? [] : [leftLine, ""] }
            let shown = needs.remarks.prefix(CollectionPlan.remarkLimit)
            let more = needs.remarks.count - shown.count
            return ["# Not planned"] + shown.map { ": " + ShellText.word($0) }
                + (more > 0 ? ["# and \(Numbers.grouped(more)) more. trailseal verify -v lists them."] : [])
                + (left > 0 ? [leftLine] : []) + [""]
        }

        private var leftLine: String {
            "# \(Numbers.grouped(left)) more items are left for the next plan: run this plan first, or give --account."
        }

        private func withoutCommand() -> [String] {
            let found = FindingCode.allCases.compactMap { code -> String? in
                guard let count = needs.counts[code], let sentence = PlanWithoutCommand.sentence(code) else {
                    return nil
                }
                return "# \(code.rawValue) (\(Numbers.grouped(count))): \(sentence)"
            }
            return found.isEmpty
                ? [] : ["# What no command can fix. For each code see trailseal explain CODE."] + found
        }
    }
}
