internal import Basics
internal import Foundation
package import Tokenization

/// A sequence of patterns, one a token, as a text between spaces.
///
/// `love` is the word as the corpus's tokenizer and case have it, `love*` and `l?ve` words with wildcards, `love|hate` either,
/// `/lov(e|ing)/` a regular expression for a whole token, `[]` any token, `[]{0,3}` up to three of them. A backslash takes a
/// character as it is.
///
/// ```swift
/// let query = try Query("fellow citizen*", tokenizer: settings)
/// try query.compiled(for: types).forEachMatch(in: run.ids) { start, end in … }
/// ```
package struct Query: Sendable {
    enum Element: Sendable {
        case gap(ClosedRange<Int>)
        /// Each is a sequence of tokens.
        case words([[TokenPattern]])
    }

    /// As it was asked.
    package let text: String
    let elements: [Element]
    /// What a reader should know of how the query is understood.
    package let notes: [String]

    /// How many tokens gaps reach over, and how many patterns there are, at most.
    package static let mostTokens = 1_000

    /// - Parameters:
    ///   - text: of the query.
    ///   - tokenizer: of the corpus.
    package init(_ text: String, tokenizer: TokenizerSettings) throws(QueryError) {
        self.text = text
        var reader = QueryReader(text)
        let words = try QueryWords(tokenizer)
        var elements: [Element] = []
        var notes: [String] = []
        for element in try reader.elements() {
            switch element {
            case .gap(let count):
                if case .gap(let last) = elements.last {
                    elements[elements.count - 1] = .gap(
                        last.lowerBound + count.lowerBound...last.upperBound + count.upperBound)
                } else {
                    elements.append(.gap(count))
                }
            case .alternatives(let alternatives):
                var sequences: [[TokenPattern]] = []
                for alternative in alternatives {
                    switch alternative {
                    case .expression(let pattern): sequences.append([try Self.expression(pattern, tokenizer)])
                    case .word(let signs):
                        let found = try words.alternatives(of: signs)
                        sequences += found.map(\.patterns)
                        guard let patterns = found.first?.patterns, let separator = found.first?.separator else {
                            continue
                        }
                        let word = signs.map(\.text).joined()
                        let note =
                            "'\(word)' is \(groupedDigits(patterns.count)) tokens here, whatever stands where it has '\(separator)'"
                        if !notes.contains(note) { notes.append(note) }
                    }
                }
                elements.append(.words(sequences))
            }
        }
        let tokens = elements.reduce(0) { $0 + $1.mostTokens }
        guard tokens <= Self.mostTokens else { throw .tooLong(tokens: tokens, most: Self.mostTokens) }
        guard elements.contains(where: \.needsToken) else { throw .meetsNothing(query: text) }
        self.elements = elements
        self.notes = notes
    }

    /// Whether it is met by any tokens whatever.
    package var matchesEverything: Bool {
        elements.allSatisfy { element in
            switch element {
            case .gap: true
            case .words(let sequences): sequences.contains { $0.allSatisfy { $0 == .any } }
            }
        }
    }

    private static func expression(
        _ pattern: String, _ tokenizer: TokenizerSettings
    ) throws(QueryError) -> TokenPattern {
        var normal = pattern
        switch tokenizer.normalization {
        case .nfc: normal = pattern.precomposedStringWithCanonicalMapping
        case .nfkc: normal = pattern.precomposedStringWithCompatibilityMapping
        case .none: break
        }
        if tokenizer.apostrophes == .unify {
            // Between letters types have the typewriter's, elsewhere the one of the text.
            var unified = ""
            for character in normal {
                let isApostrophe = character == "’" || character == "ʼ"
                unified += isApostrophe && unified.last != "\\" ? "['\(character)]" : String(character)
            }
            normal = unified
        }
        let ignoresCase = tokenizer.letterCase != .preserve
        do { _ = try WholeExpression(normal, ignoresCase: ignoresCase) } catch {
            guard case .noExpression(let place) = error, normal == pattern else {
                throw .noExpression(pattern, place: nil)
            }
            throw .noExpression(pattern, place: place.map { $0 + 1 })
        }
        return .expression(normal, ignoresCase: ignoresCase)
    }
}

extension Query.Element {
    /// Tokens that a gap reaches over; of words, tokens of all alternatives but those that are one token, which are one
    /// pattern together.
    fileprivate var mostTokens: Int {
        switch self {
        case .gap(let count): count.upperBound
        case .words(let sequences):
            sequences.reduce(0) { $0 + ($1.count > 1 ? $1.count : 0) } + (sequences.contains { $0.count == 1 } ? 1 : 0)
        }
    }

    fileprivate var needsToken: Bool {
        switch self {
        case .gap(let count): count.lowerBound > 0
        case .words: true
        }
    }
}
