import Testing
import TrailSeal
import TrailSealVerification

/// Every value of the engine has its counterpart. That each converts into the other is checked by the compiler.
@Suite struct CounterpartTests {
    @Test func codes() {
        #expect(
            TrailSealVerification.FindingCode.allCases.map(\.rawValue)
                == TrailSeal.FindingCode.allCases.map(\.rawValue)
        )
    }

    @Test func verdicts() {
        #expect(
            TrailSealVerification.Verdict.allCases.map(\.rawValue) == TrailSeal.Verdict.allCases.map(\.rawValue))
        #expect(
            TrailSealVerification.FindingVerdict.allCases.map(\.rawValue)
                == TrailSeal.FindingVerdict.allCases.map(\.rawValue))
        #expect(TrailSeal.Verdict.allCases.sorted() == [.verified, .unverified, .invalid])
    }
}
