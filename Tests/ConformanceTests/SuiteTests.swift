import Foundation
import TestSupport
import Testing
import TrailSealReporting
import TrailSealVerification

/// The suite is complete, and matches its README.
@Suite struct SuiteTests {
    @Test func everyFolderIsACase() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: TestPaths.cases.path)
        #expect(ConformanceCase.all.map(\.name) == folders.sorted())
        #expect(ConformanceCase.all.count >= 410)
    }

    /// Tests of other projects' data are skipped if it's absent. Continuous integration must not skip them.
    @Test(.enabled(if: TestPaths.needsShared, "TRAILSEAL_SHARED isn't set to required"))
    func whatOthersWroteIsThere() {
        #expect(VectorFiles.arePresent && TestPaths.exists(TestPaths.samples))
    }

    @Test func everyCaseSaysWhatItShows() {
        for one in ConformanceCase.all {
            #expect(one.schemaVersion == "1.1")
            #expect(one.description.hasSuffix("."), "\(one.name)")
            #expect(!one.rule.isEmpty, "\(one.name)")
        }
    }

    @Test(arguments: FindingCode.allCases) func everyCodeHasACase(_ code: FindingCode) {
        #expect(ConformanceCase.all.contains { $0.findings.contains { $0.code == code.rawValue } })
    }

    /// A code's paragraph gives its meaning, evidence, benign causes and next step.
    @Test(arguments: FindingCode.allCases) func everyCodeIsDocumented(_ code: FindingCode) throws {
        let document = try String(
            contentsOf: TestPaths.package.appending(path: "Documentation/FINDINGS.md"), encoding: .utf8)
        let sections = document.components(separatedBy: "\n### ")
        let section = try #require(sections.first { $0.hasPrefix("`\(code.rawValue)`") })
        for word in ["Meaning", "Evidence", "Benign causes", "Next step"] {
            #expect(section.contains("**\(word).**"), "\(code.rawValue): \(word)")
        }
        // The report gives the same advice as the document.
        let words = section.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let explanation = code.explanation
        #expect(words.contains("**Next step.** " + explanation.nextStep), "\(code.rawValue)")
        // `trailseal explain` and the document have the same source.
        #expect(words.contains("**Meaning.** " + explanation.meaning + " **Evidence."), "\(code.rawValue)")
        #expect(words.contains("**Evidence.** " + explanation.evidence + " **Benign"), "\(code.rawValue)")
        #expect(words.contains("**Benign causes.** " + explanation.benignCauses + " **Next"), "\(code.rawValue)")
        #expect(section.contains("(\(code.descriptor.verdict.rawValue))"), "\(code.rawValue): verdict")
    }

    @Test func everyDocumentedCodeExists() throws {
        let document = try String(
            contentsOf: TestPaths.package.appending(path: "Documentation/FINDINGS.md"), encoding: .utf8)
        let sections = document.components(separatedBy: "\n### `").dropFirst()
        #expect(sections.count == FindingCode.allCases.count)
        for section in sections {
            let name = String(section.prefix { $0 != "`" })
            #expect(FindingCode(rawValue: name) != nil, "\(name)")
        }
    }
}
