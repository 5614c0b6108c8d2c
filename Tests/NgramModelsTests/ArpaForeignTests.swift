internal import Basics
internal import Foundation
internal import LanguageModeling
internal import NgramModels
internal import TestSupport
internal import Testing
internal import Tokenization

/// Files as other tools and systems leave them.
@Suite struct ArpaForeignTests {
    private let kite = """
        \\data\\
        ngram 1=6
        ngram 2=6
        ngram 3=2

        \\1-grams:
        -1.1\t<unk>
        -99\t<s>\t-0.3
        -0.9\t</s>
        -0.7\tblue\t-0.25
        -0.6\tkite\t-0.2
        -0.8\tflies\t-0.15

        \\2-grams:
        -0.3\t<s> blue\t-0.1
        -0.4\tkite flies\t0
        -0.6\tflies </s>
        -0.9\tkite </s>
        -1.2\tblue flies\t-0.02
        -1.3\tflies blue

        \\3-grams:
        -0.2\t<s> blue kite
        -0.25\tblue kite flies

        \\end\\

        """

    private func log10Probability(_ model: any LanguageModel, _ word: String, after context: [String]) -> Double? {
        model.probabilities(after: context.map(model.vocabulary.id(of:))).map {
            log10($0[Int(model.vocabulary.id(of: word))])
        }
    }

    /// `blue kite` is not there: blue's weight and kite's probability, and 1 for its own weight.
    @Test func aContextThatIsNotThere() throws {
        let model = try readArpa(Array(kite.utf8))
        #expect(
            model.notes == [
                "n-grams whose context is no n-gram of the file: 1; as to KenLM's probing model, such a context has the "
                    + "probability that backing off gives it, and the weight 1"
            ])
        expectClose(log10Probability(model, "kite", after: ["blue"]), -0.25 - 0.6, 1e-6)
        expectClose(log10Probability(model, "flies", after: ["blue", "kite"]), -0.25, 1e-6)
        expectClose(log10Probability(model, "</s>", after: ["blue", "kite"]), -0.9, 1e-6)
        expectClose(log10Probability(model, "blue", after: ["blue", "kite"]), -0.2 - 0.7, 1e-6)
        expectClose(log10Probability(model, "kite", after: ["flies", "blue"]), -0.25 - 0.6, 1e-6)
    }

    /// `blue kite` would be put in with blue's weight times kite's probability, above 1: line 11 has that weight.
    @Test(arguments: [("0.7", 0.1), ("1.5", 0.9)]) func aMissingContextAboveOneNamesTheWeight(
        weight: String, logProbability: Double
    ) throws {
        let text = kite.replacingOccurrences(of: "blue\t-0.25", with: "blue\t\(weight)")
            .replacingOccurrences(of: "-0.7\tblue", with: "-1.6\tblue")
            .replacingOccurrences(of: "-0.9\t</s>", with: "-1.9\t</s>")
            .replacingOccurrences(of: "-0.8\tflies", with: "-1.8\tflies")
            .replacingOccurrences(of: "-1.1\t<unk>", with: "-1.9\t<unk>")
        let error = #expect(throws: ArpaError.self) { try readArpa(Array(text.utf8)) }
        let fact = try #require(error?.fact)
        let said = "line 10: the back-off weight \(weight) of 'blue' makes the log-probability of 'kite' after it "
        #expect(fact.hasPrefix(said), "\(fact)")
        expectClose(Double(fact.dropFirst(said.count)), logProbability, 1e-6)
    }

    @Test func byteOrderMarksAndUTF16() throws {
        let utf8 = Array(kite.utf8)
        let little = kite.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
        let big = kite.utf16.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        let wanted = try writtenArpa(readArpa(utf8))
        for bytes in [[0xEF, 0xBB, 0xBF] + utf8, [0xFF, 0xFE] + little, [0xFE, 0xFF] + big, little, big] {
            for piece in [1, 3, 4096] { #expect(try writtenArpa(readArpa(bytes, piece: piece)) == wanted) }
        }
        #expect(throws: ArpaError.self) { try readArpa([0xFF, 0xFE] + little.dropLast()) }
    }

    @Test func whatIsNoARPAIsNamed() {
        for (head, word) in [
            ("mmap lm http://kheafield.com/code format version 5\n\0", "binary file of KenLM"), ("blmt 3", "IRSTLM"),
            ("iARPA\n", "IRSTLM"), ("<html>", "no ARPA file"),
        ] {
            let error = #expect(throws: ArpaError.self) { try readArpa(Array(head.utf8), piece: 2) }
            #expect(error?.fact.contains(word) == true, "\(error?.fact ?? "")")
        }
    }

    @Test func slightlyAboveZeroIsZero() throws {
        let model = try readArpa(
            Array(kite.replacingOccurrences(of: "-0.2\t<s> blue kite", with: "1e-06\t<s> blue kite").utf8))
        #expect(model.notes.contains { $0.hasSuffix("taken for 0: 1") })
        expectClose(log10Probability(model, "kite", after: ["<s>", "blue"]), 0, 0)
    }

    /// SRILM's log 0, of probabilities and weights; no other number is.
    @Test func ninetyNineIsImpossible() throws {
        let text = kite.replacingOccurrences(of: "-0.4\tkite flies", with: "-99\tkite flies")
            .replacingOccurrences(of: "flies\t-0.15", with: "flies\t-99")
            .replacingOccurrences(of: "-1.2\tblue flies", with: "-99.5\tblue flies")
        let model = try readArpa(Array(text.utf8))
        #expect(log10Probability(model, "flies", after: ["kite"]) == -.infinity)
        #expect(log10Probability(model, "kite", after: ["flies"]) == -.infinity)
        expectClose(log10Probability(model, "</s>", after: ["flies"]), -0.6, 1e-6)
        expectClose(log10Probability(model, "flies", after: ["blue"]), -99.5, 1e-6)
    }

    @Test func theHeadNamesATokenizer() throws {
        let settings = TokenizerSettings(tokens: .characters, letterCase: .fold, segments: .sentences)
        var bytes: [UInt8] = []
        try writeArpa(Text("a b\nb").model("witten-bell:2"), comment: "x\n\\data\\", tokenizer: settings) {
            bytes += $0
        }
        var reader = ArpaReader(plan: SpillPlan(memory: 1 << 20, folder: NSTemporaryDirectory(), threads: 1))
        try reader.append(bytes)
        #expect(reader.tokenizer == settings)
        _ = try reader.finish(named: "x")
        let text = String(decoding: bytes, as: UTF8.self)
        for (right, wrong) in [("\"fold\"", "\"title\""), ("\"sentences\"", "\"verses\"")] {
            let error = #expect(throws: ArpaError.self) {
                try readArpa(Array(text.replacingOccurrences(of: right, with: wrong).utf8))
            }
            #expect(error?.fact.hasPrefix("line 2: ") == true)
        }
    }
}
