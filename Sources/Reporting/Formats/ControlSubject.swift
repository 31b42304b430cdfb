/// What a control's finding is about: the account for the controls that one trail fulfils, else each trail or bucket.
struct ControlSubject {
    let id: String
    let status: String
    let reason: String
    /// What to ask AWS if it isn't decided.
    let nextStep: String?
    let region: String
    /// `AwsAccount`, `AwsCloudTrailTrail` or `AwsS3Bucket`.
    let asffType: String

    static func all(of control: ControlRecord, in account: AccountRecord) -> [ControlSubject] {
        let region = control.resources.lazy.compactMap(\.region).first ?? "us-east-1"
        let isOfAccount = control.id == "CloudTrail.1" || control.id == "CloudTrail.3"
        if isOfAccount || control.resources.isEmpty {
            return [
                ControlSubject(
                    id: "AWS::::Account:\(account.accountID ?? "000000000000")", status: control.status,
                    reason: control.reason, nextStep: control.nextStep, region: region, asffType: "AwsAccount")
            ]
        }
        return control.resources.map { resource in
            ControlSubject(
                id: resource.isTrail ? resource.id : "arn:\(Partition.of(region: region)):s3:::\(resource.id)",
                status: resource.status, reason: resource.reason, nextStep: resource.nextStep,
                region: resource.region ?? region, asffType: resource.isTrail ? "AwsCloudTrailTrail" : "AwsS3Bucket")
        }
    }
}

extension ControlRecord.Resource {
    /// Else it is a bucket.
    var isTrail: Bool { id.hasPrefix("arn:") }

    /// The Region in a trail's ARN.
    var region: String? {
        let parts = id.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count > 4 && parts[0] == "arn" && Place.isRegion(String(parts[3])) ? String(parts[3]) : nil
    }
}
