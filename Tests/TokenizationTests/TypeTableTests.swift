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

    /// Many at a time, types have the ids that they have one by one.
    @Test func manyAtATime() {
        var generator = SeededGenerator(seed: 43)
        func table(_ count: Int) -> TypeTable {
            var table = TypeTable()
            for _ in 0..<count {
                let length = Int.random(in: 0..<14, using: &generator)
                table.insert((0..<length).map { _ in UInt8.random(in: 0x61...0x63, using: &generator) }.span)
            }
            return table
        }
        let (some, others) = (table(400), table(700))
        for range in [0..<others.count, 0..<0, 5..<6, 7..<others.count - 3] {
            #expect(
                some.ids(of: others, range)
                    == range.map { some.id(of: others.utf8(of: TokenID($0)).span) })
            var (one, all) = (some, some)
            #expect(
                all.insert(contentsOf: others, range)
                    == range.map { one.insert(others.utf8(of: TokenID($0)).span) })
            #expect(all.count == one.count)
        }
    }

    /// Built at once it is the table that insertion makes; what is no table of distinct types is refused.
    @Test func typesAtHand() throws {
        var generator = SeededGenerator(seed: 47)
        for count in [0, 1, 15, 16, 17, 600, 20_000] {
            var table = TypeTable()
            for number in 0..<count {
                table.insert(String(repeating: "long", count: number % 5) + String(number, radix: 36))
            }
            let texts = (0..<table.count).map { Array(table.utf8(of: TokenID($0))) }
            let starts = texts.reduce(into: [UInt32(0)]) { $0.append($0.last! + UInt32($1.count)) }
            var whole = try #require(TypeTable(texts: texts.flatMap(\.self), starts: starts))
            #expect(whole.count == table.count && whole.utf8Count == table.utf8Count)
            for (id, text) in texts.enumerated() {
                #expect(whole.id(of: text.span) == TokenID(id))
                #expect(Array(whole.utf8(of: TokenID(id))) == text)
            }
            #expect(whole.id(of: "none of them") == nil)
            #expect(whole.insert("none of them") == TokenID(table.count))
            #expect(whole.id(of: "none of them") == TokenID(table.count))

            let twice = texts + [texts.randomElement(using: &generator)!]
            #expect(TypeTable(texts: twice.flatMap(\.self), starts: starts + [UInt32(twice.joined().count)]) == nil)
        }
        let markers = Marker.texts.flatMap { Array($0.utf8) }
        #expect(TypeTable(texts: markers, starts: [0, 5, 8, 12]) != nil)
        #expect(TypeTable(texts: markers, starts: [0, 5, 8]) == nil)
        #expect(TypeTable(texts: markers, starts: [0, 5, 8, 11]) == nil)
        #expect(TypeTable(texts: markers, starts: [0, 8, 5, 12]) == nil)
        #expect(TypeTable(texts: markers, starts: [0, 4, 8, 12]) == nil)
        #expect(TypeTable(texts: [], starts: []) == nil)
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
