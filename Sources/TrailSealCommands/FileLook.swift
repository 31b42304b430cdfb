internal import TrailSealFileTree
internal import TrailSealPrimitives
internal import TrailSealVerification

/// A guess at the kind of a file that the user gave in place of another (INPUT-10). It is based on the beginning of the file
/// and is used only in messages.
struct FileLook {
    /// The kinds that can be told apart.
    enum Kind {
        case keys, keysWithoutList, jsonString, savedAnswers, trailDescription, digest, log, state, report
        case yaml, cliText, cliTable, errorMessage, empty, utf16, archive, other
    }

    /// The kind.
    let kind: Kind
    /// The words that complete "it looks like".
    let label: String

    /// The most bytes of a file that are looked at.
    static let lookedAt = 1 << 16

    /// Returns nil if the file can't be read or isn't of a known kind.
    init?(ofFile path: ByteString) {
        var start: [UInt8] = []
        let isRead = try? OpenFile(userPath: path).forEachChunk { chunk in
            start += chunk.prefix(Self.lookedAt - start.count)
            return start.count < Self.lookedAt
        }
        guard isRead != nil else { return nil }
        self.init(start)
    }

    /// Creates a guess from the beginning of a file. Returns nil if the kind isn't known.
    init?(_ start: [UInt8]) {
        guard let found = Self.recognized(start[...].prefix(Self.lookedAt)) else { return nil }
        self = found
    }

    private init(_ kind: Kind, _ label: String) {
        self.kind = kind
        self.label = label
    }

    private static func recognized(_ bytes: ArraySlice<UInt8>) -> FileLook? {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            return FileLook(.utf16, "UTF-16 text, as PowerShell's > writes")
        }
        if bytes.starts(with: [0x1F, 0x8B]) { return FileLook(.archive, "a gzip file") }
        let text = String(decoding: bytes.lazy.filter { $0 < 0x80 }, as: UTF8.self)
        guard let first = text.first(where: { !$0.isWhitespace }) else {
            return FileLook(.empty, "the output of a command that printed nothing")
        }
        if let found = json(text, first) { return found }
        switch ContentLook(beginning: Array(bytes.prefix(ContentLook.beginningLimit))) {
        case .s3Error(let code): return FileLook(.errorMessage, "an S3 error answer (\(code))")
        case .errorMessage(let code):
            return FileLook(.errorMessage, "an AWS error message\(code.isEmpty ? "" : " (\(code))")")
        case .html: return FileLook(.other, "an HTML page")
        case .archive(let format): return FileLook(.archive, "a \(format.rawValue) file")
        case .zeros: return FileLook(.other, "zero bytes")
        default: break
        }
        return "{[".contains(first) ? nil : plain(text)
    }

    private static func json(_ text: String, _ first: Character) -> FileLook? {
        guard "{[".contains(first) else { return nil }
        func has(_ names: String...) -> Bool { names.contains { text.contains("\"\($0)\"") } }
        if has("PublicKeyList", "publicKeyList") {
            return FileLook(.keys, "an answer of aws cloudtrail list-public-keys")
        }
        if first == "[", has("Fingerprint"), has("Value") {
            return FileLook(.keysWithoutList, "public keys without their list, as --query prints them")
        }
        if has("digestS3Bucket", "digestPublicKeyFingerprint") { return FileLook(.digest, "a CloudTrail digest file") }
        if has("signature"), has("Metadata", "metadata", "HTTPHeaders", "ETag", "key") {
            return FileLook(.savedAnswers, "saved answers of aws s3api head-object")
        }
        if has("trailList", "Trails", "Trail", "IsMultiRegionTrail", "IsLogging") {
            return FileLook(.trailDescription, "a trail description")
        }
        if has("AcceptRanges", "ContentLength") {
            return FileLook(.savedAnswers, "an answer of aws s3api head-object")
        }
        if has("schemaVersion"), has("tool") { return FileLook(.report, "a report of trailseal") }
        if has("verifiedThrough") { return FileLook(.state, "a state file of trailseal") }
        if has("Records"), has("eventVersion", "eventTime", "eventName") {
            return FileLook(.log, "a CloudTrail log file")
        }
        return nil
    }

    private static func plain(_ text: String) -> FileLook? {
        let lines = text.split(whereSeparator: \.isNewline).prefix(200)
        guard let first = lines.first else { return nil }
        if lines.count == 1, first.hasPrefix("\""), first.hasSuffix("\"") {
            return FileLook(.jsonString, "a JSON string, as --query prints it")
        }
        if first.hasPrefix("-----BEGIN") { return FileLook(.other, "a PEM file") }
        if first.hasPrefix("usage: aws")
            || ["Unable to ", "Could not connect", "The security token", "The SSO session"]
                .contains(where: first.contains)
        {
            return FileLook(.errorMessage, "an error message of the AWS CLI")
        }
        let words = ["PUBLICKEYLIST", "METADATA", "TRAILLIST"]
        if (first.hasPrefix("---") || first.hasPrefix("+--")) && lines.dropFirst().first?.hasPrefix("|") ?? false {
            return FileLook(.cliTable, "a table of the AWS CLI")
        }
        if first.contains("\t") || words.contains(where: first.hasPrefix) {
            return FileLook(.cliText, "text output of the AWS CLI")
        }
        if lines.prefix(3).contains(where: YAMLLine.isOne) { return FileLook(.yaml, "YAML") }
        return FileLook(.other, "plain text")
    }

    /// Whether the file is the output of an AWS CLI call, an error message included.
    var isOfAnAnswer: Bool {
        switch kind {
        case .keys, .keysWithoutList, .jsonString, .savedAnswers, .trailDescription, .yaml, .cliText, .cliTable,
            .errorMessage,
            .utf16:
            true
        case .digest, .log, .state, .report, .empty, .archive, .other: false
        }
    }

    // MARK: Advice

    /// The command whose answer `--keys` wants.
    static let keyCommand =
        "aws cloudtrail list-public-keys --region REGION --start-time FROM --end-time TO --output json"
    /// The command whose answer `--signatures` wants.
    static let headCommand = "aws s3api head-object --bucket BUCKET --key KEY --output json"

    /// Returns what to do with the file. `command` is the command whose answer was expected.
    func advice(command: String) -> String {
        let step =
            switch kind {
            case .keys: "give it with --keys"
            case .savedAnswers: "give it with --signatures"
            case .trailDescription: "give it with --trail-description"
            case .state: "give it with --state"
            case .digest, .log: "give the folder that holds it as the archive"
            case .yaml, .cliText, .cliTable: "save it with --output json: \(command)"
            case .keysWithoutList, .jsonString: "save the whole answer: \(command)"
            case .errorMessage: "the call failed; fix it and save its answer: \(command)"
            case .utf16: "save it as UTF-8 (Out-File -Encoding utf8)"
            case .archive: "unpack it first"
            case .report, .empty, .other: "save the answer of \(command)"
            }
        return "it looks like \(label); \(step)"
    }
}
