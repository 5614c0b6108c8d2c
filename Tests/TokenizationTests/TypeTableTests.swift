internal import TestSupport
internal import Testing
internal import Tokenization

/// The table equals a dictionary whose keys are bytes.
@Suite struct TypeTableTests {
    @Test func equalsADictionaryOfBytes() {
        var generator = SeededGenerator(seed: 41)
        for alphabet in [[0x61, 0x62], [0x61, 0xC3, 0xA9, 0], Array(0x00...0xFF)] as [[UInt8]] {
            var table = TypeTable()
            var ids: [[UInt8]: TokenID] = [:]
            for (id, marker) in Marker.texts.enumerated() { ids[Array(marker.utf8)] = TokenID(id) }
            for _ in 0..<20_000 {
                let count = Int.random(in: 0..<20, using: &generator)
                let text = (0..<count).map { _ in alphabet.randomElement(using: &generator)! }
                #expect(table.id(of: text.span) == ids[text])
                if Bool.random(using: &generator) {
                    let wanted = ids[text] ?? TokenID(ids.count)
                    ids[text] = wanted
                    #expect(table.insert(text.span) == wanted)
                }
            }
            #expect(table.count == ids.count)
            #expect(table.utf8Count == ids.keys.reduce(0) { $0 + $1.count })
            for (text, id) in ids { #expect(Array(table.utf8(of: id)) == text) }
        }
    }

    @Test func spellingsAreNotUnified() {
        var table = TypeTable()
        let composed = table.insert("\u{E9}")
        let decomposed = table.insert("e\u{301}")
        #expect(composed == 3 && decomposed == 4)
        #expect(table.id(of: "\u{E9}") == 3 && table.id(of: "e\u{301}") == 4)
        #expect(table.id(of: "\u{212B}") == nil)
    }

    @Test func markersComeFirst() {
        var table = TypeTable()
        #expect((0..<3).map { table[$0] } == ["<unk>", "<s>", "</s>"])
        #expect(table.insert("</s>") == Marker.segmentEnd)
        #expect(table.insert("") == 3)
        #expect(table.count == 4)
    }

    @Test func tablesMerge() {
        var generator = SeededGenerator(seed: 43)
        func random() -> TypeTable {
            var table = TypeTable()
            for _ in 0..<5000 { table.insert(String(Int.random(in: 0..<8000, using: &generator), radix: 7)) }
            return table
        }
        var table = random()
        let before = table
        let other = random()
        let ids = table.insert(contentsOf: other)
        #expect(ids.count == other.count)
        #expect(ids.enumerated().allSatisfy { table[$0.element] == other[TokenID($0.offset)] })
        #expect((0..<TokenID(before.count)).allSatisfy { table[$0] == before[$0] })
        // New types keep the order of the other table; the copy made before has none of them.
        let new = ids.filter { $0 >= before.count }
        #expect(new == Array(TokenID(before.count)..<TokenID(table.count)))
        #expect(new.allSatisfy { before.id(of: table[$0]) == nil })
    }
}
