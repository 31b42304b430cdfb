import Testing

/// Tests the checker on made-up texts: it finds all faults, and nothing else.
@Suite struct CitationsTests {
    private static let document = """
        # Contract

        ## Digests

        ### DIGEST-1: A digest is proved

        By a signature.

        ### DIGEST-2: Or linked

        By a hash.

        Not yet kept by the engine.

        ## Reports

        ### REPORT-1: A report is whole

        Always.

        Test: `ReportTests.isWhole`.
        """

    private static let rules = RuleDocument(document).rules
    private static let declared: Set<String> = ["ReportTests.isWhole"]

    private func faults(_ vectors: [String: [String]], _ declared: Set<String> = declared) -> [String] {
        Citations.faults(Self.rules, vectors: vectors.map { ($0.key, $0.value) }, declared: declared)
    }

    @Test func documentIsRead() {
        let document = RuleDocument(Self.document)
        #expect(document.faults.isEmpty)
        #expect(document.rules.map(\.id) == ["DIGEST-1", "DIGEST-2", "REPORT-1"])
        #expect(document.rules.map(\.title) == ["A digest is proved", "Or linked", "A report is whole"])
        #expect(document.rules.map(\.evidence) == [.vector, .planned, .tests(["ReportTests.isWhole"])])
        #expect(document.rules.last?.text == "Always.")
    }

    @Test func faultyDocuments() {
        func faults(_ text: String) -> [String] { RuleDocument("\n### " + text).faults }
        #expect(faults("A heading\n\nText.") == ["no rule's heading: A heading"])
        #expect(faults("DIGEST-1: \n\nText.") == ["no rule's heading: DIGEST-1: "])
        #expect(faults("DIGEST-1: Title\n") == ["DIGEST-1 has no text"])
        #expect(faults("DIGEST-2: Title\n\nText.") == ["DIGEST has gaps or doubles"])
        #expect(
            faults("DIGEST-1: Title\n\nText.\n\n### DIGEST-1: Title\n\nText.") == ["DIGEST has gaps or doubles"])
        #expect(
            faults("DIGEST-1: Title\n\nText.\n\nTest: `A.b`.\n\nNot yet kept by the engine.")
                == ["DIGEST-1 names more than one kind of evidence"])
    }

    @Test func facts() {
        let rules = RuleDocument("\n### FORMAT-1: A fact\n\nText.\n\nSource: AWS CLI. Test: `A.b`.").rules
        #expect(rules.map(\.evidence) == [.source("AWS CLI", tests: ["A.b"])])
    }

    @Test func allIsWell() {
        #expect(faults(["a": ["DIGEST-1"], "b": ["DIGEST-1", "REPORT-1"]]).isEmpty)
    }

    @Test func vectorsWithoutTheirRules() {
        #expect(faults(["a": ["DIGEST-1", "DIGEST-3"]]) == ["a cites DIGEST-3, which does not exist"])
        #expect(faults(["a": ["DIGEST-1"], "b": []]) == ["b cites no rule"])
        // A vector may show what the engine in use doesn't keep yet.
        #expect(faults(["a": ["DIGEST-1", "DIGEST-2"]]).isEmpty)
    }

    @Test func rulesWithoutTheirEvidence() {
        #expect(faults(["a": ["REPORT-1"]]) == ["no vector shows DIGEST-1"])
        #expect(
            faults(["a": ["DIGEST-1"]], ["OtherTests.isWhole"])
                == ["REPORT-1 names ReportTests.isWhole, which does not exist"])
    }

    @Test func citedRules() {
        let families: Set<String> = ["DIGEST", "LOG"]
        func cited(_ text: String) -> [String] { Citations.rules(in: text, families: families) }
        #expect(cited("(rules DIGEST-1 to DIGEST-14), LOG-7.") == ["DIGEST-1", "DIGEST-14", "LOG-7"])
        #expect(cited("SHA-256, UTF-8, DIGEST, DIGEST-x, CATALOG-1, X-LOG-1").isEmpty)
    }

    @Test func foreignDocuments() {
        for line in [
            "/// Proof (design/verification.md section 3).", "// see reference/controls.md", "(verification.md)",
            "// Section 4: \"A log file\"", "// the rules of sections 2 and 3", "(reference, \"Objects\")",
            "(design/reference outputs.md section 9)", "reference/cloudtrail-format.md",
        ] { #expect(Citations.foreign(in: "good\n" + line + "\ngood") == [line], "\(line)") }
        for line in [
            "/// RFC 8017 section 8.2.2", "/// rule DIGEST-1 of Documentation/CONTRACT.md", "a reference to controls",
            "docs/access-controls", "section three",
        ] { #expect(Citations.foreign(in: line).isEmpty, "\(line)") }
    }

    @Test func declaredTests() {
        let source = """
            @Suite struct ReportTests {
                private func helper() {}
                @Test func isWhole() {}
                @Test(arguments: [1, 2], ["a"])
                func isNumbered(_ number: Int) throws {}
            }
            """
        #expect(Citations.tests(in: source) == ["ReportTests.isWhole", "ReportTests.isNumbered"])
    }
}
