internal import Basics
internal import TestSupport
internal import Testing
internal import Tokenization

/// Texts that nobody writes take no more than linear time, and no other result.
@Suite struct FloodTests {
    /// Scalars that act on those before them, or that decompose.
    private static let acting: [Unicode.Scalar] = {
        var scalars = (0..<0x11_0000 as Range<UInt32>).compactMap(Unicode.Scalar.init).filter {
            $0.properties.canonicalCombiningClass != .notReordered
        }
        scalars += "aeosẛΐΑΣéệǖ\u{344}\u{F73}\u{F75}\u{F81}\u{1D15F}\u{2126}\u{FB2C}".unicodeScalars
        scalars += "\u{1100}\u{1161}\u{11A8}가각\u{9C7}\u{9BE}\u{9D7}\u{DD9}\u{DCF}\u{DCA}\u{B47}\u{B3E}".unicodeScalars
        scalars += "\u{11131}\u{11127}\u{1025}\u{102E}\u{3099}カ中\u{338}<=\u{200D}\u{345}Ι ".unicodeScalars
        return scalars
    }()

    private func text(count: Int, using generator: inout SeededGenerator) -> String {
        // A few scalars only, so that they meet often.
        let palette = (0..<Int.random(in: 1...12, using: &generator)).map { _ in
            Self.acting.randomElement(using: &generator)!
        }
        var text = ""
        for _ in 0..<count {
            let isAny = Int.random(in: 0..<10, using: &generator) == 0
            text.unicodeScalars.append((isAny ? Self.acting : palette).randomElement(using: &generator)!)
        }
        return text
    }

    @Test func linearNormalizationIsThatOfICU() throws {
        var generator = SeededGenerator(seed: 101)
        for letterCase in TokenizerSettings.Case.allCases {
            let linear = try TextMapper(letterCase: letterCase, normalization: .nfc, longestRun: -1)
            let icu = try TextMapper(letterCase: letterCase, normalization: .nfc, longestRun: .max)
            for round in 0..<4_000 {
                let count = Int.random(in: 1..<(round % 40 == 0 ? 2_000 : 60), using: &generator)
                let text =
                    round % 4 == 0
                    ? TestTexts.unicode(count: count, using: &generator) : text(count: count, using: &generator)
                let (a, b) = try (linear.map(Array(text.utf8)), icu.map(Array(text.utf8)))
                #expect(a == b, "\(letterCase) \(text.unicodeScalars.map { String($0.value, radix: 16) })")
                if a != b { return }
            }
            // Each scalar after a letter, and before a mark.
            for value in 0..<0x11_0000 as Range<UInt32> {
                guard let scalar = Unicode.Scalar(value) else { continue }
                let text = Array("a\(scalar)\u{301}\u{323}".utf8)
                guard try linear.map(text) != icu.map(text) else { continue }
                Issue.record("\(letterCase) \(String(value, radix: 16))")
                return
            }
        }
    }

    /// Marks far beyond the run that is left to ICU: canonically equivalent by the standard library's own tables, in their
    /// order, and as they are for good.
    @Test func longRunsStayEquivalent() throws {
        var generator = SeededGenerator(seed: 103)
        let mapper = try TextMapper(letterCase: .preserve, normalization: .nfc)
        // Swift takes the vowel signs of class 0 that decompose into marks for letters, and does not order around them.
        let known = Self.acting.filter {
            $0.properties.age.map { $0.major <= 14 } ?? false && ![0xF73, 0xF75, 0xF81].contains($0.value)
        }
        for _ in 0..<100 {
            var text = "a"
            for _ in 0..<Int.random(in: 20..<3_000, using: &generator) {
                text.unicodeScalars.append(known.randomElement(using: &generator)!)
            }
            let mapped = try mapper.map(Array(text.utf8))
            let result = String(decoding: mapped, as: UTF8.self)
            // Strings are equal in Swift when they are canonically equivalent.
            #expect(result == text)
            #expect(try mapper.map(mapped) == mapped)
            let classes = result.unicodeScalars.map(\.properties.canonicalCombiningClass.rawValue)
            #expect(zip(classes, classes.dropFirst()).allSatisfy { $1 == 0 || $0 <= $1 })
        }
    }

