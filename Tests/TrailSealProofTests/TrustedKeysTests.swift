import Testing
import TrailSealFormat
import TrailSealLibCrypto
import TrailSealPrimitives
import VirtualTrail

@testable import TrailSealProof

/// When a key may have signed a digest.
@Suite struct TrustedKeysTests {
    private static let tolerance = 6 * 3_600

    private func isInTime(
        _ from: Int, _ to: Int, isBackfill: Bool = false, generation: Moment? = nil
    ) throws -> Bool {
        let digest = Digest(
            Trail(), from: .hour(0), to: .hour(1), logs: [], after: nil, signedBy: .first, isBackfill: isBackfill)
        let range = (Moment.beginning + from).time...(Moment.beginning + to).time
        let key = TrustedKeys.Key(try RSAPublicKey(der: SigningKey.first.pkcs1), isGenuine: true, validity: [range])
        return TrustedKeys.isInTime(key, try digest.statement(), generation: generation?.time)
    }

    @Test("KEY-3: from the start to six hours after the end, both included") func standard() throws {
        #expect(try isInTime(-100, 0))
        #expect(try !isInTime(-100, -1))
        #expect(try isInTime(3_600 + Self.tolerance, 1_000_000))
        #expect(try !isInTime(3_601 + Self.tolerance, 1_000_000))
        #expect(try isInTime(10, 20))
        // The time of generation doesn't matter for a standard digest.
        #expect(try !isInTime(-100, -1, generation: .beginning))
    }

    @Test("KEY-4: six hours around the generation, both ends included") func generated() throws {
        let time = 1_000_000
        let generation = Moment.beginning + time
        #expect(try isInTime(0, time - Self.tolerance, isBackfill: true, generation: generation))
        #expect(try !isInTime(0, time - Self.tolerance - 1, isBackfill: true, generation: generation))
        #expect(try isInTime(time + Self.tolerance, 2_000_000, isBackfill: true, generation: generation))
        #expect(try !isInTime(time + Self.tolerance + 1, 2_000_000, isBackfill: true, generation: generation))
    }

    @Test("KEY-4: without a saved generation, any time after the start") func notGenerated() throws {
        #expect(try isInTime(-100, 0, isBackfill: true))
        #expect(try !isInTime(-100, -1, isBackfill: true))
        #expect(try isInTime(100_000_000, 100_000_001, isBackfill: true))
    }

    @Test("KEY-5: each validity of a key counts") func several() throws {
        let digest = try Digest(Trail(), from: .hour(0), to: .hour(1), logs: [], after: nil, signedBy: .first)
            .statement()
        let (early, late) = (Moment.hour(-90).time...Moment.hour(-80).time, Moment.hour(2).time...Moment.hour(3).time)
        let key = try RSAPublicKey(der: SigningKey.first.pkcs1)
        for validity in [[early, late], [late, early]] {
            let key = TrustedKeys.Key(key, isGenuine: true, validity: validity)
            #expect(TrustedKeys.isInTime(key, digest, generation: nil))
        }
        let key2 = TrustedKeys.Key(key, isGenuine: true, validity: [early])
        #expect(!TrustedKeys.isInTime(key2, digest, generation: nil))
    }
}
