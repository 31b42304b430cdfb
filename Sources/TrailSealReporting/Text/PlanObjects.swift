internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealVerification

/// The commands of a plan that fetch digest files and log files.
struct PlanObjects {
    /// The name of the archive for what has no place in the copy.
    static let furtherName = "further-archive"

    private let result: VerificationResult
    private let needs: PlanNeeds
    private let script: PlanScript
    /// The sections, one for each cause.
    private(set) var sections: PlanSections
    /// Whether a command sets files aside.
    private(set) var usesAside = false
    /// Whether a command moves files back that weren't fetched.
    private(set) var movesBack = false
    /// Whether a command replaces the files of a folder.
    private(set) var usesReplace = false
    /// Whether a command fetches into one more archive.
    private(set) var usesFurther = false
    /// The folders whose objects sync skips if they are in a Glacier class.
    private var glacier: [(folder: PlannedFolders.Folder, target: ByteString)] = []
    private var older: [String] = []

    init(_ result: VerificationResult, _ needs: PlanNeeds, _ script: PlanScript) {
        (self.result, self.needs, self.script) = (result, needs, script)
        sections = PlanSections(counts: needs.counts)
        add()
    }

    /// Whether a command looks for older versions.
    var usesOlder: Bool { !older.isEmpty }

    private mutating func add() {
        addAbsent(
            needs.absentLogs,
            [
                "Log files that digests list and that are not in the copy"
                    + "\(sections.counted(.logMissing, .referenceOutsideArchive))."
            ])
        addAbsent(
            needs.absentDigests,
            [
                "Digest files that are missing"
                    + "\(sections.counted(.digestMissing, .signatureWithoutDigest, .historyTruncated))."
            ])
        addBad(
            needs.badLogs,
            "Log files that are not what CloudTrail signed"
                + sections.counted(.logHashMismatch, .logMalformed, .logTrailingData, .fileUnreadable))
        addBad(
            needs.badDigests,
            "Digest files that are damaged or not genuine"
                + sections.counted(
                    .digestMalformed, .digestRelocated, .digestSignatureInvalid, .digestHashMismatch,
                    .historyRewritten))
        addWhole(
            needs.uncovered,
            "Digest files of the time that is not covered\(sections.counted(.coverageGap, .coverageStale)).")
        // If a digest is known by name, it is fetched alone first.
        let named = (needs.absentDigests + needs.badDigests).map {
            S3Location(bucket: $0.location.bucket, key: $0.location.key.splitAtLastSlash.folder)
        }
        addWhole(
            needs.guessed.subtracting(needs.uncovered).subtracting(named),
            "Digest files that may list the unlisted logs\(sections.counted(.logUnreferenced)).")
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
        sections.left += planned.left
        sections.add(title, commands)
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
                let paths = wrong.compactMap(\.path)
                commands += setAside(paths) + [script.fetch(folder, to: target)] + moveBack(paths, target)
            }
        }
        addOlder(objects, planned)
        sections.left += planned.left
        sections.add(
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

    /// Returns commands that keep the evidence in its place if a fetch to `target` fails.
    private mutating func moveBack(_ paths: [ByteString], _ target: ByteString) -> [String] {
        if !paths.isEmpty { movesBack = true }
        return Set(paths.map(\.splitAtLastSlash.folder)).sorted().map { folder in
            "back \(script.aside(folder)) \(ShellText.path(folder.isEmpty ? "." : folder)) \(ShellText.path(target))"
        }
    }

    private mutating func addWhole(_ folders: Set<S3Location>, _ title: String) {
        guard !folders.isEmpty else { return }
        let planned = PlannedFolders([], whole: Array(folders))
        sections.left += planned.left
        sections.add([title], planned.folders.map { script.fetch($0, to: further($0)) })
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
            sections.left += max(0, hashes.count - Self.hashLimit)
            let shown = hashes.prefix(Self.hashLimit)
            let lines = stride(from: 0, to: shown.count, by: Self.hashesOfALine).map {
                " \\\n    " + shown.dropFirst($0).prefix(Self.hashesOfALine).joined(separator: " ")
            }
            older.append(
                "older \(ShellText.word(folder.bucket)) \(ShellText.word(folder.prefix)) \\\n    \(ShellText.path(target))"
                    + lines.joined())
        }
    }

    /// The commands that look for older versions.
    var olderLines: [String] {
        guard !older.isEmpty else { return [] }
        return [
            "# If the object in S3 was overwritten or deleted too, a bucket with versioning still holds older versions.",
            "# A version with the recorded hash is put in its place. The others are kept in older-versions.",
            script.older(),
        ] + older + [""]
    }

    /// The commands that restore objects from a Glacier class and fetch them.
    var glacierLines: [String] {
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
}