    static let floods: [(name: String, unit: String)] = [
        ("marks of two classes", "\u{301}\u{323}"), ("marks of falling classes", "\u{345}\u{301}\u{323}\u{327}\u{5B0}"),
        ("marks that decompose", "\u{344}\u{323}"), ("Arabic marks", "\u{651}\u{64B}"),
        ("marks on letters", "a\u{301}\u{323}"), ("sigmas", "Σ"), ("sigmas and what case ignores", "Σ\u{301}\u{AD}'"),
        ("flags", "\u{1F1E9}"), ("joined emoji", "👩\u{200D}"), ("conjuncts", "क\u{94D}"),
        ("Thai", "ภาษาไทยเป็นภาษาที่มีระดับเสียง"), ("Thai letters", "ก"), ("Thai marks", "\u{E49}"), ("Khmer", "ភាសាខ្មែរ"),
        ("Khmer conjuncts", "ក្"), ("Lao", "ພາສາລາວ"), ("Burmese", "မြန်မာဘာသာ"), ("Chinese", "中华人民共和国国务院总理"),
        ("one ideograph", "一"), ("Japanese", "これはにほんごのぶんしょうです"), ("Katakana", "カ\u{3099}"), ("Jamo", "\u{1100}"),
        ("prefixes", "\u{600}"), ("spaces with marks", " \u{301}"), ("numbers", "1."), ("half a word", "a:"),
        ("Hebrew", "א\""), ("white space", " "), ("line ends", "\n"), ("carriage returns", "\r"), ("full stops", ". "),
        ("abbreviations", "A. 1 "), ("brackets", ".)"), ("one letter", "a"), ("expansions", "ΐ"),
    ]

    /// Eight times the text takes eight times as long, not sixty-four times.
    @Test(arguments: floods.indices, TokenizerSettings.Tokens.allCases)
    func timeIsLinear(flood: Int, tokens: TokenizerSettings.Tokens) throws {
        let unit = Self.floods[flood].unit
        for segments in [TokenizerSettings.Segments.lines, .sentences] {
            let tokenizer = try Tokenizer(TokenizerSettings(tokens: tokens, letterCase: .lower, segments: segments))
            func leastTime(bytes: Int) throws -> Duration {
                let text = Array(("A" + String(repeating: unit, count: bytes / unit.utf8.count)).utf8)
                return try (0..<3).map { _ in
                    var piece = TokenizedPiece()
                    return try ContinuousClock().measure { try tokenizer.tokenize(text.span, into: &piece) }
                }.min()!
            }
            _ = try leastTime(bytes: 1_000)
            // Other tests run beside this one: a few milliseconds say nothing.
            let short = max(try leastTime(bytes: 24_000), .milliseconds(6))
            let long = try leastTime(bytes: 8 * 24_000)
            #expect(long < short * 40, "\(Self.floods[flood].name), \(segments): \(short), \(long)")
        }
    }

    /// Words that a fixed hash would put into one place are entered as fast as others.
    @Test func noTextCanChooseItsHashes() {
        // The hash as it is without a seed.
        func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
            let product = a.multipliedFullWidth(by: b | 1)
            return product.high ^ product.low
        }
        func bytes(_ word: UInt64) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
        var generator = SeededGenerator(seed: 107)
        let heads = (0..<30_000).map { _ in UInt64.random(in: 0 ... .max, using: &generator) }
        let colliding = heads.map { head in
            bytes(head) + bytes(mix(head ^ 0x9E37_79B9_7F4A_7C15, 16 ^ 0xD1B5_4A32_D192_ED03) ^ 0x1234_5678)
        }
        let others = heads.map { bytes($0) + bytes($0 ^ UInt64.random(in: 0 ... .max, using: &generator)) }
        func leastTime(_ words: [[UInt8]]) -> Duration {
            (0..<3).map { _ in
                var table = TypeTable()
                return ContinuousClock().measure { for word in words { table.insert(word.span) } }
            }.min()!
        }
        #expect(leastTime(colliding) < leastTime(others) * 20)
    }

    /// What is longer than ICU can count is an error, wherever it meets ICU.
    @Test func whatICUCannotCountIsAnError() throws {
        let long = [
            ("a" + String(repeating: "\u{301}", count: 40), 81), (String(repeating: "ไทย", count: 20), 180),
        ]
        for (text, count) in long {
            for tokens in TokenizerSettings.Tokens.allCases {
                let settings = TokenizerSettings(tokens: tokens, letterCase: .lower, segments: .lines)
                let slow = try Tokenizer(settings, usesTables: false, longestForICU: 64)
                let needsICU = text.hasPrefix("a") || tokens != .whitespace
                if needsICU {
                    #expect(throws: TextError.stretchTooLongForICU(bytes: count)) { try slow.segments(of: text) }
                }
                // As long as is allowed.
                #expect(
                    try Tokenizer(settings, usesTables: false, longestForICU: count).segments(of: text)
                        == Tokenizer(settings).segments(of: text))
            }
        }
        let words = TokenizerSettings(segments: .lines)
        #expect(throws: TextError.stretchTooLongForICU(bytes: 180)) {
            try Tokenizer(words, usesTables: true, longestForICU: 64).segments(of: long[1].0)
        }
        let sentences = try Tokenizer(TokenizerSettings(segments: .sentences), usesTables: false, longestForICU: 64)
        #expect(throws: TextError.self) { try sentences.segments(of: String(repeating: "word ", count: 20)) }
        #expect(try sentences.segments(of: "Two words. Two more.").count == 2)
    }
}
