internal import CorpusTools
internal import TestSupport
internal import Testing
internal import Tokenization

/// Contexts are stretches of the text beside the node.
@Suite struct ConcordanceContextTests {
    private static func aligned(_ text: String, _ settings: TokenizerSettings) throws -> AlignedText {
        AlignedText(
            Array(text.utf8), settings: settings, tokenizer: try Tokenizer(settings),
            alignment: try SourceAlignment(settings))
    }

    private static func collapsed(_ text: Substring) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Words that occur once each, so that their places are known by looking for them.
    @Test(arguments: 0..<12) func contextsAreWhatStandsBeside(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let marks = [" ", " ", ", ", "\n", ". ", " (", ") ", "\t", "\n\n", " — "]
        let words = (0..<(seed == 0 ? 4_000 : 60)).map { "w\(100_000 + $0)" }
        let text = words.map { $0 + marks.randomElement(using: &random)! }.joined()
        for rule in [TokenizerSettings.Segments.lines, .paragraphs, .document] {
            let settings = TokenizerSettings(segments: rule)
            var aligned = try Self.aligned(text, settings)
            let tokens = try Tokenizer(settings).segments(of: text).flatMap { $0 + ["</s>"] }
            for index in tokens.indices
            where tokens[index] != "</s>" && Int.random(in: 0..<(seed == 0 ? 400 : 9), using: &random) == 0 {
                let width = Int.random(in: 0...50, using: &random)
                let context = try #require(
                    try aligned.context(of: index..<index + 1, ConcordanceWindow(.characters(width))))
                let range = try #require(text.firstRange(of: tokens[index]))
                let (left, right) = (
                    Self.collapsed(text[..<range.lowerBound]), Self.collapsed(text[range.upperBound...])
                )
                #expect(context.node == tokens[index])
                #expect(context.left.text == String(left.suffix(width)).trimmed)
                #expect(context.right.text == String(right.prefix(width)).trimmed)
                let both = try #require(try aligned.context(of: index..<index + 1, ConcordanceWindow(.words(2))))
                let before = tokens[..<index].filter { $0 != "</s>" }.suffix(2)
                #expect(
                    both.left.text.split(whereSeparator: { !$0.isLetter && !$0.isNumber }).map(String.init)
                        == before.map(\.self))
                let inside = try #require(
                    try aligned.context(of: index..<index + 1, ConcordanceWindow(.words(50), staysInSegment: true)))
                let own = tokens[..<index].reversed().prefix { $0 != "</s>" }.reversed()
                #expect(
                    inside.left.text.split(whereSeparator: { !$0.isLetter && !$0.isNumber }).map(String.init)
                        == Array(own.suffix(50)))
            }
        }
    }

    @Test func whatIsMarkedIsTheWordAtTheDistance() throws {
        var aligned = try Self.aligned("one (two) three, “four” five", TokenizerSettings(segments: .lines))
        let context = try #require(
            try aligned.context(
                of: 2..<3, ConcordanceWindow(.characters(10)), keys: [(1, 0), (-1, 1), (2, 2), (7, 3)]))
        #expect(
            context.left.parts == [
                .init(text: "one (", key: nil), .init(text: "two", key: 1), .init(text: ")", key: nil),
            ])
        #expect(
            context.right.parts == [
                .init(text: ", “", key: nil), .init(text: "four", key: 0), .init(text: "” ", key: nil),
                .init(text: "f", key: 2),
            ])
        #expect(!context.left.touchesNode && context.right.touchesNode)
    }

    @Test func segmentsBoundContexts() throws {
        var aligned = try Self.aligned(
            "*\nIt is — for my,\n***\nFor itself there.\n", TokenizerSettings(segments: .lines))
        let inside = try #require(
            try aligned.context(of: 5..<6, ConcordanceWindow(.characters(40), staysInSegment: true)))
        #expect(inside.left.text == "***" && inside.right.text == "itself there.")
        let first = try #require(
            try aligned.context(of: 2..<3, ConcordanceWindow(.characters(40), staysInSegment: true)))
        #expect(first.left.text == "* It is —" && first.right.text == "my,")
        let across = try #require(try aligned.context(of: 5..<6, ConcordanceWindow(.characters(40))))
        #expect(across.left.text == "* It is — for my, ***")
    }

    /// Lower case, composition, apostrophes and soft hyphens change tokens, not what is shown.
    @Test func theTextIsShownAsItStands() throws {
        let text = "Il a dit: «\u{A0}L’Été\u{A0}» de CAFE\u{301} co\u{AD}opé­ré"
        let settings = TokenizerSettings(segments: .lines)
        var aligned = try Self.aligned(text, settings)
        let tokens = try Tokenizer(settings).segments(of: text)[0]
        let node = try #require(tokens.firstIndex(of: "l'été"))
        let context = try #require(try aligned.context(of: node..<node + 1, ConcordanceWindow()))
        #expect(
            context.node == "L’Été" && context.left.text == "Il a dit: «"
                && context.right.text.hasPrefix("» de CAFE\u{301}"))
        #expect(try aligned.context(of: 0..<tokens.count, ConcordanceWindow())?.node == Self.collapsed(text[...]))
    }

    @Test func withoutTextTokensStandForIt() {
        var types = TypeTable()
        let ids = ["the", "cat", "</s>", "sat", "on", "mats", "</s>"].map { types.insert($0) }
        func context(_ node: Range<Int>, _ window: ConcordanceWindow, _ keys: [(Int, Int)] = []) -> ConcordanceContext {
            ConcordanceContext(of: node, in: ids, types: types, separator: " ", window, keys: keys.map { ($0.0, $0.1) })
        }
        let across = context(3..<5, ConcordanceWindow(.characters(40)), [(1, 0)])
        #expect(across.left.text == "the cat" && across.node == "sat on" && across.right.text == "mats")
        #expect(across.right.parts == [.init(text: "mats", key: 0)])
        #expect(context(3..<4, ConcordanceWindow(.characters(40), staysInSegment: true)).left.text == "")
        #expect(context(3..<4, ConcordanceWindow(.words(1))).right.text == "on")
        #expect(context(3..<4, ConcordanceWindow(.characters(2))).left.text == "at")
    }

    @Test func aWindowOfNothingIsEmpty() throws {
        var aligned = try Self.aligned("a b c", TokenizerSettings(segments: .lines))
        for extent in [ConcordanceWindow.Extent.characters(0), .words(0)] {
            let context = try #require(try aligned.context(of: 1..<2, ConcordanceWindow(extent)))
            #expect(context.left.text.isEmpty && context.node == "b" && context.right.text.isEmpty)
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        let start = drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }
}
