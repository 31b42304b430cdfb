import Foundation
import TestSupport
import Testing
import TrailSealControls

/// The cases of `TestVectors/controls`, through the binary. `CloudTrailControlsTests` runs them through the library.
@Suite struct ControlsTests {
    @Test func everyFolderIsACase() {
        #expect(ControlCase.all.map(\.name) == ControlCase.folders)
        #expect(ControlCase.all.count >= 90)
        for one in ControlCase.all { #expect(one.description.hasSuffix(".") && !one.rule.isEmpty, "\(one.name)") }
    }

    /// Every control has a case for each status in its table.
    @Test(arguments: ControlID.allCases) func everyStatusHasACase(_ id: ControlID) {
        let found = Set(ControlCase.all.flatMap(\.accounts).compactMap { $0.controls[id.rawValue]?.status })
        var expected: Set = ["PASSED", "FAILED", "NOT_AVAILABLE"]
        if id == .cloudTrail6 || id == .cloudTrail7 { expected.insert("WARNING") }
        #expect(found == expected)
    }

    @Test(arguments: ControlCase.all) func binary(_ one: ControlCase) throws {
        let outcome = try Program.trailseal(["controls"] + one.arguments + ["--report", "json=-"])
            .run(in: one.folder, timeout: 30)
        #expect(outcome.status == one.exitStatus, "\(outcome.errors)")
        if let complaint = one.complaint {
            #expect(outcome.errors.contains(complaint), "\(outcome.errors)")
            #expect(outcome.errors.split(separator: "\n").count == 1)
            #expect(outcome.output.isEmpty)
        } else {
            let report = try WrittenControls(text: outcome.output)
            #expect(report.schemaVersion == "1.0")
            try #require(report.accounts.map(\.accountId) == one.accounts.map(\.accountId))
            for (account, expected) in zip(report.accounts, one.accounts) {
                #expect(account.controls.map(\.id) == (1...7).map { "CloudTrail.\($0)" })
                for control in account.controls where control.status == "NOT_AVAILABLE" {
                    #expect(control.nextStep?.contains("aws ") == true, "\(control.id)")
                }
                for (id, wanted) in expected.controls { try compare(account, id, wanted, one) }
            }
        }
    }

    private func compare(
        _ account: WrittenControls.Account, _ id: String, _ wanted: ControlCase.Expected, _ one: ControlCase
    ) throws {
        let control = try #require(account.controls.first { $0.id == id })
        #expect(control.status == wanted.status, "\(control.reason)")
        #expect(!control.reason.isEmpty && !control.remediation.isEmpty && !control.title.isEmpty)
        // Cases about documents look at several controls, and at their statuses only.
        guard !one.name.hasPrefix("document-") else { return }
        #expect(control.isAssumed == wanted.assumed, "\(control.notes) \(control.resources.flatMap(\.notes))")
        #expect(Dictionary(uniqueKeysWithValues: control.resources.map { ($0.id, $0.status) }) == wanted.resources)
        for resource in control.resources { #expect(!resource.reason.isEmpty) }
    }

    /// What reasons and notes must say, or must not say, besides the statuses.
    @Test(arguments: [
        ("7-on", "The bucket has access logging on.", true), ("7-refused-foreign", "another account's trail", true),
        ("7-error-without-code", "answered with an error without a code.", true), ("7-error-without-code", " .", false),
        ("6-no-trail", "There is no trail to judge.", true), ("7-no-trail", "There is no trail to judge.", true),
        ("7-no-bucket", "Its log bucket is not known.", true),
        ("2-twice-key", "trail/management have different values of KmsKeyId", true),
        ("4-twice-validation-first", "different values of LogFileValidationEnabled", true),
        ("1-twice-custom-selectors", "different values of HasCustomEventSelectors", true),
        ("1-listed-twice", "contradicts", false), ("2-twice-lacking", "contradicts itself", true),
        ("4-twice-lacking", "contradicts", false),
        ("1-unlisted", "trail/management, and a list of trails without it", true),
        ("3-unlisted", "trail/management, and a list of trails without it", true),
        ("1-selectors-other-subject", "stands under arn:aws:cloudtrail:us-east-1:111122223333:trail/management", true),
        (
            "1-selectors-other-subject", "is about arn:aws:cloudtrail:us-east-1:111122223333:trail/other.", true
        ), ("6-policy-of-another", "stands under virtual-trail-logs is about other-trail-logs.", true),
        ("6-no-policy-and-text", "says that there is no policy", true),
        (
            "2-no-trail", "Add the answers of the Regions that were not asked: aws cloudtrail describe-trails --region",
            true
        ), ("2-no-trail", "Add the answer of:", false),
        ("2-no-trail-anywhere", "No enabled Region has a trail. Create one with: aws cloudtrail create-trail", true),
        ("2-no-trail-anywhere", "describe-trails", false),
        ("document-regions-without-home", "Single-Region trails of other Regions were not looked at.", true),
        ("document-regions-null", "Single-Region trails of other Regions were not looked at.", true),
        ("document-regions-apart-passing", "Single-Region trails of other Regions were not looked at.", true),
        ("document-regions-fewer", "trails of other Regions were not looked at", false),
        ("1-delivery-error", "LatestDeliveryError is NoSuchBucket", true),
        ("3-delivery-error", "LatestDeliveryError is NoSuchBucket", true),
        ("1-status-unknown", "Add the answer of: aws cloudtrail get-trail-status --name arn:", true),
        ("7-absent", "aws s3api get-bucket-logging --bucket virtual-trail-logs", true),
        ("document-healthy", "Single-Region trails of other Regions were not looked at.", true),
        ("document-files-trail-gone-everywhere", "trails of other Regions", false),
        ("document-account-unnamed", "doesn't name its account", true),
        ("document-files-contradicting", "two answers that differ", true),
        ("document-files-contradicting", "two answers of GetTrailStatus about arn:", true),
        ("6-twice-bucket", "different values of S3BucketName", true),
        ("1-selectors-advanced-excludes-kms", "eventSource NotEquals=[kms.amazonaws.com]", true),
        ("6-policy-doubled-member", "a member is given twice at byte 32", true),
        ("document-files-same-time", "contradicts itself", true),
        ("document-files-newest-last", "contradicts", false),
    ])
    func messages(_ name: String, _ text: String, _ isExpected: Bool) throws {
        let one = try #require(ControlCase.all.first { $0.name == name })
        let outcome = try Program.trailseal(["controls"] + one.arguments + ["--report", "json=-"]).run(in: one.folder)
        #expect(outcome.output.contains(text) == isExpected)
    }

    @Test func unknownMembersAreCounted() throws {
        let one = try #require(ControlCase.all.first { $0.name == "document-unknown-members" })
        let outcome = try Program.trailseal("controls", "a.json", "--report", "json=-").run(in: one.folder)
        #expect(try WrittenControls(text: outcome.output).accounts.map(\.unknownMembers) == [4])
    }
}
