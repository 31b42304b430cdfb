import Testing
import TrailSealPrimitives

@Suite struct PackedNamesTests {
    private func packed(_ names: [String]) -> PackedNames {
        var list = NameList()
        for name in names { list.append(Array(name.utf8).span) }
        return PackedNames(list)
    }

    /// The text may lie in what all names share, in what they don't share, or in both.
    @Test(arguments: [
        ["12_mark_a", "12_mark_b"], ["12_mark_a", "12_mar"], ["12_mark_", "12_markA", "12_marK_"], ["12_mark_"],
        ["a", "12_mark_"], ["", "12_m", "x12_mark_"], ["12_other_1", "12_other_2"],
    ])
    func textAtAnOffset(_ names: [String]) {
        let packed = packed(names)
        for index in packed.indices {
            let name = packed[index].bytes
            for offset in 0..<4 {
                let isThere = name.dropFirst(offset).starts(with: "_mark_".utf8)
                #expect(packed.holds("_mark_", at: offset, ofName: index) == isThere)
            }
        }
    }

    @Test func noNameHoldsText() {
        #expect(!packed([]).holds("a", at: 0, ofName: 0))
        #expect(!packed(["a"]).holds("a", at: 0, ofName: 1))
    }
}
