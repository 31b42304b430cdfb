/// CloudTrail.2: each trail encrypts its log files with a KMS key. Neither the form nor the state of the key is
/// checked.
struct EncryptionAtRest: Control {
    let id = ControlID.cloudTrail2

    func evaluate(_ trails: [DescribedTrail], of description: TrailDescription) -> ControlResult {
        .worst(
            id,
            trails.map { trail in
                .setting(
                    trail, trail.kmsKeyID.map { !$0.isEmpty }, on: "It has a KMS key.", off: "It has no KMS key.",
                    unknown: "It isn't known whether it has a KMS key.",
                    evidence: ControlEvidence("KmsKeyId", .optional(trail.kmsKeyID)), description)
            }, of: description, noun: "trail", passed: "encrypts with a KMS key",
            failed: "without a KMS key")
    }
}

extension ResourceResult {
    /// The result of a control that depends on one setting of a trail.
    static func setting(
        _ trail: DescribedTrail, _ isOn: Bool?, on: String, off: String, unknown: String, evidence: ControlEvidence,
        _ description: TrailDescription
    ) -> ResourceResult {
        var result = ResourceResult(
            id: trail.id, status: .notAvailable, reason: unknown, evidence: [evidence],
            notes: description.noteOfForeignTrail(trail))
        switch isOn {
        case true?: (result.status, result.reason) = (.passed, on)
        case false?: (result.status, result.reason) = (.failed, off)
        case nil:
            result.add(doubt: trail.doubt(evidence.member))
            result.calls = [.describeTrails(description)]
        }
        return result
    }
}
