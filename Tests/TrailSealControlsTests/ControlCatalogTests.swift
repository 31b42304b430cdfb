import Testing
import TrailSealControls

/// Facts about the controls besides their rules.
@Suite struct ControlCatalogTests {
    @Test func severities() {
        let severities = ["HIGH", "MEDIUM", "HIGH", "LOW", "MEDIUM", "CRITICAL", "LOW"]
        #expect(ControlID.allCases.map(\.severity) == severities)
    }

    @Test func numbersOfStandards() {
        func requirements(_ id: ControlID, _ prefix: String) -> [String] {
            id.relatedRequirements.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
        }
        let payment = ControlID.allCases.map { requirements($0, "PCI DSS v4.0.1/") }
        #expect(payment == [[], ["10.3.2"], ["10.2.1"], ["10.3.2"], [], ["1.4.4"], ["10.2.1"]])
        let contractor = ControlID.allCases.map { requirements($0, "NIST.800-171.r2 ") }
        #expect(contractor == [[], ["3.3.8"], ["3.3.1", "3.14.6", "3.14.7"], ["3.3.8"], [], [], []])
        #expect(ControlID.allCases.map(\.isFoundational) == [true, true, false, true, true, false, false])
        for id in ControlID.allCases {
            #expect(id.standards.contains("AWS Foundational Security Best Practices v1.0.0") == id.isFoundational)
        }
        #expect(ControlID.cloudTrail6.standards.contains("PCI DSS v4.0.1"))
    }
}
