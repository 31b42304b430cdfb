internal import TrailSealControls
internal import TrailSealPrimitives

/// The AWS CLI calls that would decide the open controls, each once.
struct PlanSettings {
    /// The most calls of one plan.
    static let limit = 24

    /// The commands.
    let commands: [String]
    /// The number of calls that are left for a later plan.
    let left: Int

    init(_ accounts: [AccountControls], in folder: ByteString) {
        var commands: [String] = []
        var seen: Set<AWSCall> = []
        for account in accounts {
            for control in account.controls where control.status == .notAvailable || control.status == .warning {
                for call in control.calls + control.resources.flatMap(\.calls) where seen.insert(call).inserted {
                    if let command = Self.command(call, account.accountID, in: folder) { commands.append(command) }
                }
            }
        }
        self.commands = Array(commands.prefix(Self.limit))
        left = commands.count - self.commands.count
    }

    /// Returns the command, or nil if AWS can't have given one of the names.
    private static func command(_ call: AWSCall, _ account: String?, in folder: ByteString) -> String? {
        let words = call.arguments
        guard words.count > 1, words.allSatisfy({ $0.bytes.allSatisfy { (0x21...0x7E).contains($0) } }) else {
            return nil
        }
        func value(_ option: ByteString) -> ByteString? {
            words.firstIndex(of: option).flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
        }
        let owner = account.map { "\"accountId\":\(json(ByteString($0)))," } ?? ""
        let region = value("--region")
        // The call is made in every Region of the account, because the Regions aren't known here.
        let isElsewhere = region == ByteString("REGION")
        let answer = json(ByteString(member(words[1])))
        let before: String
        let after: String
        if let trail = value("--name") ?? value("--trail-name") {
            (before, after) = ("{\(owner)\"trails\":{\(json(trail)):{\(answer):", "}}}")
        } else if let bucket = value("--bucket") {
            (before, after) = ("{\(owner)\"buckets\":{\(json(bucket)):{\(answer):", "}}}")
        } else {
            let place = isElsewhere ? "REGION" : region?.description ?? ""
            (before, after) = ("{\(owner)" + (place.isEmpty ? "" : "\"region\":\"\(place)\",") + "\(answer):", "}")
        }
        let name = words.dropFirst().filter { !$0.hasPrefix("--") }.reduce(ByteString()) {
            $0.isEmpty ? $1 : $0 + "_" + $1
        }
        let file = folder.appending(component: fileName(name) + ".json")
        let call = (["aws"] + words.map { ShellText.word($0) } + ["--output json"]).joined(separator: " ")
        let command =
            "setting \(ShellText.path(file)) \(ShellText.word(before)) \(ShellText.word(after)) \\\n    \(call)"
        guard isElsewhere else { return command }
        let inRegion = command.replacing("REGION.json", with: "\"$region\".json")
            .replacing("\"region\":\"REGION\"", with: "\"region\":\"'\"$region\"'\"")
            .replacing("--region REGION", with: "--region \"$region\"")
        return "for region in $(aws account list-regions --region-opt-status-contains ENABLED ENABLED_BY_DEFAULT \\\n"
            + "    --query 'Regions[].RegionName' --output text); do\n    " + inRegion + "\ndone"
    }

    private static func json(_ text: ByteString) -> String {
        JSONWriter.string(String(decoding: text.bytes, as: UTF8.self)).serialized()
    }

    /// Returns the member of a description for a command, for example `GetTrailStatus` for `get-trail-status`.
    private static func member(_ command: ByteString) -> String {
        String(decoding: command.bytes, as: UTF8.self).split(separator: "-").map {
            $0.prefix(1).uppercased() + $0.dropFirst()
        }
        .joined()
    }

    private static func fileName(_ name: ByteString) -> ByteString {
        ByteString(
            name.bytes.prefix(200).map {
                switch $0 {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"): $0
                default: UInt8(ascii: "-")
                }
            })
    }
}
