/// Files of other tools. They are refused, and the message says what they look like.
enum OtherFileCases {
    static var all: [ControlCase] { json + texts }

    private static func one(_ name: String, names complaint: String, _ text: String) -> ControlCase {
        ControlDocumentCases.refuse("other-" + name, "Another file: \(name).", names: complaint, Array(text.utf8))
    }

    private static var json: [ControlCase] {
        [
            one(
                "list-trails", names: "list-trails",
                #"{"Trails": [{"TrailARN": "arn:aws:cloudtrail:us-east-1:111122223333:trail/t", "Name": "t"}]}"#),
            one(
                "steampipe", names: "Steampipe",
                #"[{"arn": "arn:aws:cloudtrail:us-east-1:111122223333:trail/t", "is_multi_region_trail": true}]"#),
            one("steampipe-rows", names: "Steampipe", #"{"columns": [], "rows": []}"#),
            one("prowler", names: "Prowler", #"[{"finding_info": {"uid": "prowler-aws"}, "status_code": "PASS"}]"#),
            one("findings", names: "Security Hub", #"{"Findings": [{"GeneratorId": "x"}]}"#),
            one("config-snapshot", names: "AWS Config", #"{"configSnapshotId": "1", "configurationItems": []}"#),
            one(
                "config-item", names: "AWS Config",
                #"{"resourceType": "AWS::CloudTrail::Trail", "configuration": {"isMultiRegionTrail": true}}"#),
            one(
                "config-item-of-account", names: "AWS Config",
                #"{"accountId": "111122223333", "resourceType": "AWS::CloudTrail::Trail", "configuration": "{}"}"#),
            one(
                "account-and-other", names: "DescribeTrails", #"{"accountId": "111122223333", "region": "", "arn": ""}"#
            ),
            one("terraform-state", names: "Terraform", #"{"version": 4, "terraform_version": "1.9", "resources": []}"#),
            one(
                "cloudformation", names: "CloudFormation",
                #"{"Resources": {"T": {"Type": "AWS::CloudTrail::Trail", "Properties": {"IsLogging": true}}}}"#),
            one("error", names: "AWS error answer", #"{"__type": "AccessDeniedException", "message": "no"}"#),
            one("log", names: "CloudTrail log file", #"{"Records": []}"#),
            one("status", names: "expected GetTrailStatus.IsLogging", #"{"IsLogging": true}"#),
            one("empty-array", names: "describe-trails", "[]"),
            one(
                "camel", names: "expected TrailARN",
                #"[{"trailArn": "arn:aws:cloudtrail:us-east-1:111122223333:trail/t"}]"#),
        ]
    }

    private static var texts: [ControlCase] {
        [
            one("empty", names: "the file is empty", ""),
            one(
                "cli-error", names: "error text (AccessDeniedException)",
                "\nAn error occurred (AccessDeniedException) when calling the DescribeTrails operation: no\n"),
            one("cli-credentials", names: "AWS CLI", "Unable to locate credentials. You can configure credentials.\n"),
            one("cli-table", names: "--output json", "-----------\n|DescribeTrails|\n+---------+\n"),
            one("cli-text", names: "--output json", "TRAILLIST\tTrue\tus-east-1\n"),
            one("cli-yaml", names: "YAML", "trailList:\n- Name: management\n  IsMultiRegionTrail: true\n"),
            one("prowler-csv", names: "CSV", "AUTH_METHOD;TIMESTAMP;ACCOUNT_UID;CHECK_ID;STATUS\n"),
            one("csv", names: "CSV", "\"name\",\"arn\",\"region\"\n"),
            one(
                "terraform-configuration", names: "Terraform",
                "resource \"aws_cloudtrail\" \"t\" {\n  name = \"t\"\n}\n"),
            one(
                "cloudformation-yaml", names: "CloudFormation",
                "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  T:\n    Type: AWS::CloudTrail::Trail\n"),
            one("xml", names: "XML", "<?xml version=\"1.0\"?><Error/>\n"),
        ]
    }
}
