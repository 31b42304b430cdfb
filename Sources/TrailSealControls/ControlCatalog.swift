/// What Security Hub says about each control besides its rule (AWS Security Hub User Guide, "Security Hub controls
/// for CloudTrail").
extension ControlID {
    /// The title of the control.
    public var title: String {
        switch self {
        case .cloudTrail1:
            "CloudTrail should be enabled and configured with at least one multi-Region trail that includes read and "
                + "write management events"
        case .cloudTrail2: "CloudTrail should have encryption at-rest enabled"
        case .cloudTrail3: "At least one CloudTrail trail should be enabled"
        case .cloudTrail4: "CloudTrail log file validation should be enabled"
        case .cloudTrail5: "CloudTrail trails should be integrated with Amazon CloudWatch Logs"
        case .cloudTrail6: "Ensure the S3 bucket used to store CloudTrail logs is not publicly accessible"
        case .cloudTrail7: "Ensure S3 bucket access logging is enabled on the CloudTrail S3 bucket"
        }
    }

    /// The severity in the terms of the AWS Security Finding Format (CONTROL-26).
    public var severity: String {
        switch self {
        case .cloudTrail1, .cloudTrail3: "HIGH"
        case .cloudTrail2, .cloudTrail5: "MEDIUM"
        case .cloudTrail4, .cloudTrail7: "LOW"
        case .cloudTrail6: "CRITICAL"
        }
    }

    /// What to do if the control fails, in one sentence.
    public var remediation: String {
        switch self {
        case .cloudTrail1:
            "Create or change one trail so that it is multi-Region, started, and records all management events with no "
                + "source excluded."
        case .cloudTrail2:
            "Give each trail a KMS key in the bucket's Region whose key policy lets CloudTrail use it."
        case .cloudTrail3: "Create a trail or start logging on an existing one."
        case .cloudTrail4: "Turn on log file validation on each trail."
        case .cloudTrail5: "Attach a log group, and a role that may write to it, to each trail."
        case .cloudTrail6:
            "Switch on all four Block Public Access settings for the bucket and the account, and remove the public "
                + "grant or statement."
        case .cloudTrail7: "Enable server access logging to a separate, protected bucket."
        }
    }

    /// Requirements of other standards, in Security Hub's notation.
    public var relatedRequirements: [String] {
        nist.map { "NIST.800-53.r5 \($0)" } + contractor.map { "NIST.800-171.r2 \($0)" } + payment + benchmark
    }

    /// Whether the control belongs to AWS Foundational Security Best Practices.
    public var isFoundational: Bool {
        switch self {
        case .cloudTrail1, .cloudTrail2, .cloudTrail4, .cloudTrail5: true
        case .cloudTrail3, .cloudTrail6, .cloudTrail7: false
        }
    }

    /// The standards that include the control, by their names in Security Hub.
    public var standards: [String] {
        var names = isFoundational ? ["AWS Foundational Security Best Practices v1.0.0"] : []
        for requirement in relatedRequirements {
            let name =
                requirement.hasPrefix("NIST.800-53.r5")
                ? "NIST SP 800-53 Rev. 5"
                : requirement.hasPrefix("NIST.800-171.r2")
                    ? "NIST SP 800-171 Rev. 2" : String(requirement.prefix { $0 != "/" })
            if !names.contains(name) { names.append(name) }
        }
        return names
    }

    private var nist: [String] {
        let auditing = [
            "AC-2(4)", "AC-4(26)", "AC-6(9)", "AU-2", "AU-3", "AU-6(3)", "AU-6(4)", "AU-10", "AU-12", "AU-14(1)",
            "CA-7", "SA-8(22)", "SC-7(9)", "SI-3(8)", "SI-4(20)", "SI-7(8)",
        ]
        switch self {
        case .cloudTrail1: return auditing
        case .cloudTrail2:
            return ["AU-9", "CA-9(1)", "CM-3(6)", "SC-7(10)", "SC-13", "SC-28", "SC-28(1)", "SI-7(6)"]
        case .cloudTrail4: return ["AU-9", "SI-4", "SI-7(1)", "SI-7(3)", "SI-7(7)"]
        case .cloudTrail5:
            return auditing.filter { $0 != "AU-14(1)" && $0 != "SA-8(22)" }
                + ["AU-6(1)", "AU-6(5)", "AU-7(1)", "SI-4(5)", "SI-20"]
        case .cloudTrail3, .cloudTrail6, .cloudTrail7: return []
        }
    }

    /// Requirements of NIST SP 800-171 Revision 2.
    private var contractor: [String] {
        switch self {
        case .cloudTrail2, .cloudTrail4: ["3.3.8"]
        case .cloudTrail3: ["3.3.1", "3.14.6", "3.14.7"]
        case .cloudTrail1, .cloudTrail5, .cloudTrail6, .cloudTrail7: []
        }
    }

    private var payment: [String] {
        func old(_ numbers: String...) -> [String] { numbers.map { "PCI DSS v3.2.1/\($0)" } }
        func new(_ number: String) -> [String] { ["PCI DSS v4.0.1/\(number)"] }
        switch self {
        case .cloudTrail1: return []
        case .cloudTrail2: return old("3.4") + new("10.3.2")
        case .cloudTrail3:
            return old(
                "10.1", "10.2.1", "10.2.2", "10.2.3", "10.2.4", "10.2.5", "10.2.6", "10.2.7", "10.3.1", "10.3.2",
                "10.3.3", "10.3.4", "10.3.5", "10.3.6") + new("10.2.1")
        case .cloudTrail4: return old("10.5.2", "10.5.5") + new("10.3.2")
        case .cloudTrail5: return old("10.5.3")
        case .cloudTrail6: return new("1.4.4")
        case .cloudTrail7: return new("10.2.1")
        }
    }

    private var benchmark: [String] {
        func cis(_ numbers: String...) -> [String] { numbers.map { "CIS AWS Foundations Benchmark v\($0)" } }
        switch self {
        case .cloudTrail1: return cis("1.2.0/2.1", "1.4.0/3.1", "3.0.0/3.1", "5.0.0/3.1")
        case .cloudTrail2: return cis("1.2.0/2.7", "1.4.0/3.7", "3.0.0/3.5", "5.0.0/3.5")
        case .cloudTrail3: return []
        case .cloudTrail4: return cis("1.2.0/2.2", "1.4.0/3.2", "3.0.0/3.2", "5.0.0/3.2")
        case .cloudTrail5: return cis("1.2.0/2.4", "1.4.0/3.4")
        case .cloudTrail6: return cis("1.2.0/2.3", "1.4.0/3.3")
        case .cloudTrail7: return cis("1.2.0/2.6", "1.4.0/3.6", "3.0.0/3.4", "5.0.0/3.4")
        }
    }
}
