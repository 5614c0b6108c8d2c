public import Counting
public import Tokenization

/// The tokens of a text in memory, and how often n-grams occur in it.
///
/// ```swift
/// let text = try TextCounts(of: "the cat sat on the mat")
/// text.count(of: ["the", "cat"])  // 1
/// for (ngram, count) in text.ngrams(order: 2) { print(ngram.joined(separator: " "), count) }
/// ```
public struct TextCounts: Sendable {
    /// The types, the three markers first, then in the order of their first occurrence.
    public let types: TypeTable
    public let tokens: TokenStream

    /// - Parameters:
    ///   - text: one document.
    ///   - settings: `auto` segments are decided by the text.
    /// - Throws: `TextError` for a token `<s>` or `</s>` between white space.
    public init(of text: String, _ settings: TokenizerSettings = TokenizerSettings()) throws(TextError) {
        var types = TypeTable()
        var tokens = TokenStream(documentStarts: [0])
        for segment in try Tokenizer(settings).segments(of: text) {
            tokens.ids += segment.map { types.insert($0) } + [Marker.segmentEnd]
        }
        if tokens.ids.isEmpty { tokens.documentStarts = [] }
        tokens.characterCount = text.unicodeScalars.count
        self.types = types
        self.tokens = tokens
    }

    /// The n-grams without boundary markers, the most frequent first, equal ones in code point order.
    public func ngrams(order: Int) -> [(ngram: [String], count: Int)] {
        RankedNgrams(tokens, order: order, types: types).top(nil).rows.map { ($0.ngram, $0.count) }
    }

    /// How often an n-gram of one or more words occurs.
    public func count(of ngram: [String]) -> Int {
        precondition(!ngram.isEmpty, "an n-gram has a word")
        return RankedNgrams(tokens, order: ngram.count, types: types).row(of: ngram).count
    }
}
