internal import Basics
internal import Foundation
internal import GRDB
internal import Storage
internal import TestSupport
internal import Testing
internal import Tokenization

/// A text of words, marks, scripts and white space of every kind, some of its lines blank.
func oddText(words: Int, using generator: inout SeededGenerator) -> String {
    let vocabulary = [
        "the", "Time", "can't", "3.14", "e-mail", "Émile", "cafe\u{301}", "ΟΔΟΣ", "Straße", "İstanbul", "שלום", "हिन्दी",
        "ไทย", "中文字", "カナ", "한글", "U.S.", "\u{301}x", "*", "—", "👩\u{200D}🔬", "\u{FEFF}x", "\"quoted\"", "a",
    ]
    let separators = [
        " ", " ", " ", "  ", "\n", "\r\n", ". ", "! ", ".\n", "\n\n", "\n \t\n", "\t", "\u{A0}", ", ", "。", "; ",
        "\u{2028}",
    ]
    return (0..<words).map { _ in
        vocabulary.randomElement(using: &generator)! + separators.randomElement(using: &generator)!
    }.joined()
}

/// Hard-wrapped prose between blank lines.
func wrappedProse(paragraphs: Int, using generator: inout SeededGenerator) -> String {
    (0..<paragraphs).map { _ in
        var (line, lines) = ("", [String]())
        for _ in 0..<Int.random(in: 60...200, using: &generator) {
            let word = String(repeating: "ab", count: Int.random(in: 1...5, using: &generator)).prefix(
                Int.random(in: 1...9, using: &generator))
            if line.count + word.count > 60 {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return (lines + [line]).joined(separator: "\n")
    }.joined(separator: "\n\n") + "\n"
}

/// The text is kept as it stood, and its blocks are those of the tokens.
@Suite struct KeptTextTests {
    @Test(
        arguments: TokenizerSettings.Tokens.allCases,
        TokenizerSettings.Segments.allCases)
    func oddTextsComeBack(tokens: TokenizerSettings.Tokens, segments: TokenizerSettings.Segments) throws {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: 71)
        for round in 0..<6 {
            var sources: [String: String] = [:]
            for name in ["a.txt", "b.txt", "c.txt", "d.txt"] {
                let text = oddText(
                    words: Int.random(in: 1..<[4, 60, 900].randomElement(using: &generator)!, using: &generator),
                    using: &generator)
                // A mark of the encoding at the beginning is none of the text.
                sources[name] = text.unicodeScalars.first == "\u{FEFF}" ? "x" + text : text
                try folder.write(sources[name]!, to: "\(round)/\(name)")
            }
            let shares = [[8, 1, 1], [1, 1, 1], [1, 0, 0], [0, 2, 1]].randomElement(using: &generator)!
            let store = try folder.ingest([folder.path("\(round)")], into: "\(round).db") {
                $0.tokens = tokens
                $0.segments = segments
                $0.shares = shares
                $0.lettersOnly = round == 3
                $0.keepPunctuation = round == 4
                $0.letterCase = round == 5 ? .fold : nil
                $0.blankLines = segments == .lines && round % 3 == 1 ? .keep : nil
                $0.threads = 1 + round % 2
                $0.memory = round % 2 == 0 ? 2 << 30 : 1
            }
            let left = try Set(store.store.documents().map(\.name))
            try expectRoundTrip(store.store, sources: sources.filter { left.contains($0.key) })
            #expect(Set(sources.keys).subtracting(left) == Set(store.report.empty))
        }
    }

    /// Texts of many pieces: long segments, many segments, stretches without a token.
    @Test(arguments: TokenizerSettings.Segments.allCases)
    func longTextsComeBack(segments: TokenizerSettings.Segments) throws {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: 72)
        let odd = oddText(words: 60_000, using: &generator)
        let texts = [
            "odd.txt": odd,
            "gap.txt": odd.prefix(3_000) + String(repeating: "\n\n \n", count: 300_000) + odd.suffix(3_000),
            "long.txt": (0..<400_000).map { "a\($0 % 9) " }.joined() + "\n\nend\n",
            "short.txt": String(repeating: "a\n\n", count: 150_000),
            // Of these `auto` takes paragraphs.
            "wrapped.txt": wrappedProse(paragraphs: 3_000, using: &generator),
            "one.txt": wrappedProse(paragraphs: 1, using: &generator),
        ]
        for (name, text) in texts { try folder.write(text, to: "texts/\(name)") }
        for tokens in TokenizerSettings.Tokens.allCases {
            let store = try folder.ingest([folder.path("texts")], into: "\(tokens).db") {
                $0.tokens = tokens
                $0.segments = segments
                $0.blankLines = segments == .lines && tokens != .words ? .keep : nil
            }.store
            try expectRoundTrip(store, sources: texts)
            #expect(try spelledCounts(store) == naiveCounts(store))
        }
    }

    /// A document of one paragraph over many lines, as `auto` decides it, is divided at the tokens of its rule: the line ends
    /// are tokens of characters.
    @Test(arguments: TokenizerSettings.Tokens.allCases)
    func dividedDocumentsComeBack(tokens: TokenizerSettings.Tokens) throws {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: 73)
        var sources: [String: String] = [:]
        for number in 0..<12 {
            let text = "\n" + wrappedProse(paragraphs: 1, using: &generator) + (number % 2 == 0 ? "\n\n*\n" : "")
            sources["\(number).txt"] = text
            try folder.write(text, to: "texts/\(number).txt")
        }
        let store = try folder.ingest([folder.path("texts")]) { $0.tokens = tokens }.store
        try expectRoundTrip(store, sources: sources)
        if tokens == .words { #expect(try store.documents().contains(where: \.isDivided)) }
    }

    @Test func textIsKeptUnlessItShallNotBe() throws {
        let folder = try TemporaryFolder()
        let a = try folder.write("one two\nthree\n", to: "a.txt")
        let b = try folder.write("four five six\n", to: "b.txt")
        _ = try folder.ingest([a]) { $0.keepsText = false }
        let store = try folder.ingest([b]).store
        #expect(try store.documentsWithoutText() == 1)
        #expect(try store.text(ofDocument: "a.txt") == nil)
        #expect(try store.text(ofDocument: "b.txt") == "four five six\n")
        let written = try store.writeTexts(of: nil, to: folder.path("out"), replacing: false)
        #expect(written.written == 1 && written.missing == ["a.txt"])
        #expect(try String(contentsOfFile: folder.path("out/b.txt"), encoding: .utf8) == "four five six\n")
        #expect(throws: StorageError.self) {
            try store.writeTexts(of: store.documents(named: ["b.txt"]), to: folder.path("out"), replacing: false)
        }
        try store.remove(["b.txt"])
        #expect(
            try DatabaseQueue(path: store.path).read { try Int.fetchOne($0, sql: "SELECT count(*) FROM text_block") }
                == 0)
    }
}
