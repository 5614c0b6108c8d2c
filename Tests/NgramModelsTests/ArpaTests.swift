internal import Basics
internal import Foundation
internal import LanguageModeling
internal import NgramModels
internal import TestSupport
internal import Testing
internal import Tokenization

@Suite struct ArpaTests {
    private func written(_ model: any LanguageModel) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try writeArpa(model, comment: "a test") { bytes += $0 }
        return bytes
    }

    private func read(_ text: String) throws -> any LanguageModel {
        try readArpa(Array(text.utf8))
    }

    @Test(arguments: ["mkn:1", "mkn:3", "witten-bell:4", "katz:2", "dirichlet:3:0.5"])
    func writtenAndReadAgainIsTheSameModel(name: String) throws {
        let text = Text.random(seed: 9, segments: 70, types: 25, longest: 12)
        let model = try text.model(name)
        // In small pieces, as they come from a pipe.
        let again = try readArpa(written(model), piece: 77)
        #expect(again.vocabulary.hash == model.vocabulary.hash)
        let contexts: [[WordID]] = [[], [1], [3], [4, 5], [1, 3], [0, 3, 4], [7, 6, 5]]
        for context in contexts {
            let ours = model.probabilities(after: context)!
            let ids = context.map { again.vocabulary.id(of: model.vocabulary.words[Int($0)]) }
            let theirs = again.probabilities(after: ids)!
            expectClose(theirs.reduce(0, +), 1, 1e-5)
            for (id, p) in ours.enumerated() {
                expectClose(theirs[Int(again.vocabulary.id(of: model.vocabulary.words[id]))], p, 1e-6)
            }
        }
    }

    /// A file that does not say what `<space>` is has it for a word, as KenLM and SRILM do.
    @Test func wordsThatLookLikeOursAreLeftAlone() throws {
        let text = Text(segments: [["a", "<space>", "<space:41>", "<UNK>", "b"]])
        let file = String(decoding: try written(text.model("witten-bell:2")), as: UTF8.self)
        #expect(!file.contains("stands for"))
        #expect(file.contains("\ta <space>\t") || file.contains("\ta <space>\n"))
        #expect(try read(file).vocabulary.hash == text.vocabulary.hash)
    }

    @Test func tokensOfWhiteSpaceComeBack() throws {
        let tokens = ["a", " ", "\n", "<space>", "\u{a0}", "b"]
        let text = Text(segments: [tokens, tokens + tokens])
        let bytes = try written(text.model("witten-bell:2"))
        let file = String(decoding: bytes, as: UTF8.self)
        #expect(file.hasPrefix("# a test\n# <space> stands for"))
        #expect(try read(file).vocabulary.hash == text.vocabulary.hash)
    }

    @Test func modelsWithoutSuchAFormAreRefused() throws {
        let text = Text("a b a\nb")
        for name in ["laplace:2", "mle:2", "stupid-backoff:2"] {
            #expect(throws: EstimationError.self) { try written(text.model(name)) }
        }
    }

    /// A file as other tools write it: no weights where there is nothing to weigh, CRLF, spaces for tabs.
    private let small = """
        \\data\\
        ngram 1=4
        ngram 2=3

        \\1-grams:
        -1.0\t<unk>
        -99\t<s>\t-0.30103
        -0.5\t</s>
        -0.25\ta\t-0.5

        \\2-grams:
        -0.125\t<s> a
        -0.75\ta a
        -0.25\ta </s>

        \\end\\

        """

    @Test func otherToolsFiles() throws {
        for text in [
            small, small.replacingOccurrences(of: "\n", with: "\r\n"), small.replacingOccurrences(of: "\t", with: " "),
            "written by hand\n\n" + small, small.replacingOccurrences(of: "<unk>", with: "<UNK>"),
        ] {
            let model = try read(text)
            let a = model.vocabulary.id(of: "a")
            let afterA = model.probabilities(after: [1, a])!
            expectClose(afterA[Int(a)], pow(10, -0.75), 1e-6)
            expectClose(afterA[0], pow(10, -0.5 - 1), 1e-6)
            expectClose(model.probabilities(after: [1])![2], pow(10, -0.30103 - 0.5), 1e-6)
        }
        // The unknown word in an n-gram too; no event is `<s>`.
        let unknown = small.replacingOccurrences(of: "2=3", with: "2=5").replacingOccurrences(
            of: "-0.25\ta </s>", with: "-0.25\ta </s>\n-0.5\ta <UNK>\n-0.5\ta <s>"
        ).replacingOccurrences(of: "<unk>", with: "<UNK>")
        let known = try read(unknown)
        let after = known.probabilities(after: [1, known.vocabulary.id(of: "a")])!
        expectClose(after[0], pow(10, -0.5), 1e-6)
        #expect(after[1] == 0)
        let without = small.replacingOccurrences(of: "-1.0\t<unk>\n", with: "")
            .replacingOccurrences(of: "1=4", with: "1=3")
        let model = try read(without)
        #expect(model.notes.contains { $0.contains("<unk>") })
        expectClose(log10(model.probabilities(after: [])![0]), -100, 1e-5)
    }

    /// What is wrong, and the line that the error names.
    @Test(arguments: [
        ("-0.75\ta a", "NaN\ta a", 13), ("-0.75\ta a", "0.75\ta a", 13), ("-0.75\ta a", "-0.75\ta b", 13),
        ("-0.75\ta a", "0.000002\ta a", 13),
        ("-0.25\ta\t-0.5", "-0.25\ta\t2147483648", 9), ("-0.25\ta\t-0.5", "-0.25\ta\t1.1", 9),
        ("-99\t<s>\t-0.30103", "-99\t<s>\t1.1", 7),
        ("-0.75\ta a", "-0.25\ta </s>", 14), ("-0.75\ta a", "-0.75\ta", 13), ("-0.75\ta a", "-0.75\ta a -0.1", 13),
        ("-0.75\ta a\n", "", 15), ("ngram 2=3", "ngram 2=2", 14), ("ngram 2=3", "ngram 2=99", 16),
        ("ngram 2=3", "ngram 2=9999999999999", 3),
        ("ngram 2=3", "ngram 3=3", 3), ("ngram 1=4", "ngram 1=four", 2), ("\\2-grams:", "\\3-grams:", 11),
        ("-0.25\ta\t-0.5", "-0.25\ta\tx", 9), ("-0.5\t</s>", "-0.5\t<unk>", 8),
    ])
    func faultsAreNamedByLine(right: String, wrong: String, line: Int) throws {
        let error = #expect(throws: ArpaError.self) {
            try read(small.replacingOccurrences(of: right, with: wrong))
        }
        #expect(error?.fact.hasPrefix("line \(line): ") == true, "\(error?.fact ?? "")")
    }

    @Test func cutOffFilesAreRefused() {
        for length in [0, 5, 20, 60, 100, small.utf8.count - 8] {
            #expect(throws: ArpaError.self) {
                try read(String(decoding: Array(small.utf8).prefix(length), as: UTF8.self))
            }
        }
        #expect(throws: ArpaError.self) { try read("no model\n") }
        #expect(throws: ArpaError.self) { try read("\\data\\\n\\end\\\n") }
    }
}
