public import Primitives

/// A call of the AWS CLI whose answer would decide what a description leaves open.
public struct AWSCall: Hashable, Sendable {
    /// Behind `aws`. They hold names from the description: quote them for a shell.
    public let arguments: [ByteString]

    private init(_ arguments: [ByteString], region: ByteString = ByteString()) {
        self.arguments = arguments + (region.isEmpty ? [] : ["--region", region])
    }

    static func describeTrails(_ description: TrailDescription) -> AWSCall {
        AWSCall(["cloudtrail", "describe-trails"], region: ByteString(description.region))
    }

    /// In a Region that was not asked.
    static let describeTrailsElsewhere = AWSCall(["cloudtrail", "describe-trails"], region: "REGION")

    static func trailStatus(_ trail: DescribedTrail) -> AWSCall {
        AWSCall(["cloudtrail", "get-trail-status", "--name", trail.id], region: ByteString(trail.homeRegion))
    }

    static func eventSelectors(_ trail: DescribedTrail) -> AWSCall {
        AWSCall(["cloudtrail", "get-event-selectors", "--trail-name", trail.id], region: ByteString(trail.homeRegion))
    }

    /// `name` is the CLI's name of a call of S3 about one bucket.
    static func bucket(_ name: ByteString, _ bucket: ByteString) -> AWSCall {
        AWSCall(["s3api", name, "--bucket", bucket])
    }
}
