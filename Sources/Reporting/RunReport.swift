public import CloudTrailVerification

/// Everything that a report of `verify` is made of.
public struct RunReport: Sendable {
    public let run: RunDescription
    public let result: VerificationResult
    /// Nil where no trail description was given.
    public let controls: ControlsSection?

    public init(run: RunDescription, result: VerificationResult, controls: ControlsSection? = nil) {
        self.run = run
        self.result = result
        self.controls = controls
    }
}
