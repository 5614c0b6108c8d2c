internal import Foundation
internal import TestSupport
internal import Testing
internal import Tokenization

/// What texts become by a trained model, and that they come back.
@Suite struct SubwordTokenizerTests {
    private static let scripts = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Corpora/scripts")

    private static func text(_ name: String) throws -> String {
        try String(contentsOf: scripts.appending(path: name), encoding: .utf8)
    }

    /// A text of one script is spelled by the subwords of another, by bytes at worst.
    @Test func everyScriptComesBack() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.scripts.path).filter {
            $0.hasSuffix(".txt")
        }
        #expect(names.count >= 12)
        let model = try TestSubwords.trained(on: Self.text("german.txt"), size: 600)
        for name in names {
            let text = try Self.text(name)
            let subwords = try TestSubwords.subwords(model, of: text)
            #expect(SubwordText.joined(subwords) == text, "\(name)")
            #expect(!subwords.contains("<unk>"))
        }
    }

    @Test(.enabled(if: ReferenceData.isAvailable), arguments: TestTexts.languages)
    func everyLanguageComesBack(language: String) throws {
        let text = String(decoding: try TestTexts.data("udhr/\(language).txt"), as: UTF8.self)
        let model = try TestSubwords.trained(on: Self.text("greek.txt"), size: 400)
        #expect(SubwordText.joined(try TestSubwords.subwords(model, of: text)) == text)
    }

    @Test func randomTextsComeBackAndAreCounted() throws {
        var generator = SeededGenerator(seed: 17)
        let model = try TestSubwords.trained(on: TestTexts.prose(words: 2_000, using: &generator), size: 700)
        let settings = TokenizerSettings(segments: .document, subwords: model)
        for _ in 0..<400 {
            let text = "x" + TestTexts.unicode(count: 60, using: &generator) + "<0xC3><s> </s>"
            var piece = TokenizedPiece()
            let utf8 = Array(text.utf8)
            try Tokenizer(settings).tokenize(utf8.span, into: &piece)
            let bytes = piece.tokens.flatMap { SubwordText.bytes(of: piece.types.utf8(of: $0)) }
            #expect(bytes == utf8)
            #expect(piece.openCharacters == text.unicodeScalars.count)
        }
    }

    /// The segments of lines have their texts, the line ends left out, and a character for each end.
    @Test func linesAreSegments() throws {
        let model = try TestSubwords.trained(on: "a banana, a banana", size: 270)
        let settings = TokenizerSettings(segments: .lines, subwords: model)
        let segments = try Tokenizer(settings).segments(of: " Two  words\r\n\n \t\n\ta banana \n")
        #expect(segments.map { $0.joined() } == [" Two  words", "\ta banana "])
        #expect(segments[1] == ["\t", "a", " banana", " "])
    }

    /// Words are cut as GPT-2's expression cuts them.
    @Test func wordsAreThoseOfTheExpression() throws {
        let expression = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+"
        let slow = try #require(
            SplitExpression(
                expression.replacing("\\s", with: "\\p{White_Space}")
                    .replacing("\\S", with: "\\P{White_Space}")))
        var generator = SeededGenerator(seed: 5)
        for round in 0..<600 {
            let text =
                round % 2 == 0
                ? TestTexts.ascii(count: 80, using: &generator) : TestTexts.unicode(count: 40, using: &generator)
            let utf8 = Array(text.utf8)
            let wanted = try slow.matches(in: utf8).map { String(decoding: utf8[$0], as: UTF8.self) }
            let isBlank = text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
            #expect(try isBlank || TestSubwords.subwords(.words, of: text).map { SubwordText.joined([$0]) } == wanted)
        }
        #expect(
            try TestSubwords.subwords(.words, of: "I'll say  'hey',\n\n don't 12ab ½ ") == [
                "I", "'ll", " say", " ", " '", "hey", "',", "\n\n", " don", "'t", " 12", "ab", " ½", " ",
            ])
    }

    @Test func whatIsKeptOfAModelIsAllOfIt() throws {
        var generator = SeededGenerator(seed: 29)
        let text = TestTexts.prose(words: 500, using: &generator)
        let files = [
            TestSubwords.pairs, TestSubwords.json(cutter: #"{"type": "ByteLevel", "add_prefix_space": true}"#),
        ]
        let models =
            try [TestSubwords.trained(on: text, size: 400)] + files.map { try SubwordModel(reading: $0, named: "x") }
        for model in models {
            let settings = TokenizerSettings(segments: .lines, subwords: model)
            let bytes = try JSONEncoder().encode(settings)
            let read = try JSONDecoder().decode(TokenizerSettings.self, from: bytes)
            #expect(read == settings && read.fingerprint == settings.fingerprint && read.subwords?.name == model.name)
            #expect(try Tokenizer(read).segments(of: text) == Tokenizer(settings).segments(of: text))
        }
        #expect(Set(models.map(\.hash)).count == models.count)
        // Settings of subwords without a model are none.
        var object = try #require(
            try JSONSerialization.jsonObject(with: JSONEncoder().encode(TokenizerSettings())) as? [String: Any])
        object["tokens"] = "subwords"
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(TokenizerSettings.self, from: JSONSerialization.data(withJSONObject: object))
        }
    }

    /// Forms with damaged numbers are refused, or cut texts without a fault.
    @Test func damagedFormsDoNoHarm() throws {
        var generator = SeededGenerator(seed: 31)
        let form = try JSONEncoder().encode(TestSubwords.trained(on: "a banana, a banana", size: 265))
        var refused = 0
        for _ in 0..<2_000 {
            var bytes = Array(form)
            let place = Int.random(in: bytes.indices, using: &generator)
            bytes[place] = UInt8.random(in: 0x20...0x7E, using: &generator)
            do {
                let model = try JSONDecoder().decode(SubwordModel.self, from: Data(bytes))
                _ = try TestSubwords.subwords(model, of: "a banana <é>\u{1F44D}")
            } catch is TextError { Issue.record("a text was refused") } catch { refused += 1 }
        }
        #expect(refused > 100)
    }
}
