import Testing
import TrailSealSearchAdapter

@testable import TrailSealSearch

/// The product, as the search's questions reach it.
@Suite struct RunVerifierTests {
    /// An untouched archive is verified, whatever the shape of the world.
    @Test(arguments: TrueWorld.Template.allCases) func untampered(_ template: TrueWorld.Template) throws {
        let outcome = try Trial(RunVerifier(), Oracle(.shared(template))).run([])
        #expect(outcome.passes)
        #expect(outcome.violations.isEmpty)
    }
}
