internal import Foundation
internal import TestSupport
internal import Testing
internal import Tokenization

/// Decode, normalize, case, normalize again, letters only: against Foundation and Swift's own Unicode properties.
@Suite struct CanonicalizerTests {
    /// The canonical text, seen through characters that keep all white space.
    private func canonical(_ text: String, _ settings: TokenizerSettings) throws -> String {
        try Tokenizer(settings).segments(of: text).joined().joined()
    }

    private func settings(
        _ letterCase: TokenizerSettings.Case, _ normalization: TokenizerSettings.Normalization = .nfc,
        lettersOnly: Bool = false
    ) -> TokenizerSettings {
        TokenizerSettings(
            tokens: .characters, letterCase: letterCase, normalization: normalization, lettersOnly: lettersOnly,
            whiteSpace: .keep, segments: .document)
    }

    @Test func equalsICUOnTheWholeText() throws {
        var generator = SeededGenerator(seed: 7)
        for language in [nil, "tr", "az", "lt", "nl", "el"] as [String?] {
            for letterCase in TokenizerSettings.Case.allCases {
                for normalization in TokenizerSettings.Normalization.allCases {
                    var fast = settings(letterCase, normalization)
                    fast.locale = language
                    let mapper = try TextMapper(
                        letterCase: letterCase, normalization: normalization, language: language ?? "")
                    for round in 0..<(language == nil ? 1000 : 300) {
                        let count = Int.random(in: 1..<40, using: &generator)
                        var text = TestTexts.unicode(count: count, using: &generator)
                        // What Turkic and Lithuanian rules look at.
                        if round % 3 == 0 {
                            let marks = Array("IJiİıĮ \u{307}\u{301}\u{323}\u{30D}X".unicodeScalars)
                            for _ in 0..<count {
                                text.unicodeScalars.append(marks.randomElement(using: &generator)!)
                            }
                        }
                        let expected = try mapper.map(Array(text.utf8))
                        #expect(try bytes(canonical(text, fast)) == expected, "\(fast) \(hex(text))")
                    }
                }
            }
        }
    }

    @Test func equalsTheSameStepsBySwift() throws {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<1000 {
            let text = TestTexts.unicode(count: Int.random(in: 1..<40, using: &generator), using: &generator)
            // Swift may know more characters than ICU does, and no final sigma.
            let known = String(
                String.UnicodeScalarView(
                    text.unicodeScalars.filter {
                        ($0.properties.age.map { $0.major <= 14 } ?? false) && $0 != "Σ" && !isComposedBySwift($0)
                    }))
            let nfc = known.precomposedStringWithCanonicalMapping
            let lower = nfc.lowercased().precomposedStringWithCanonicalMapping
            let letters = lower.unicodeScalars.map { isLetterOrMark($0) ? $0 : " " }
            #expect(bytes(try canonical(known, settings(.preserve, .none))) == bytes(known), "\(hex(known))")
            #expect(bytes(try canonical(known, settings(.preserve))) == bytes(nfc), "\(hex(known))")
            #expect(bytes(try canonical(known, settings(.lower))) == bytes(lower), "\(hex(known))")
            #expect(
                bytes(try canonical(known, settings(.lower, lettersOnly: true)))
                    == bytes(String(String.UnicodeScalarView(letters))), "\(hex(known))")
        }
    }

    /// What Unicode composes, and of what, by the last 16 bits of their numbers.
    private static let parts = Set(
        (UInt32(0)...0xFFFF).compactMap(Unicode.Scalar.init).flatMap { scalar -> [UInt16] in
            let parts = String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars
            return parts.count > 1 ? ([scalar] + parts).map { UInt16(truncatingIfNeeded: $0.value) } : []
        })

    /// Whether Swift's own normalization may take a character beyond the first plane for the one that has the same last 16
    /// bits, and compose it: U+10041 and U+0301 are Á to it.
    private func isComposedBySwift(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value > 0xFFFF && Self.parts.contains(UInt16(truncatingIfNeeded: scalar.value))
    }

    /// Unicode's NormalizationTest: what has no mapping stays.
    @Test func whatDoesNotComposeStays() throws {
        for text in ["\u{F30B3}\u{3099}", "\u{10041}\u{301}", "\u{1003D}\u{338}", "\u{1D158}\u{1D165}"] {
            #expect(bytes(try canonical(text, settings(.preserve))) == bytes(text))
        }
        // Composed beyond the first plane too, where Unicode does.
        #expect(bytes(try canonical("\u{11099}\u{110BA}", settings(.preserve))) == bytes("\u{1109A}"))
    }

    @Test func lowerCaseIsThatOfUnicode() throws {
        #expect(try canonical("ΟΔΥΣΣΕΥΣ ΣΑΣ", settings(.lower)) == "οδυσσευς σας")
        #expect(bytes(try canonical("İI", settings(.lower))) == bytes("i\u{307}i"))
        #expect(try canonical("STRASSE ẞ", settings(.lower)) == "strasse ß")
        #expect(try canonical("Straße ΣΑΣ", settings(.fold)) == "strasse σασ")
    }

    @Test func languagesHaveTheirCase() throws {
        func lower(_ text: String, _ language: String, _ letterCase: TokenizerSettings.Case = .lower) throws -> String {
            var settings = settings(letterCase)
            settings.locale = language
            return try canonical(text, settings)
        }
        #expect(bytes(try lower("ISPARTA İnsan I\u{307}x", "tr")) == bytes("ısparta insan ix"))
        #expect(bytes(try lower("IĞDIR", "az", .fold)) == bytes("ığdır"))
        // The dot stays under an accent.
        #expect(bytes(try lower("Ì J\u{301}", "lt")) == bytes("i\u{307}\u{300} j\u{307}\u{301}"))
        // Dutch ij is two letters, at a word's beginning too.
        #expect(bytes(try lower("IJsland ijs", "nl")) == bytes("ijsland ijs"))
    }

    @Test func compatibilityIsOptional() throws {
        #expect(try canonical("ﬁn Ａ① ½ ＃", settings(.lower, .nfkc)) == "fin a1 1⁄2 #")
        #expect(try canonical("ﬁn", settings(.lower)) == "ﬁn")
    }

    @Test func normalizationIsOptional() throws {
        #expect(bytes(try canonical("e\u{301}", settings(.preserve, .none))) == bytes("e\u{301}"))
        #expect(bytes(try canonical("e\u{301}", settings(.preserve))) == bytes("é"))
        // Two types where the text is not normalized, one where it is.
        let text = "é e\u{301}"
        for (normalization, types) in [(TokenizerSettings.Normalization.none, 2), (.nfc, 1)] {
            var piece = TokenizedPiece()
            let settings = TokenizerSettings(normalization: normalization, segments: .document)
            try Tokenizer(settings).tokenize(Array(text.utf8).span, into: &piece)
            #expect(piece.types.count - 3 == types)
        }
    }

    private func isLetterOrMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .enclosingMark:
            true
        default: false
        }
    }

    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    private func hex(_ text: String) -> [String] { text.unicodeScalars.map { String($0.value, radix: 16) } }
}
