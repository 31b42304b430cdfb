import Foundation
import Testing
import TrailSealPrimitives

@Suite struct UnixTimeTests {
    private func bytes(_ text: String) -> ArraySlice<UInt8> { Array(text.utf8)[...] }

    /// Compares every day of four centuries with Foundation.
    @Test func agreesWithFoundation() throws {
        var day = try #require(UnixTime(iso8601: bytes("1900-01-01")))
        let formatter = ISO8601DateFormatter()
        for _ in 0..<(400 * 366 / 7) {
            #expect(day.iso8601 == formatter.string(from: Date(timeIntervalSince1970: Double(day.seconds))))
            #expect(UnixTime(digestForm: bytes(day.iso8601)) == day)
            #expect(UnixTime(keyForm: bytes(day.keyForm)) == day)
            day = day + 7 * UnixTime.day + 3_661
        }
    }

    @Test(arguments: [
        ("2026-10-01T02:00:00+02:00", 0), ("2026-10-01 00:00", 0), ("2026-10-01", 0), ("2026-09-30T22:00:00-0200", 0),
        ("2026-10-01T00:00:00.999Z", 0), ("2026-10-01t01:00:00z", 3_600), ("2026-10-01T00:00:01,5+00", 1),
    ])
    func forms(_ text: String, _ offset: Int64) {
        #expect(UnixTime(iso8601: bytes(text))?.seconds == 1_790_812_800 + offset)
    }

    @Test(arguments: [
        "", "2026", "2026-13-01", "2026-02-29", "2026-10-01T24:00:00Z", "2026-10-01T00:60:00Z", "2026-10-01T00:00:60Z",
        "2026-10-01T00:00:00+24:00", "2026-10-01T00:00:00Zx", "2026-10-01T", "2026-10-01T00:00:00.Z", "-026-10-01",
        "2026-10-01TT00:00:00Z", "٢٠٢٦-10-01",
    ])
    func refused(_ text: String) { #expect(UnixTime(iso8601: bytes(text)) == nil) }

    @Test(arguments: ["2026-10-01T00:00:00", "2026-10-01T00:00:00.0Z", "2026-10-01 00:00:00Z", "2100-02-29T00:00:00Z"])
    func digestFormIsStrict(_ text: String) { #expect(UnixTime(digestForm: bytes(text)) == nil) }
}
