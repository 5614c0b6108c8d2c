internal import Basics
internal import TestSupport
internal import Testing
internal import Tokenization

/// Files of other tools, worked by hand. `Tests/Subwords` compares with those tools themselves.
@Suite struct SubwordFileTests {
    private func read(_ bytes: [UInt8]) throws -> SubwordModel { try SubwordModel(reading: bytes, named: "file") }

    private func cut(_ bytes: [UInt8], _ text: String) throws -> [String] {
        try TestSubwords.subwords(read(bytes), of: text)
    }

    // MARK: tokenizer.json

    private static let byteLevel = #"{"type": "ByteLevel", "add_prefix_space": false, "use_regex": true}"#

    @Test func mergesGoByTheirRank() throws {
        let plain = TestSubwords.json(cutter: Self.byteLevel)
        // a b before ab c before a space and a: " abc" is a space and abc.
        #expect(try cut(plain, "abc abc ab a") == ["abc", " ", "abc", " ", "ab", " a"])
        #expect(try cut(plain, "cab") == ["c", "ab"])
        #expect(try cut(TestSubwords.json(cutter: Self.byteLevel, more: "\"ignore_merges\": true,"), " a") == [" a"])
    }

    @Test func whatHasNoSubwordIsUnknown() throws {
        #expect(try cut(TestSubwords.json(cutter: Self.byteLevel), "ax") == ["a", "<unk>"])
        // é and e with an accent are two entries of the vocabulary.
        #expect(try cut(TestSubwords.json(), "aé") == ["a", "é"])
        #expect(try cut(TestSubwords.json(normalizer: #"{"type": "NFC"}"#), "ae\u{301}") == ["a", "é"])
    }

