internal import Counting
internal import Foundation
internal import Storage
internal import TestSupport
internal import Testing
internal import Tokenization

/// Blank lines that are kept are empty segments, and nothing else changes.
@Suite struct BlankLineTests {
    /// Lines of words, many of them blank, of which some have white space.
    private func text(lines: Int, using generator: inout SeededGenerator) -> String {
        let end = ["\n", "\r\n"].randomElement(using: &generator)!
        let all = (0..<lines).map { _ in
            Bool.random(using: &generator)
                ? ["", " ", "\t "].randomElement(using: &generator)!
                : (0...Int.random(in: 0...5, using: &generator)).map { _ in
                    ["a", "b", "c", "dd"].randomElement(using: &generator)!
                }.joined(separator: " ")
        }
        // Of a text whose last line has no end, that line is one.
        return all.joined(separator: end) + (Bool.random(using: &generator) ? end : "")
    }

    private func lines(of text: String) -> [[String]] {
        var lines = text.split(separator: /\r\n|\n/, omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { $0.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init) }
    }

    @Test(arguments: [TokenizerSettings.Tokens.words, .whitespace])
    func everyLineIsASegment(tokens: TokenizerSettings.Tokens) throws {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: 91)
        for round in 0..<12 {
            let text =
                ["x\n", "\nx\n"].randomElement(using: &generator)!
                + text(lines: [3, 40, 2_000, 40_000].randomElement(using: &generator)!, using: &generator)
            let path = try folder.write(text, to: "\(round).txt")
            let shares = [[8, 1, 1], [1, 0, 0], [0, 0, 1], [0, 1, 0], [1, 1, 1]].randomElement(using: &generator)!
            var streams: [[String]] = []
            var counts: [[[String]: Int]] = []
            for (name, threads, memory) in [("a", 1, 2 << 30), ("b", 2, 1)] {
                for keepsText in [true, false] {
                    let store = try folder.ingest([path], into: "\(round)\(name)\(keepsText).db") {
                        $0.tokens = tokens
                        $0.segments = .lines
                        $0.blankLines = .keep
                        $0.shares = shares
                        $0.threads = threads
                        $0.memory = memory
                        $0.keepsText = keepsText
                    }.store
                    // A split that has all has the blank lines at both ends too.
                    if let whole = shares.firstIndex(of: shares.reduce(0, +)) {
                        #expect(try store.splits().enumerated().allSatisfy { $0 == whole || $1.segments == 0 })
                    }
                    let types = try store.types()
                    let ids = try Split.allCases.flatMap { try store.tokens(of: $0).ids }
                    streams.append(ids.map { types[$0] })
                    counts.append(try spelledCounts(store))
                    #expect(try spelledCounts(store) == naiveCounts(store))
                    // A character for each token's letters, for the space or the end before it, and for an empty segment.
                    let wanted = lines(of: text)
                    let scalars = wanted.joined().reduce(0) { $0 + $1.count + 1 } + wanted.count { $0.isEmpty }
                    #expect(try Split.allCases.reduce(0) { try $0 + store.tokens(of: $1).characterCount } == scalars)
                    if keepsText { try expectRoundTrip(store, sources: ["\(round).txt": text]) }
                }
            }
            #expect(streams[0] == lines(of: text).flatMap { $0 + ["</s>"] })
            #expect(streams.allSatisfy { $0 == streams[0] } && counts.allSatisfy { $0 == counts[0] })
        }
    }

    /// Cut into pieces of any size, with carriage returns for line ends too.
    @Test func piecesGiveTheSegmentsOfTheWhole() throws {
        var generator = SeededGenerator(seed: 92)
        let settings = TokenizerSettings(segments: .lines, blankLines: .keep)
        let tokenizer = try Tokenizer(settings)
        for _ in 0..<200 {
            let text = text(lines: 30, using: &generator)
            let returns = text.replacing("\r\n", with: "\n").replacing("\n", with: "\r")
            for (source, endsAtReturn) in [(text, false), (returns, returns.contains("\r"))] {
                var pieces = TextPieces(
                    settings: settings, decoder: TextDecoder(endsLinesAtReturn: endsAtReturn),
                    pieceSize: Int.random(in: 1...40, using: &generator))
                var segments: [[String]] = [[]]
                for piece in try pieces.append(Array(source.utf8).span) + pieces.finish() {
                    let tokenized = try tokenizer.tokenize(piece)
                    for token in tokenized.tokens {
                        if token == Marker.segmentEnd {
                            segments.append([])
                        } else {
                            segments[segments.count - 1].append(tokenized.types[token])
                        }
                    }
                }
                #expect(segments.dropLast() == lines(of: text)[...], "\(source.debugDescription)")
            }
            #expect(try tokenizer.segments(of: text) == lines(of: text))
        }
    }

    @Test func onlyLinesHaveThem() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("a b\n\nc\n", to: "a.txt")
        for segments in [TokenizerSettings.Segments.auto, .sentences, .paragraphs, .document] {
            #expect(throws: StorageError.blankLinesWithoutLines(segments)) {
                try folder.ingest([path]) {
                    $0.segments = segments
                    $0.blankLines = .keep
                }
            }
        }
        let store = try folder.ingest([path]) {
            $0.tokens = .whitespace
            $0.blankLines = .keep
        }.store
        #expect(
            try Split.allCases.reduce(0) { try $0 + (store.tokens(of: $1).ids.count { $0 == Marker.segmentEnd }) } == 3)
        // It is fixed by the first ingest.
        let other = try folder.write("d\n", to: "b.txt")
        #expect(throws: StorageError.self) { try folder.ingest([other]) { $0.blankLines = .drop } }
        // A text of blank lines alone has no token.
        let blank = try folder.write("\n \n", to: "c.txt")
        #expect(throws: StorageError.noToken("c.txt")) { try folder.ingest([blank]) }
    }

    @Test func theFingerprintNamesThem() {
        let drop = TokenizerSettings(tokens: .whitespace)
        let keep = TokenizerSettings(tokens: .whitespace, blankLines: .keep)
        #expect(drop.fingerprint != keep.fingerprint && keep.cutsTokens(like: drop))
        #expect("\(keep)" == "whitespace --blank-lines keep")
    }
}
