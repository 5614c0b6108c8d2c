internal import Basics
internal import CorpusTools
internal import Counting
internal import TestSupport
internal import Testing
internal import Tokenization

/// Queries find what a matcher finds that tries everything.
@Suite struct QueryTests {
    /// A pattern as the tests have it: of each element the sequences of words it may be, or how many of any.
    private enum Plain {
        case words([[String]])
        case gap(Int, Int)

        var text: String {
            switch self {
            case .words(let sequences): sequences.map { $0.joined() }.joined(separator: "|")
            case .gap(let least, let most): least == most && least == 1 ? "[]" : "[]{\(least),\(most)}"
            }
        }
    }

    /// All places where a match may end that begins at a token, by trying every way.
    private static func ends(_ pattern: ArraySlice<Plain>, _ segment: [String], at start: Int) -> Set<Int> {
        guard let element = pattern.first else { return [start] }
        let next: [Int]
        switch element {
        case .gap(let least, let most): next = (least...most).map { start + $0 }.filter { $0 <= segment.count }
        case .words(let sequences):
            next = sequences.filter { segment[start...].starts(with: $0) }.map { start + $0.count }
        }
        return next.reduce(into: []) { $0.formUnion(ends(pattern.dropFirst(), segment, at: $1)) }
    }

    @Test(arguments: 0..<60) func queriesAgreeWithTryingEverything(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        // A token a character, so that alternatives of several tokens need no spaces.
        let settings = TokenizerSettings(tokens: .characters)
        let letters = ["a", "b", "c", "d"]
        let documents = (0..<Int.random(in: 1...4, using: &random)).map { _ in
            (0..<Int.random(in: 1...5, using: &random)).map { _ in
                (0..<Int.random(in: 1...12, using: &random)).map { _ in letters.randomElement(using: &random)! }
            }
        }
        let held = HeldRuns(documents, segmentsPerRun: Int.random(in: 1...3, using: &random))
        for _ in 0..<40 {
            var pattern = (0..<Int.random(in: 1...4, using: &random)).map { _ -> Plain in
                if Int.random(in: 0..<3, using: &random) == 0 {
                    let least = Int.random(in: 0...2, using: &random)
                    return .gap(
                        least, least + Int.random(in: 0...70, using: &random) / Int.random(in: 1...30, using: &random))
                }
                return .words(
                    (0..<Int.random(in: 1...3, using: &random)).map { _ in
                        (0..<Int.random(in: 1...3, using: &random)).map { _ in letters.randomElement(using: &random)! }
                    })
            }
            if !pattern.contains(where: { if case .gap(let least, _) = $0 { least > 0 } else { true } }) {
                pattern.append(.words([["a"]]))
            }
            let text = pattern.map(\.text).joined(separator: " ")
            for longest in [false, true] {
                let compiled = try Query(text, tokenizer: settings).compiled(for: held.types, longest: longest)
                var found: [[Int]] = []
                for run in held.runs {
                    compiled.forEachMatch(in: run.ids) { found.append([run.index, $0, $1]) }
                }
                var wanted: [[Int]] = []
                for run in held.runs {
                    var offset = 0
                    for segment in run.ids.split(separator: Marker.segmentEnd) {
                        let words = segment.map { held.types[$0] }
                        for start in words.indices {
                            let ends = Self.ends(pattern[...], words, at: start)
                            guard let end = longest ? ends.max() : ends.min() else { continue }
                            wanted.append([run.index, offset + start, offset + end])
                        }
                        offset += words.count + 1
                    }
                }
                #expect(found == wanted, "\(text), seed \(seed)")
            }
        }
    }

    /// Whether a word meets a pattern, by trying every length for each `*`.
    private static func meets(_ word: Substring, _ pattern: Substring) -> Bool {
        guard let sign = pattern.first else { return word.isEmpty }
        if sign == "*" {
            return word.indices.contains { meets(word[$0...], pattern.dropFirst()) }
                || meets(word[word.endIndex...], pattern.dropFirst())
        }
        return !word.isEmpty && (sign == "?" || sign == word.first) && meets(word.dropFirst(), pattern.dropFirst())
    }

