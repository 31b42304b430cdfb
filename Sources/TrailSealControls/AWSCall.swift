public import TrailSealPrimitives

/// A call of the AWS CLI that would decide what a description leaves open.
public struct AWSCall: Hashable, Sendable {
    /// The arguments after `aws`. They contain names from the description, so quote them for a shell.
    public let arguments: [ByteString]

    private init(_ arguments: [ByteString], region: ByteString = ByteString()) {
        self.arguments = arguments + (region.isEmpty ? [] : ["--region", region])
    }

    /// `describe-trails` in the description's Region.
    static func describeTrails(_ description: TrailDescription) -> AWSCall {
        AWSCall(["cloudtrail", "describe-trails"], region: ByteString(description.region))
    }

    /// `describe-trails` in a Region that wasn't asked.
    static let describeTrailsElsewhere = AWSCall(["cloudtrail", "describe-trails"], region: "REGION")

    /// `get-trail-status` for a trail.
    static func trailStatus(_ trail: DescribedTrail) -> AWSCall {
        AWSCall(["cloudtrail", "get-trail-status", "--name", trail.id], region: ByteString(trail.homeRegion))
    }

    /// `get-event-selectors` for a trail.
    static func eventSelectors(_ trail: DescribedTrail) -> AWSCall {
        AWSCall(["cloudtrail", "get-event-selectors", "--trail-name", trail.id], region: ByteString(trail.homeRegion))
    }

    /// A call about one bucket. `name` is the subcommand of `aws s3api`.
    static func bucket(_ name: ByteString, _ bucket: ByteString) -> AWSCall {
        AWSCall(["s3api", name, "--bucket", bucket])
    }
}
