internal import CloudTrailControls
internal import CloudTrailFormat
public import CloudTrailVerification
public import Primitives

/// The AWS CLI commands that would close what a verification found lacking: one for each cause. They are printed, never
/// run.
///
/// Names from the archive are quoted. What is there stays: a file that is wrong is set aside before the true one is
/// fetched, and whole folders go to an archive of their own.
public struct CollectionPlan: Sendable {
    /// Where what is fetched belongs, and how the run was called.
    public struct Folders: Sendable {
        public let keys: ByteString
        public let signatures: ByteString
        /// A folder outside of the archive for everything else; empty for the working folder.
        public let beside: ByteString
        /// How the user calls this program, and the arguments with which `verify` finds the same.
        public let program: ByteString
        public let arguments: [ByteString]

        public init(
            keys: ByteString, signatures: ByteString, beside: ByteString, program: ByteString, arguments: [ByteString]
        ) {
            self.keys = keys
            self.signatures = signatures
            self.beside = beside
            self.program = program
            self.arguments = arguments
        }
    }

    /// Most digests whose signatures are asked for one by one, and most trails and Regions.
    private static let nameLimit = 24
    private static let remarkLimit = 6

    /// Lines for a shell.
    public let lines: [String]

    public init(_ result: VerificationResult, controls: ControlsSection?, head: ReportHead, folders: Folders) {
        var writer = Writer(result, PlanScript(folders: folders))
        lines = writer.lines(controls, head)
    }

    /// Puts the lines of one plan together.
    private struct Writer {
        let result: VerificationResult
        let needs: PlanNeeds
        let script: PlanScript
        private var sections: [String] = []
        private var usesAside = false
        private var usesReplace = false
        private var usesFurther = false
        /// What sync passes over in silence if it lies in a Glacier class.
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
                return ["# \(verdict ?? "")", "# Nothing is lacking that a command could fetch."]
                    + (more.isEmpty ? [] : [""] + more)
            }
            let further = usesFurther ? ", with \(Self.furtherName) as one more archive" : ""
            var lines = [
                "# \(verdict ?? "")",
                "# Commands for bash and the AWS CLI. None was run: read them first. Verify again afterwards\(further).",
            ]
            if !(needs.badDigests + needs.absentDigests).isEmpty || !needs.uncovered.isEmpty || !needs.guessed.isEmpty {
                lines.append("# What logs lack is known once their digests are proved, so a second plan may find more.")
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
            let logs = "Log files that digests list and the copy lacks\(counts(.logMissing, .referenceOutsideArchive))."
            addAbsent(needs.absentLogs, [logs])
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
            // Where a digest is known by name, that one comes first.
            let named = (needs.absentDigests + needs.badDigests).map {
                S3Location(bucket: $0.location.bucket, key: $0.location.key.splitAtLastSlash.folder)
            }
            addWhole(
                needs.guessed.subtracting(needs.uncovered).subtracting(named),
                "Digest files that may list the logs that none lists\(counts(.logUnreferenced)).")
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

        /// A wrong file is set aside first: sync takes a file of the same size that is no newer for the same.
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
                [title + ".", "They are set aside as evidence: sync would take a file of the same size for the same."],
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

        /// Where the folder lies in the copy; nil where no digest shows that.
        private func place(_ folder: PlannedFolders.Folder) -> ByteString? {
            guard let name = folder.names.first else { return result.place(of: folder.location) }
            let key = PlanScript.joined(folder.key, name)
            let file = result.place(of: S3Location(bucket: folder.bucket, key: key))
            return file.map { $0.bytes.contains(ByteString.slash) ? $0.splitAtLastSlash.folder : "." }
        }

        /// Most hashes that one command names.
        private static let hashLimit = 96
        private static let hashesOfALine = 8

        /// One command a folder, with the hashes that are recorded of its objects.
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
                "# If the object in S3 was overwritten or deleted too, a bucket with versions still holds the older ones.",
                "# One whose content has the recorded hash is put in its place; the others lie in older-versions.",
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
                "# Sync skips objects in the classes GLACIER and DEEP_ARCHIVE. Restoring them takes up to 12 hours, or 48 from",
                "# DEEP_ARCHIVE, and costs money. Then fetch them with --force-glacier-transfer.", PlanScript.restore,
            ] + commands + fetches + [""]
        }

        // MARK: Answers

        private mutating func addAnswers(_ controls: ControlsSection?) {
            section(
                ["Signatures of digest files, which their copies lack\(counts(.digestSignatureUnavailable))."],
                heads(needs.heads, .digestSignatureUnavailable, in: script.folders.signatures))
            section(
                [
                    "Signatures that were saved wrong\(counts(.digestMetadataMismatch)). Compare them with the saved ones."
                ],
                heads(
                    needs.wrongHeads, .digestMetadataMismatch,
                    in: script.folders.beside.appending(component: "heads-again")))
            let periods = needs.keyPeriods.sorted { $0.key < $1.key }
            left += max(0, periods.count - CollectionPlan.nameLimit)
            section(
                ["Public keys that are lacking\(counts(.digestKeyUnknown, .digestKeyOutOfValidity))."],
                periods.prefix(CollectionPlan.nameLimit).map { keys($0.key, $0.value) })
            left += max(0, needs.trails.count - CollectionPlan.nameLimit)
            section(
                ["Whether and since when these trails deliver digests."],
                needs.trails.prefix(CollectionPlan.nameLimit).map(status))
            guard let controls else { return }
            let folder = script.folders.beside.appending(component: "settings")
            let settings = PlanSettings(controls.accounts, in: folder)
            left += settings.left
            guard !settings.commands.isEmpty else { return }
            section(
                [
                    "Settings that the controls lack. Verify again with the folder settings as one more --trail-description."
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
            // The owner of an organization's trail does not stand in its digests.
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

        /// Codes with how often they were found, in brackets.
        private func counts(_ codes: FindingCode...) -> String {
            let found = codes.compactMap { code in
                needs.counts[code].map { "\(code.rawValue): \(Numbers.grouped($0))" }
            }
            return found.isEmpty ? "" : " (" + found.joined(separator: ", ") + ")"
        }

        /// What comes from the archive stands in no comment: a shell that is typed to may not know any, and would run it.
        private func remarks() -> [String] {
            guard !needs.remarks.isEmpty else { return left == 0 ? [] : [leftLine, ""] }
            let shown = needs.remarks.prefix(CollectionPlan.remarkLimit)
            let more = needs.remarks.count - shown.count
            return ["# Not planned"] + shown.map { ": " + ShellText.word($0) }
                + (more > 0 ? ["# and \(Numbers.grouped(more)) more: trailseal verify -v lists them."] : [])
                + (left > 0 ? [leftLine] : []) + [""]
        }

        private var leftLine: String {
            "# \(Numbers.grouped(left)) more of these are left for the next plan: run this one first, or plan with --account."
        }

        private func withoutCommand() -> [String] {
            let found = FindingCode.allCases.compactMap { code -> String? in
                guard let count = needs.counts[code], let sentence = PlanWithoutCommand.sentence(code) else {
                    return nil
                }
                return "# \(code.rawValue) (\(Numbers.grouped(count))): \(sentence)"
            }
            return found.isEmpty
                ? [] : ["# What no command can mend. For each code see trailseal explain CODE."] + found
        }
    }
}
