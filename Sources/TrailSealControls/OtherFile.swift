internal import TrailSealFormat
internal import TrailSealPrimitives

/// Recognizes a file that isn't a trail description, and says what to give instead.
struct OtherFile {
    /// How to get the right file.
    static let command = "save the answer of aws cloudtrail describe-trails --output json"

    private let label: String
    private let step: String

    var advice: String { "looks like \(label); \(step)" }

    private init(_ label: String, _ step: String = OtherFile.command) {
        self.label = label
        self.step = step
    }

    // MARK: JSON

    /// Recognizes a JSON value. Returns nil if it looks like nothing in particular.
    init?(_ value: JSONValue) {
        guard let found = value.object.flatMap(Self.recognized) else { return nil }
        self = found
    }

    private static func recognized(_ object: [ByteString: JSONValue]) -> OtherFile? {
        func has(_ names: ByteString...) -> Bool { names.allSatisfy { object[$0] != nil } }
        if object["Trails"]?.array != nil {
            return OtherFile("the answer of aws cloudtrail list-trails, which holds no settings")
        }
        if has("configurationItems") || has("configurationItem") || has("baseConfigurationItems")
            || has("configSnapshotId") || has("resourceType", "configuration") || has("configurationItemVersion")
        {
            return OtherFile("an AWS Config snapshot or configuration item")
        }
        if has("terraform_version") || has("planned_values") || has("resource_changes") || has("lineage", "resources") {
            return OtherFile("a Terraform plan or state")
        }
        if has("AWSTemplateFormatVersion") || object["Resources"]?.object != nil {
            return OtherFile("a CloudFormation template")
        }
        if has("TypeName") || has("ResourceDescription") { return OtherFile("an answer of AWS Cloud Control") }
        if has("rows") || has("is_multi_region_trail", "arn") || has("is_multi_region_trail", "_ctx")
            || has("s3_bucket_name", "arn")
        {
            return OtherFile("the output of a Steampipe query")
        }
        if has("CheckID") || has("CHECK_ID") || has("finding_info") || has("FINDING_UID") {
            return OtherFile("findings of Prowler or another scanner")
        }
        if has("Findings") || has("GeneratorId") || has("ProductArn") {
            return OtherFile("findings of Security Hub, Prowler or another scanner")
        }
        if has("__type") || has("Error") || has("errorCode") || has("Code", "Message") {
            return OtherFile("an AWS error answer", "fix the call and \(command)")
        }
        if has("PublicKeyList") {
            return OtherFile("an answer of aws cloudtrail list-public-keys", "give it with --keys")
        }
        if has("Records") { return OtherFile("a CloudTrail log file") }
        if has("digestS3Bucket") { return OtherFile("a CloudTrail digest file") }
        if has("schemaVersion", "tool") { return OtherFile("a report of TrailSeal") }
        return nil
    }

    // MARK: Other text

    /// How many bytes of a file are examined.
    private static let lookedAt = 1 << 16

    /// Recognizes text. Returns nil if it looks like nothing in particular.
    init?(text bytes: [UInt8]) {
        // Dropping the zero bytes of UTF-16 leaves ASCII, which is all that matters here.
        let text = String(decoding: bytes.prefix(Self.lookedAt).filter { $0 > 0 && $0 < 0x80 }, as: UTF8.self)
        guard let found = Self.recognized(text, start: bytes.prefix(2)) else { return nil }
        self = found
    }

    private static func recognized(_ text: String, start: ArraySlice<UInt8>) -> OtherFile? {
        let lines = text.split(whereSeparator: \.isNewline).filter { line in !line.allSatisfy(\.isWhitespace) }
        guard let first = lines.first else {
            return OtherFile("the output of a call that printed nothing: the file is empty")
        }
        if start.elementsEqual([0x1F, 0x8B]) || start.elementsEqual(Array("PK".utf8)) {
            return OtherFile("a compressed file", "unpack it")
        }
        func has(_ parts: String...) -> Bool { parts.contains { text.contains($0) } }
        if has("An error occurred (") {
            return OtherFile("the AWS CLI's error text\(errorName(text))", "fix the call and \(command)")
        }
        if has("Unable to locate credentials", "aws: error:", "Could not connect to the endpoint", "ExpiredToken")
            || has("aws sso login", "usage: aws ")
        {
            return OtherFile("an error message of the AWS CLI", "fix the call and \(command)")
        }
        // For broken JSON, the position of the error says more.
        if let mark = first.first(where: { !$0.isWhitespace }), "{[".contains(mark) { return nil }
        if first.hasPrefix("<") { return OtherFile("XML or HTML") }
        if has("AWSTemplateFormatVersion", "AWS::CloudTrail::Trail") { return OtherFile("a CloudFormation template") }
        if has("resource \"aws_", "data \"aws_", "aws_cloudtrail") { return OtherFile("a Terraform configuration") }
        if has("CHECK_ID", "AUTH_METHOD") { return OtherFile("a CSV file of Prowler or another scanner") }
        if first.hasPrefix("---") && has("\n|", "\n+-") {
            return OtherFile("a table of the AWS CLI", "save it with --output json")
        }
        if first.hasPrefix("TRAIL") && first.contains("\t") {
            return OtherFile("text output of the AWS CLI", "save it with --output json")
        }
        if lines.prefix(3).contains(where: YAMLLine.isOne) {
            return OtherFile("YAML", "save it with --output json")
        }
        if first.count(where: { $0 == ";" || $0 == "," || $0 == "\t" }) > 1 { return OtherFile("a CSV file") }
        return nil
    }

    /// Returns ` (AccessDenied)` for `An error occurred (AccessDenied) when calling …`.
    private static func errorName(_ text: String) -> String {
        guard let mark = text.firstRange(of: "An error occurred (") else { return "" }
        let name = text[mark.upperBound...].prefix { $0.isLetter || $0.isNumber }.prefix(64)
        return name.isEmpty ? "" : " (\(name))"
    }
}
