internal import TestSupport
internal import Tokenization

/// Subword models for tests, and the bytes of files of other tools.
enum TestSubwords {
    /// Words as they are trained on, and how often each stands in a text.
    static func words(of text: String) throws -> [(word: [UInt8], count: Int)] {
        var piece = TokenizedPiece()
        let utf8 = Array(text.utf8)
        try Tokenizer(TokenizerSettings(segments: .document, subwords: .words)).tokenize(utf8.span, into: &piece)
        var counts = [Int](repeating: 0, count: piece.types.count)
        for token in piece.tokens { counts[Int(token)] += 1 }
        return (0..<TokenID(piece.types.count)).filter { counts[Int($0)] > 0 }
            .map { (SubwordText.bytes(of: piece.types.utf8(of: $0)), counts[Int($0)]) }
    }

    static func trained(on text: String, size: Int) throws -> SubwordModel {
        let words = try words(of: text)
        var training = BytePairTraining(words: words.lazy.map { $0.word[...] }, counts: words.map(\.count))
        return training.model(size: size, named: "bpe:\(size)")
    }

    /// The subwords of a text that is one segment.
    static func subwords(_ model: SubwordModel, of text: String) throws -> [String] {
        try Tokenizer(TokenizerSettings(segments: .document, subwords: model)).segments(of: text).flatMap { $0 }
    }

    /// A model of SentencePiece: its pieces with scores and kinds, as the format numbers these.
    static func sentencePiece(
        _ pieces: [(String, Float, UInt8)], model: UInt8, fallsBackToBytes: Bool = false, addsPrefix: Bool = true,
        removesSpaces: Bool = true, charsmap: [UInt8] = []
    ) -> [UInt8] {
        func message(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] {
            precondition(bytes.count < 1 << 14)
            let length =
                bytes.count < 128
                ? [UInt8(bytes.count)] : [UInt8(bytes.count & 0x7F | 0x80), UInt8(bytes.count >> 7)]
            return [number << 3 | 2] + length + bytes
        }
        var file: [UInt8] = []
        for (text, score, kind) in pieces {
            let bits = score.bitPattern
            let number = (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt32($0))) }
            file += message(1, message(1, Array(text.utf8)) + [2 << 3 | 5] + number + [3 << 3, kind])
        }
        // Field 35 has a key of two bytes.
        file += message(2, [3 << 3, model] + [0x98, 0x02, fallsBackToBytes ? 1 : 0])
        file += message(
            3, message(2, charsmap) + [3 << 3, addsPrefix ? 1 : 0, 4 << 3, removesSpaces ? 1 : 0])
        return file
    }

    static let pairs = sentencePiece(
        [
            ("<unk>", 0, 2), ("<s>", 0, 3), ("▁a", -1, 1), ("ab", -2, 1), ("▁ab", -3, 1), ("a", -4, 1), ("b", -5, 1),
            ("▁", -6, 1),
        ],
        model: 2)

    /// A vocabulary of single letters and three merges.
    static func json(
        normalizer: String = "null", cutter: String = "null", more: String = "", added: String = "[]"
    ) -> [UInt8] {
        Array(
            """
            {"version": "1.0", "truncation": null, "padding": null, "added_tokens": \(added),
             "normalizer": \(normalizer), "pre_tokenizer": \(cutter), "post_processor": null, "decoder": null,
             "model": {"type": "BPE", \(more)
              "vocab": {"a": 0, "b": 1, "c": 2, "Ġ": 3, "ab": 4, "abc": 5, "Ġa": 6, "é": 7, "e\\u0301": 8},
              "merges": ["a b", ["ab", "c"], "Ġ a"]}}
            """.utf8)
    }
}
