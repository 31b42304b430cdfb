/// CloudTrail.2: each trail encrypts its log files with a KMS key. Form and state of the key are not looked at.
struct EncryptionAtRest: Control {
    let id = ControlID.cloudTrail2

    func evaluate(_ trails: [DescribedTrail], of description: TrailDescription) -> ControlResult {
        .worst(
            id,
            trails.map { trail in
                let isEncrypted = !(trail.kmsKeyID ?? "").isEmpty
                return ResourceResult(
                    id: trail.id, status: isEncrypted ? .passed : .failed,
                    reason: isEncrypted ? "It has a KMS key." : "It has no KMS key.",
                    evidence: [ControlEvidence("KmsKeyId", .optional(trail.kmsKeyID))],
                    notes: description.noteOfForeignTrail(trail))
            }, of: trails, noun: "trail", passed: "encrypts with a KMS key", failed: "without a KMS key")
    }
}
