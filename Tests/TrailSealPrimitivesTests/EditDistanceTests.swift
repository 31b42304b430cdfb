import Testing
import TrailSealPrimitives

@Suite struct EditDistanceTests {
    @Test(arguments: [
        ("", "", 0), ("abc", "", 3), ("kitten", "sitting", 3), ("verfy", "verify", 1), ("vreify", "verify", 1),
        ("us-east-1", "us-east-2", 1), ("ab", "ba", 1),
    ])
    func distances(_ left: String, _ right: String, _ distance: Int) {
        #expect(EditDistance.between(Array(left.utf8), Array(right.utf8)) == distance)
        #expect(EditDistance.between(Array(right.utf8), Array(left.utf8)) == distance)
    }

    @Test func nearestFirst() {
        let values: [ByteString] = ["eu-west-1", "us-east-1", "us-west-2"]
        #expect(EditDistance.sorted(values, nearestTo: ["us-west-1"]) == ["us-west-2", "eu-west-1", "us-east-1"])
        #expect(EditDistance.sorted(values, nearestTo: []) == values)
    }

    @Test func longSpellingsCostLittle() {
        let long = Array(repeating: UInt8(ascii: "a"), count: 1_000_000)
        #expect(EditDistance.between(long, [UInt8(ascii: "a")]) == EditDistance.lengthLimit - 1)
    }

    static let spellings: [(asked: ByteString, nearest: ByteString?)] = [
        ("verfy", "verify"), ("vreify", "verify"), ("verify", "verify"), ("check", nil), ("x", nil), ("", nil),
        ("mergee", "merge"), ("mirge", "merge"),
    ]

    @Test(arguments: spellings) func nearest(_ asked: ByteString, _ expected: ByteString?) {
        #expect(EditDistance.nearest(["verify", "merge"], to: asked) == expected)
    }
}
