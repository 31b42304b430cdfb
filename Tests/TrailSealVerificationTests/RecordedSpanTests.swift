import Testing
import TrailSealPrimitives

@testable import TrailSealVerification

@Suite("Stretches of time whose records are there") struct RecordedSpanTests {
    private static func span(_ from: Int64, _ to: Int64, isStart: Bool = false) -> RecordedSpan {
        RecordedSpan(from: UnixTime(seconds: from), to: UnixTime(seconds: to), isStart: isStart)
    }
    private static func interval(_ from: Int64, _ to: Int64) -> Interval {
        Interval(from: UnixTime(seconds: from), to: UnixTime(seconds: to))
    }

    @Test("joined by an overlap; starts and ends are in order") func joined() {
        let spans = [Self.span(40, 60), Self.span(0, 50, isStart: true), Self.span(45, 48), Self.span(60, 70)]
        #expect(RecordedSpan.joined(spans) == [Self.span(0, 70, isStart: true)])
        #expect(
            RecordedSpan.joined(spans, overlap: 11) == [
                Self.span(0, 50, isStart: true), Self.span(40, 60), Self.span(60, 70),
            ])
        #expect(
            RecordedSpan.joined(spans, overlap: 10) == [Self.span(0, 60, isStart: true), Self.span(60, 70)])
    }

    @Test("what is lacking is taken away, across several stretches") func subtracting() {
        let spans = [Self.span(0, 50, isStart: true), Self.span(60, 90, isStart: true), Self.span(95, 99)]
        let lacking = [Self.interval(55, 65), Self.interval(10, 20), Self.interval(15, 25), Self.interval(80, 97)]
        #expect(
            RecordedSpan.subtracting(lacking, from: spans) == [
                Self.span(0, 10, isStart: true), Self.span(25, 50), Self.span(65, 80), Self.span(97, 99),
            ])
        #expect(RecordedSpan.subtracting([], from: spans) == spans)
        #expect(RecordedSpan.subtracting([Self.interval(-5, 100)], from: spans).isEmpty)
    }
}
