internal import Foundation

/// One of the things that are done to a text before its words become subwords, as Hugging Face's `tokenizers` and
/// SentencePiece know them; those that make it another text first, those that cut it behind them.
enum SubwordStep: Sendable, Hashable, Codable {
    // Making it another text.
    case nfc, nfd, nfkc, nfkd
    case lowercase
    case stripAccents
    case strip(left: Bool, right: Bool)
    case replace(SubwordPattern, with: String)
    /// Puts a text before one that is not empty.
    case prepend(String)
    /// SentencePiece's table of replacements, as Hugging Face applies it: to grapheme clusters.
    case charsmap(Data)
    /// SentencePiece's own normalization.
    case sentencePiece(charsmap: Data, addsPrefix: Bool, removesSpaces: Bool, isSuffix: Bool)

    // Cutting it.
    /// GPT-2's words, which begin with the space before them.
    case byteLevel(addsPrefixSpace: Bool, splits: Bool)
    case split(SubwordPattern, SplitBehavior, isInverted: Bool)
    case digits(areIndividual: Bool)
    case punctuation(SplitBehavior)
    case whitespace
    case whitespaceSplit
    /// Spaces become ▁, with one before the text as `prefix` says.
    case metaspace(prefix: Prefix, splits: Bool)

    enum Prefix: String, Sendable, Codable { case always, first, never }

    /// What becomes of what a pattern finds.
    enum SplitBehavior: String, Sendable, Codable {
        case removed = "Removed"
        case isolated = "Isolated"
        case mergedWithPrevious = "MergedWithPrevious"
        case mergedWithNext = "MergedWithNext"
        case contiguous = "Contiguous"
    }

    /// Whether it cuts a text.
    var cuts: Bool {
        switch self {
        case .byteLevel, .split, .digits, .punctuation, .whitespace, .whitespaceSplit, .metaspace: true
        default: false
        }
    }
}

/// What is looked for in a text.
enum SubwordPattern: Sendable, Hashable, Codable {
    case literal(String)
    /// In the syntax of ICU.
    case expression(String)
}
