/// Captures of one account that asked different Regions, and answers saved in the wrong place.
enum ControlRegionCases {
    private typealias Healthy = HealthyAccount

    static var all: [ControlCase] { regions + misfiled }

    private static let ownARN = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/europe"
    private static let ownBucket = "virtual-trail-logs-europe"
    private static let list = ["DescribeTrails", "trailList"]

    /// What Ireland returns at `second` of a minute: its own single-Region trail, whose settings pass.
    private static func europe(_ second: Int, _ changes: Changes = []) -> JSONNode {
        let answers: JSONNode = [
            "GetTrailStatus": ["IsLogging": true], "GetEventSelectors": Healthy.fullSelectors(ownARN),
        ]
        return ControlDocumentCases.changed(
            [
                (["capturedAt"], .text(time(second))), (["region"], "eu-west-1"), (["regions"], ["eu-west-1"]),
                (Healthy.entry + ["TrailARN"], .text(ownARN)), (Healthy.entry + ["HomeRegion"], "eu-west-1"),
                (Healthy.entry + ["IsMultiRegionTrail"], false), (["trails"], .object([(ownARN, answers)])),
            ] + changes)
    }

    /// What Virginia returns at `second` of the same minute: a single-Region trail.
    private static func virginia(_ second: Int, _ changes: Changes = []) -> JSONNode {
        ControlDocumentCases.changed(
            [
                (["capturedAt"], .text(time(second))), (["regions"], ["us-east-1"]),
                (Healthy.entry + ["IsMultiRegionTrail"], false),
            ] + changes)
    }

    private static func time(_ second: Int) -> String { "2026-10-02T00:00:0\(second)Z" }

    private static func one(
        _ name: String, _ description: String, rule: String = "CONTROL-8, CONTROL-9", exit: Int, _ files: [JSONNode],
        _ statuses: [Int: String]
    ) -> ControlCase {
        ControlDocumentCases.accept(
            name, description, rule: rule, exit: exit, Array(zip(["a.json", "b.json", "c.json"], files)),
            [
                (
                    Healthy.account,
                    statuses.sorted { $0.key < $1.key }.map { .init(control: "CloudTrail.\($0.key)", status: $0.value) }
                )
            ])
    }

    private static var regions: [ControlCase] {
        let failing: Changes = [
            (Healthy.entry + ["KmsKeyId"], .absent), (Healthy.entry + ["LogFileValidationEnabled"], false),
            (Healthy.entry + ["CloudWatchLogsLogGroupArn"], .absent),
        ]
        let both: JSONNode = ["us-east-1", "eu-west-1"]
        let stays = [1: "FAILED", 2: "PASSED", 3: "PASSED", 4: "PASSED", 5: "PASSED"]
        return [
            one(
                "regions-apart", "The newer capture asked another Region: the failing trail is still there.", exit: 3,
                [virginia(0, failing), europe(5)], [2: "FAILED", 3: "PASSED", 4: "FAILED", 5: "FAILED"]),
            one(
                "regions-apart-newer-first", "The failing trail is the newer.", exit: 3,
                [europe(0), virginia(5, failing)], [2: "FAILED", 3: "PASSED", 4: "FAILED", 5: "FAILED"]),
            one(
                "regions-apart-passing", "Trails of both pass what single-Region trails can.", exit: 3,
                [virginia(0), europe(5)], stays),
            one(
                "regions-apart-empty", "The newer capture found no trail in another Region.", exit: 3,
                [virginia(0), europe(5, Healthy.withoutTrail)], stays),
            one(
                "regions-fewer", "The newer capture asked one of the Regions that the older one asked.", exit: 3,
                [europe(0, [(["regions"], both)]), virginia(5, Healthy.withoutTrail)], stays),
            one(
                "regions-more", "The newer capture asked the Region too: the trail is gone.", exit: 3,
                [virginia(0), europe(5, Healthy.withoutTrail + [(["regions"], both)])], [3: "FAILED"]),
            one(
                "regions-each-again", "Both Regions were asked again, one after the other.", exit: 3,
                [
                    virginia(0, [(["regions"], both)]), europe(5, Healthy.withoutTrail),
                    virginia(6, Healthy.withoutTrail),
                ], [3: "FAILED"]),
            one(
                "regions-replica-gone", "The one Region that showed another's trail shows it no longer.", exit: 3,
                [
                    virginia(0, [(Healthy.entry + ["HomeRegion"], "eu-west-1")]), virginia(5, Healthy.withoutTrail),
                ], [3: "FAILED"]),
            one(
                "regions-without-home", "The Regions that were asked lack the one of a trail.", exit: 0,
                [
                    ControlDocumentCases.changed([(["regions"], ["eu-west-1"])])
                ], [2: "PASSED", 7: "PASSED"]),
            one(
                "regions-null", "A null among the Regions: others were asked, or not.", rule: "CONTROL-27", exit: 0,
                [ControlDocumentCases.changed([(["regions"], ["us-east-1", .null])])], [2: "PASSED"]),
        ]
    }

    private static var misfiled: [ControlCase] {
        let other: (path: [String], value: JSONNode) = (Healthy.selectors + ["TrailARN"], .text(ownARN))
        let newer: (path: [String], value: JSONNode) = (["capturedAt"], "2026-10-03T00:00:00Z")
        let unlisted = ControlDocumentCases.changed([newer, (list, [])])
        return [
            one(
                "misfiled-newest", "The newest answer is another trail's: the older one is heard.",
                rule: "CONTROL-9, CONTROL-28", exit: 0,
                [Healthy.document, ControlDocumentCases.changed([other, newer])], [1: "PASSED"]),
            one(
                "unlisted-newest", "The newest list lacks a trail about which the same file has answers.",
                rule: "CONTROL-9, CONTROL-29", exit: 2, [Healthy.document, unlisted],
                [1: "NOT_AVAILABLE", 3: "NOT_AVAILABLE"]),
            one(
                "unlisted-older", "The newest list has the trail.", rule: "CONTROL-9, CONTROL-29", exit: 0,
                [
                    ControlDocumentCases.changed([(list, [])]), ControlDocumentCases.changed([newer]),
                ], [1: "PASSED", 2: "PASSED"]),
            one(
                "unlisted-listed-elsewhere", "Another file of the same time lists it.",
                rule: "CONTROL-9, CONTROL-29", exit: 0,
                [Healthy.document, ControlDocumentCases.changed([(list, [])])], [1: "PASSED", 2: "PASSED"]),
        ]
    }
}
