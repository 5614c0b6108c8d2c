internal import Documents
internal import TestSupport
internal import Testing

/// Parts of a text that tells its tokens are read as they are in the whole.
@Suite struct ToldTokensTests {
    private func row(_ id: String, _ form: String) -> String { "\(id)\t\(form)\t_\tX\t_\t_\t0\t_\t_\t_\n" }

    private func randomText(_ format: TextFormat, using generator: inout SeededGenerator) -> String {
        let words = ["a", "bc", "10 000", ".", "é", "«"]
        var text = ""
        for _ in 0..<Int.random(in: 0...30, using: &generator) {
            if format == .conllu {
                text += ["", "# text = x\n", "\n"].randomElement(using: &generator)!
                for number in 1...Int.random(in: 1...6, using: &generator) {
                    text += row("\(number)", words.randomElement(using: &generator)!)
                }
                text += "\n"
            } else {
                text += ["<p>\n", "</p>\n", "<head>\n", "</l>\n", "<g/>\n", "\n"].randomElement(using: &generator)!
                let isSentence = Bool.random(using: &generator)
                if isSentence { text += "<s>\n" }
                for _ in 0..<Int.random(in: 0...6, using: &generator) {
                    text += words.randomElement(using: &generator)! + "\tX\n"
                }
                if isSentence { text += "</s>\n" }
            }
        }
        return text
    }

    @Test(arguments: [TextFormat.conllu, .vertical])
    func partsGiveTheTokensOfTheWhole(format: TextFormat) throws {
        var generator = SeededGenerator(seed: 61)
        for _ in 0..<300 {
            let source = Array(randomText(format, using: &generator).utf8)
            let whole = ToldTokens(source, format: format).utf8
            let size = Int.random(in: 1...80, using: &generator)
            var pieces = ToldPieces(source[...], format: format, pieceSize: size)
            var (told, position) = ([UInt8](), 0)
            while let part = pieces.next() {
                #expect(part.source.startIndex == position && !part.source.isEmpty)
                position = part.source.endIndex
                // A part ends where a segment does, or goes on with a token; then it may not be longer than it has to.
                told +=
                    ToldTokens(Array(part.source), format: format, leavesSegmentOpen: part.leavesSegmentOpen).utf8
            }
            #expect(position == source.count)
            #expect(told == whole, "\(size) \(String(decoding: source, as: UTF8.self).debugDescription)")
        }
    }

    /// The source cut where a segment ends, or before a token, gives what stands before the end or the token.
    @Test(arguments: [TextFormat.conllu, .vertical])
    func placesCorrespond(format: TextFormat) throws {
        var generator = SeededGenerator(seed: 62)
        for _ in 0..<200 {
            let source = Array(randomText(format, using: &generator).utf8)
            let told = ToldTokens(source, format: format)
            for place in 0..<told.utf8.count {
                if told.utf8[place] == 0x0A {
                    let end = told.sourceEnd(ofLineEndingAt: place + 1)
                    let (first, second) = (Array(source[..<end]), Array(source[end...]))
                    #expect(ToldTokens(first, format: format).utf8.elementsEqual(told.utf8[...place]))
                    #expect(ToldTokens(second, format: format).utf8.elementsEqual(told.utf8[(place + 1)...]))
                }
                guard place == 0 || told.utf8[place - 1] == 0x20 || told.utf8[place - 1] == 0x0A else { continue }
                let start = told.sourceStart(ofTokenAt: place)
                let isInside = place > 0 && told.utf8[place - 1] == 0x20
                let first = ToldTokens(Array(source[..<start]), format: format, leavesSegmentOpen: isInside).utf8
                #expect(first.elementsEqual(told.utf8[..<place]))
                let line = Array(source[told.sourceLine(ofTokenAt: place)...].prefix { $0 != 0x0A })
                let token = told.utf8[place...].prefix { $0 != 0x20 && $0 != 0x0A }
                #expect(ToldTokens(line, format: format).utf8.dropLast().elementsEqual(token))
            }
        }
    }

    @Test func aSentenceEndsWhateverStandsInIt() {
        func lines(_ text: String) -> [Substring] {
            String(decoding: ToldTokens(Array(text.utf8), format: .vertical).utf8, as: UTF8.self).split(separator: "\n")
        }
        #expect(lines("<s>\na\n<l>\nb\n</l>\n</s>\n<s>\nc\n</s>\n") == ["a b", "c"])
        #expect(lines("<p>\na\n</p>\n<p>\n<l>\nb\n</l>\n<l>\nc\n</l>\n</p>\n") == ["a", "b", "c"])
        // What stands between sentences is cut by paragraphs.
        #expect(lines("<head>\na\n</head>\n<p>\nb\n<s>\nc\n</s>\nd\n</p>\ne\n") == ["a", "b", "c", "d", "e"])
    }
}