    @Test func aPrefixIsNoCharacterOfTheText() throws {
        let model = try read(TestSubwords.json(cutter: #"{"type": "ByteLevel", "add_prefix_space": true}"#))
        #expect(model.putsSpaceBefore)
        var piece = TokenizedPiece()
        let settings = TokenizerSettings(segments: .lines, subwords: model)
        try Tokenizer(settings).tokenize(Array("a\n a\nab".utf8).span, into: &piece)
        #expect(piece.segmentCharacters == [2, 3, 3])
        #expect(try Tokenizer(settings).segments(of: "a\n a\nab") == [[" a"], [" a"], [" ", "ab"]])
    }

    @Test func addedTokensAreFoundFirst() throws {
        let added = #"[{"id": 9, "content": "<|x|>", "normalized": false, "special": true, "lstrip": true}]"#
        let bytes = TestSubwords.json(cutter: Self.byteLevel, added: added)
        #expect(try cut(bytes, "ab  <|x|>ab") == ["ab", "<|x|>", "ab"])
    }

    @Test(arguments: ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"])
    func splitsKeepWhatTheyFindAsTheySay(behavior: String) throws {
        let cutter = #"{"type": "Split", "pattern": {"String": "b"}, "behavior": "\#(behavior)", "invert": false}"#
        let wanted = [
            "Removed": ["a", "c"], "Isolated": ["a", "b", "b", "c"], "MergedWithPrevious": ["ab", "b", "c"],
            "MergedWithNext": ["a", "b", "b", "c"], "Contiguous": ["a", "b", "b", "c"],
        ]
        #expect(try cut(TestSubwords.json(cutter: cutter), "abbc") == wanted[behavior])
    }

    @Test(
        arguments: [
            (#"{"type": "BertNormalizer"}"#, "null", "", "the normalizer BertNormalizer"),
            ("null", #"{"type": "UnicodeScripts"}"#, "", "the pre-tokenizer UnicodeScripts"),
            ("null", "null", #""dropout": 0.1,"#, "dropout"),
            ("null", "null", #""end_of_word_suffix": "</w>","#, "end_of_word_suffix '</w>'"),
            ("null", #"{"type": "Metaspace", "replacement": "_"}"#, "", "'_'"),
            (
                "null", #"{"type": "Split", "pattern": {"Regex": "a\\h"}, "behavior": "Isolated", "invert": false}"#,
                "", #"the expression a\h"#
            ),
        ])
    func whatIsNotKnownIsRefusedByItsName(normalizer: String, cutter: String, more: String, name: String) throws {
        let bytes = TestSubwords.json(normalizer: normalizer, cutter: cutter, more: more)
        let error = #expect(throws: SubwordFileError.self) { try self.read(bytes) }
        #expect(error?.fact.contains(name) == true, "\(error?.fact ?? "")")
    }

    @Test(arguments: ["WordPiece", "WordLevel"]) func otherKindsOfModelsAreRefused(kind: String) {
        let bytes = Array(#"{"model": {"type": "\#(kind)", "vocab": {}}}"#.utf8)
        #expect(throws: SubwordFileError.unsupported("a model of kind \(kind)")) { try self.read(bytes) }
    }

    @Test(arguments: ["", "hello", "[1, 2]", "{}", #"{"model": 1}"#, "{\"model\": {}"])
    func whatIsNoTokenizerIsRefused(text: String) {
        #expect(throws: SubwordFileError.self) { try self.read(Array(text.utf8)) }
    }

    // MARK: SentencePiece

    @Test func pairsGoByTheirScore() throws {
        // ▁a before ab: "ab" begins as ▁ab by ▁a and b, which are a piece together.
        #expect(try cut(TestSubwords.pairs, "ab bab") == [" ab", " ", "b", "ab"])
        #expect(try cut(TestSubwords.pairs, "  a   b ") == [" a", " ", "b"])
        #expect(try cut(TestSubwords.pairs, "axxb") == [" a", "<unk>", "b"])
    }

    /// Of a text, −1 − 3 for ▁ab and c is more than −5 for ▁abc.
    @Test func theLikeliestSequenceIsTaken() throws {
        let pieces: [(String, Float, UInt8)] = [
            ("<unk>", 0, 2), ("▁", -2, 1), ("▁ab", -1, 1), ("c", -3, 1), ("▁abc", -5, 1), ("a", -3, 1), ("b", -3, 1),
            ("cc", -3, 4),
        ]
        let file = TestSubwords.sentencePiece(pieces, model: 1)
        #expect(try cut(file, "abc") == [" ab", "c"])
        #expect(try cut(file, "ba") == [" ", "b", "a"])
        // What a user defined counts for each of its bytes as the likeliest subword does, whatever its score.
        #expect(try cut(file, "bcc") == [" ", "b", "cc"])
        #expect(try cut(file, "éüc") == [" ", "<unk>", "c"])
    }

    @Test(arguments: [1, 2] as [UInt8]) func bytesStandForWhatIsUnknown(model: UInt8) throws {
        let bytes = (0..<256).map { byte -> (String, Float, UInt8) in
            (String(decoding: SubwordText.byte(UInt8(byte)), as: UTF8.self), 0, 6)
        }
        let pieces = [("<unk>", 0, 2), ("▁", -2, 1), ("a", -1, 1)] + bytes
        let file = TestSubwords.sentencePiece(
            pieces, model: model, fallsBackToBytes: true, addsPrefix: false, removesSpaces: false)
        let text = "a é  <0xC3>\n"
        let subwords = try cut(file, text)
        #expect(subwords.starts(with: ["a", " ", "<0xC3>", "<0xA9>", " ", " ", "<0x3C>"]))
        #expect(SubwordText.joined(subwords) == text)
    }

    @Test(arguments: [3, 4] as [UInt8]) func modelsOfWordsAndCharactersAreRefused(kind: UInt8) {
        let file = TestSubwords.sentencePiece([("<unk>", 0, 2), ("a", -1, 1)], model: kind)
        let error = #expect(throws: SubwordFileError.self) { try self.read(file) }
        #expect(error?.fact.contains("not supported") == true)
    }

    // MARK: Damage

    /// Of damaged files some are refused; others are other tokenizers, and cut texts.
    @Test(arguments: 1...8 as ClosedRange<UInt64>) func damagedFilesDoNoHarm(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let charsmap =
            [8, 0, 0, 0] + (0..<8).map { _ in UInt8.random(in: 0...255, using: &generator) } + Array("a\0b\0".utf8)
        let bytes = (0..<256).map { (String(decoding: SubwordText.byte(UInt8($0)), as: UTF8.self), Float(0), UInt8(6)) }
        let files = [
            TestSubwords.pairs, TestSubwords.json(cutter: Self.byteLevel),
            TestSubwords.json(normalizer: #"{"type": "Prepend", "prepend": "▁"}"#, cutter: #"{"type": "Digits"}"#),
            TestSubwords.sentencePiece(
                [("<unk>", 0, 2), ("a", -1, 1), ("ab", -1.5, 4), ("▁b", -2, 1)] + bytes, model: UInt8(1 + seed % 2),
                fallsBackToBytes: true, charsmap: charsmap),
        ]
        var (refused, taken) = (0, 0)
        for file in files {
            for _ in 0..<400 {
                var bytes = file
                for _ in 0..<Int.random(in: 1...3, using: &generator) {
                    let place = Int.random(in: bytes.indices, using: &generator)
                    switch Int.random(in: 0..<4, using: &generator) {
                    case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                    case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                    case 2: bytes.remove(at: place)
                    default: bytes.insert(bytes.randomElement(using: &generator)!, at: place)
                    }
                    if bytes.isEmpty { bytes = file }
                }
                if Bool.random(using: &generator) {
                    bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &generator)))
                }
                do throws(SubwordFileError) {
                    let model = try SubwordModel(reading: bytes, named: "damaged")
                    taken += 1
                    for text in [
                        "ab abc a1b2  ", "é\u{301}中\u{1F44D}<0x41>", TestTexts.unicode(count: 20, using: &generator),
                    ] {
                        _ = try? TestSubwords.subwords(model, of: text)
                    }
                } catch {
                    #expect(!error.fact.isEmpty && !error.fact.contains("\n"))
                    refused += 1
                }
            }
        }
        #expect(refused > 50 && taken > 50)
    }
}