    @Test(arguments: 0..<20) func wildcardsAgreeWithTryingEverything(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        func word(of letters: [String], _ lengths: ClosedRange<Int>) -> String {
            (0..<Int.random(in: lengths, using: &random)).map { _ in letters.randomElement(using: &random)! }.joined()
        }
        let settings = TokenizerSettings(tokens: .whitespace)
        let words = (0..<60).map { _ in word(of: ["a", "b", "é"], 1...6) }
        let held = HeldRuns([[words]])
        for _ in 0..<60 {
            let pattern = word(of: ["a", "b", "é", "*", "?", "*"], 1...6)
            let compiled = try Query(pattern, tokenizer: settings).compiled(for: held.types)
            var found: [Int] = []
            for run in held.runs { compiled.forEachMatch(in: run.ids) { start, _ in found.append(start) } }
            #expect(
                found == words.indices.filter { Self.meets(words[$0][...], pattern[...]) }, "\(pattern), seed \(seed)")
        }
    }

    @Test func aCharacterIsWhatReadersSeeAsOne() throws {
        let settings = TokenizerSettings(tokens: .whitespace, normalization: TokenizerSettings.Normalization.none)
        #expect(try count("caf?", in: "cafe\u{301} cafe caf", settings) == 2)
        #expect(try count("cafe*", in: "cafe\u{301} cafe cafes", settings) == 2)
    }

    /// How often a query is met in one segment.
    private func count(
        _ query: String, in words: String, _ settings: TokenizerSettings = TokenizerSettings(), longest: Bool = false
    ) throws -> Int {
        let segments = try Tokenizer(settings).segments(of: words)
        let held = HeldRuns([segments])
        let compiled = try Query(query, tokenizer: settings).compiled(for: held.types, longest: longest)
        var count = 0
        for run in held.runs { compiled.forEachMatch(in: run.ids) { _, _ in count += 1 } }
        return count
    }

    @Test func wordsGoThroughTheTokenizer() throws {
        let text = "Don’t say the well-known Café’s doors. İstanbul, ΛΟΓΟΣ, 日本語 love loved LOVE lively"
        #expect(try count("DON'T", in: text) == 1)
        #expect(try count("don’*", in: text) == 1)
        #expect(try count("do*'T", in: text) == 1)
        #expect(try count("CAFE\u{301}*", in: text) == 1)
        #expect(try count("well-known", in: text) == 1)
        #expect(try count("well-kn*", in: text) == 1)
        #expect(try count("λογοσ|ΛΟΓΟΣ", in: text) == 1)
        #expect(try count("LOV*", in: text) == 3)
        #expect(try count("l?ve", in: text) == 2)
        #expect(try count("/LOV(E|ED)/", in: text) == 3)
        #expect(try count("/lov/", in: text) == 0)
        #expect(try count("日本語", in: text) == 1)
        #expect(try count("日*", in: text) == 1)
        #expect(try count("l* l*", in: text) == 3)
        #expect(try count("caf?’s", in: text) == 1)
        let cased = TokenizerSettings(letterCase: .preserve)
        #expect(try count("LOV*", in: text, cased) == 1)
        #expect(try count("/lov.*/", in: text, cased) == 2)
        let french = TokenizerSettings(clitics: .fr)
        #expect(try count("l’*", in: "l’histoire, l'art", french) == 2)
        #expect(try count("l'h*", in: "l’histoire, l'art", french) == 1)
        let pointed = TokenizerSettings(stripsMarks: true)
        #expect(try count("שָׁלוֹם", in: "שלום", pointed) == 1)
        #expect(try count("/don’t/", in: text) == 1)
    }

    @Test func aBackslashTakesACharacterAsItIs() throws {
        let settings = TokenizerSettings(tokens: .whitespace)
        let text = "C++ a+b What? ? a|b * $ \\ [] {x} /x/ ǀ"
        for query in [
            "C++", "a+b", #"What\?"#, #"\?"#, #"a\|b"#, #"\*"#, "$", #"\\"#, #"\[]"#, "{x}", #"\/x/"#, "ǀ", "C+*",
        ] {
            #expect(try count(query, in: text, settings) == 1, "\(query)")
        }
        #expect(try count("?", in: text, settings) == 5)
        #expect(try count("*", in: text, settings) == 12)
        #expect(try count(#"/\$|\*/"#, in: text, settings) == 2)
    }

    @Test(arguments: [
        "", "  ", "a|", "|a", "a||b", "/a", "/a b", "//", "[a]", "[", "[]{3,1}", "[]{", "[]{}", "[]{a}", "[]x", "/a/b",
        "[]{0,3}", "[]{0} []{0,2}", "[]{1001}", "[]{600} []{600}", "[]{99999999999999999999}", "\\", "a\\", "love!",
        "!", "'tis", "/(/", "/[/", "/a**+?/", "a|[]", "[]{-1}", "[]{1,2,3}",
    ]) func whatIsNoQueryIsAnError(query: String) throws {
        #expect(throws: QueryError.self) { try Query(query, tokenizer: TokenizerSettings()) }
    }

    @Test func aDroppedCharacterIsNamed() throws {
        do {
            _ = try Query("love hate!", tokenizer: TokenizerSettings())
            Issue.record("nothing is said of !")
        } catch { #expect(error.fact == "no token has the '!' of 'hate!'") }
        #expect(try Query("well-known", tokenizer: TokenizerSettings()).notes.count == 1)
        #expect(throws: QueryError.marker("<s>")) { try Query("<s>", tokenizer: .init(tokens: .whitespace)) }
    }

    @Test func anExpressionThatExplodesIsAnError() throws {
        let settings = TokenizerSettings()
        let types = HeldRuns([[[String(repeating: "a", count: 60) + "b"]]]).types
        let query = try Query("/(a+)+c/", tokenizer: settings)
        #expect(throws: QueryError.explodes("(a+)+c", type: String(repeating: "a", count: 60) + "b")) {
            try query.compiled(for: types)
        }
    }

    @Test func whatTheCorpusDoesNotHaveIsNamed() throws {
        let types = HeldRuns([[["love"]]]).types
        let query = try Query("love|hate war", tokenizer: TokenizerSettings()).compiled(for: types)
        #expect(query.isImpossible)
        #expect(query.missing == ["hate", "war"])
        #expect(try !Query("love|hate", tokenizer: TokenizerSettings()).compiled(for: types).isImpossible)
        #expect(try Query("[] *", tokenizer: TokenizerSettings()).matchesEverything)
        #expect(try !Query("[] a*", tokenizer: TokenizerSettings()).matchesEverything)
    }
}
