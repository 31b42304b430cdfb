import CloudTrailVerification
import Testing
import TrailSeal

/// Every value of the engine has its counterpart. That each converts into the other is checked by the compiler.
@Suite struct CounterpartTests {
    @Test func codes() {
        #expect(
            CloudTrailVerification.FindingCode.allCases.map(\.rawValue)
                == TrailSeal.FindingCode.allCases.map(\.rawValue)
        )
    }

    @Test func verdicts() {
        #expect(
            CloudTrailVerification.Verdict.allCases.map(\.rawValue) == TrailSeal.Verdict.allCases.map(\.rawValue))
        #expect(
            CloudTrailVerification.FindingVerdict.allCases.map(\.rawValue)
                == TrailSeal.FindingVerdict.allCases.map(\.rawValue))
        #expect(TrailSeal.Verdict.allCases.sorted() == [.verified, .unverified, .invalid])
    }
}
