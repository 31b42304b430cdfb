internal import TrailSealPrimitives

/// The subject of a control's finding: the account for the controls that one trail fulfils, otherwise each trail or bucket.
struct ControlSubject {
    /// Its id in ASFF, an ARN for trails and buckets.
    let id: String
    /// The status of the control for it.
    let status: String
    /// Why it has this status.
    let reason: String
    /// The call that would decide the control; nil if it is decided.
    let nextStep: String?
    /// Its Region, or the one under which AWS files it.
    let region: String
    /// The ASFF type: `AwsAccount`, `AwsCloudTrailTrail` or `AwsS3Bucket`.
    let asffType: String

    /// Returns the subjects of a control.
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
    /// Whether the resource is a trail. Otherwise it is a bucket.
    var isTrail: Bool { id.hasPrefix("arn:") }

    /// The Region in a trail's ARN; nil for a bucket.
    var region: String? {
        ARN(id).map(\.region).flatMap { Place.isRegion($0) ? $0 : nil }
    }
}
