import TrailSeal

let folder = CommandLine.arguments.dropFirst().first ?? "."
let keys = try PublicKeys(contentsOf: "\(folder)/keys")
let verifier = Verifier(keys: keys, signatures: .saved(at: "\(folder)/signatures"))
let report = try verifier.verify(["\(folder)/tree"])
print(report.verdict, report.summary.logs.verified)
for finding in report.findings where finding.verdict == .invalid { print(finding) }
