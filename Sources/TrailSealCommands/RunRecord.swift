internal import ArgumentParser
internal import Glibc
internal import TrailSealArchive
internal import TrailSealFileTree
internal import TrailSealGzip
internal import TrailSealLibCrypto
internal import TrailSealPrimitives
internal import TrailSealReporting

/// Collects what a report says about the run itself.
enum RunRecord {
    /// Returns the current time.
    static func now() -> UnixTime { UnixTime(seconds: Int64(Glibc.time(nil))) }

    /// Returns the head of a report without inputs.
    static func head(startedAt: UnixTime, jobs: Int) -> ReportHead {
        ReportHead(
            tool: ReportHead.Tool(
                version: ReportHead.Tool.currentVersion, libcrypto: LibCrypto.version, zlib: Zlib.version),
            run: ReportHead.Run(
                startedAt: startedAt, finishedAt: startedAt,
                arguments: CommandLine.arguments.dropFirst().map { EscapedText.string(of: $0) }, host: host(),
                jobs: jobs),
            inputs: ReportHead.Inputs())
    }

    private static func host() -> String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "unknown" }
        return text(name)
    }

    /// Returns C characters up to the first NUL as text that is safe to show.
    static func text(_ characters: [CChar]) -> String {
        EscapedText.string(of: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) })
    }
}

extension ReportHead {
    /// The options with a value that change where or how a run reports, but not what it finds.
    private static let formOptions = ["--report", "--jobs", "--color", "--progress", "--lock", "--exit-style"]
    /// The same options without a value.
    private static let formFlags = ["--quiet", "-q", "--verbose", "-v", "-vv", "--ascii"]

    /// Removes what differs between two runs over the same files, so that a second examiner gets the same bytes.
    mutating func redactRunDetails() {
        run.isDeterministic = true
        run.startedAt = UnixTime(seconds: 0)
        run.finishedAt = UnixTime(seconds: 0)
        run.host = ""
        run.jobs = 0
        tool.libcrypto = nil
        tool.zlib = nil
        run.custody?.workingDirectory = nil
        run.custody?.user = nil
        run.custody?.platform = nil
        var kept: [String] = []
        var isValue = false
        for argument in run.arguments {
            if isValue {
                isValue = false
            } else if Self.formOptions.contains(argument) {
                isValue = true
            } else if !Self.formFlags.contains(argument),
                !Self.formOptions.contains(where: { argument.hasPrefix($0 + "=") })
            {
                kept.append(argument)
            }
        }
        run.arguments = kept
    }
}

/// The options with which an examiner describes a case.
struct CustodyOptions: ParsableArguments {
    @Option(name: .customLong("case"), help: ArgumentHelp("Case number or name.", valueName: "text"))
    var caseID: String?

    @Option(
        name: .long, parsing: .singleValue,
        help: ArgumentHelp("Evidence number or name. Repeatable.", valueName: "text"))
    var evidenceId: [String] = []

    @Option(name: .long, help: ArgumentHelp("Name of the examiner.", valueName: "text"))
    var examiner: String?

    @Option(name: .long, help: ArgumentHelp("The examiner's organization.", valueName: "text"))
    var organization: String?

    @Option(name: .long, help: ArgumentHelp("A remark for the report.", valueName: "text"))
    var note: String?

    /// Whether any of the options was given.
    var isGiven: Bool {
        caseID != nil || !evidenceId.isEmpty || examiner != nil || organization != nil || note != nil
    }

    /// Returns the options together with what the run records: the program's hash, and the manifest of `roots` if there are any.
    /// Errors: `FileTreeError`, `LibCryptoError`.
    func record(_ roots: [Directory], progress: ReadingProgress? = nil) throws -> ReportHead.Custody {
        func escaped(_ text: String?) -> String? { text.map { EscapedText.string(of: $0) } }
        var custody = ReportHead.Custody()
        custody.caseID = escaped(caseID)
        custody.evidenceIDs = evidenceId.map { EscapedText.string(of: $0) }
        custody.examiner = escaped(examiner)
        custody.organization = escaped(organization)
        custody.note = escaped(note)
        custody.toolSHA256 = try FileHash.ofUserPath("/proc/self/exe")?.hex
        if let folder = getcwd(nil, 0) {
            custody.workingDirectory = EscapedText.string(of: Array(String(cString: folder).utf8))
            free(folder)
        }
        custody.user = UserName.current
        var system = utsname()
        if uname(&system) == 0 {
            func field(_ bytes: some Any) -> String {
                withUnsafeBytes(of: bytes) { EscapedText.string(of: Array($0.prefix { $0 != 0 })) }
            }
            custody.platform = "\(field(system.sysname)) \(field(system.release)) \(field(system.machine))"
        }
        custody.isSelfTestPassed = SelfTest.isPassed
        custody.manifest = roots.isEmpty ? nil : try FileManifest.summary(roots, progress: progress)
        return custody
    }
}
