public import Basics
internal import Storage
public import Tokenization

/// Why a corpus, or a text beside it, cannot be asked.
public enum CorpusError: ExplainedError, Hashable {
    /// A database with imported models alone, or with nothing.
    case noText(database: String)
    case emptySplit(Split, database: String)
    /// None of the documents asked for.
    case noDocument(database: String, names: [String], condition: String?)
    /// The documents chosen have no part in a split.
    case emptyPart(Split, of: Subcorpus)
    /// Several documents where one is read.
    case severalDocuments(Subcorpus)
    /// A document ends before the segments that are asked for.
    case noSegments(document: String, first: Int, total: Int)
    /// A key that no document's metadata has.
    case unknownKey(String, database: String, keys: [String])
    /// A key that no document's metadata has, where hits are sorted or grouped.
    case unknownSortKey(String, database: String, keys: [String])
    /// No hit begins at a place of a document, which has so many others.
    case noHit(query: String, ConcordancePassage.Place, document: String, hits: Int)
    /// Spellings are asked for, and no document's text is kept.
    case noKeptText(database: String)
    /// More groups than a table has columns.
    case tooManyGroups(Int, by: String, most: Int)
    /// A key whose groups are not of whole documents.
    case cutsDocuments(key: String)
    /// A text without a single token.
    /// - Parameter unreadableLines: how many lines were left out.
    case noTokens(String, unreadableLines: Int = 0)
    /// The tokenizer leaves nothing of a text that is looked up.
    case nothingToLookUp(String, tokenizer: TokenizerSettings)
    /// It has another number of tokens than the order asked for.
    case otherOrder(String, tokens: Int, order: Int)
    /// A query stands where one n-gram is asked for.
    case severalNgrams(query: String)
    /// A key whose values are no numbers.
    case notNumeric(key: String, value: String)
    /// n-grams longer than those that a database without a text has counts of.
    case countsUpTo(Int, wanted: Int, database: String)
    /// Counts that lack rare n-grams, so that no model can be made of them.
    case partialCounts(database: String)
    /// Bits per character of two databases would refer to different texts.
    case differentText(Split, String, characters: Int, String, otherCharacters: Int, [TextDifference])

    public var explanation: Explanation {
        switch self {
        case .noText(let database):
            Explanation("\(database) holds no text yet", remedy: "Put some in.", kind: .badData)
        case .emptySplit(let split, let database):
            Explanation(
                "the \(split.name) split of \(database) holds no tokens",
                cause: "The text is too short for its shares, or they gave this split nothing.",
                remedy: "Add text, or make the database anew with other shares, as 8, 1 and 1.", kind: .badData)
        case .noDocument(let database, let names, let condition):
            Explanation(
                "no document of \(database)\(names.isEmpty ? "" : " among \(shortened(names))")"
                    + (condition.map { " meets \"\($0)\"" } ?? ""),
                cause: condition.map { _ in "It is false, or undefined, of each: texts are compared letter by letter."
                },
                remedy: "See what is known of the documents.", kind: .noInput)
        case .emptyPart(let split, let documents):
            Explanation(
                "the \(split.name) split has no tokens of \(documents)",
                cause: "Their text lies in other splits, or is too short for its shares.",
                remedy: "Choose other documents, or another split.", kind: .badData)
        case .severalDocuments(let documents):
            Explanation(
                "one document is read, and these are \(documents)",
                cause: "The name has * or ?, which stand for any characters, or several are named.",
                remedy: "Name one document.", kind: .usage)
        case .noSegments(let document, let first, let total):
            Explanation(
                "\(document) has no segment \(NumberText.grouped(first))",
                cause: "It has \(NumberText.counted(total, "segment")).", remedy: "Give numbers from 1 to \(total).",
                kind: .usage)
        case .unknownKey(let key, let database, let keys):
            Self.unknown(key, in: database, keys, remedy: "Name one of these, document or split.")
        case .unknownSortKey(let key, let database, let keys):
            Self.unknown(
                key, in: database, keys,
                remedy: "Name \(keys.isEmpty ? "" : "one of these, ")node, document, or a place beside the hit: 1L, 1R."
            )
        case .noHit(let query, let place, let document, let hits):
            Explanation(
                "no hit of “\(query)” begins at token \(NumberText.grouped(place.position)) of segment "
                    + "\(NumberText.grouped(place.segment)) of \(document)",
                cause: "It has \(NumberText.counted(hits, "hit")) elsewhere: the query or the document has changed.",
                remedy: "Take segment and position of a line of the concordance.", kind: .noInput)
        case .noKeptText(let database):
            Explanation(
                "\(database) keeps no text", cause: "Spellings are those of the source; it has tokens alone.",
                remedy: "Read the texts in anew, and keep them.", kind: .badData)
        case .tooManyGroups(let count, let key, let most):
            Explanation(
                "a column for each \(key) would be \(NumberText.grouped(count)) columns",
                cause: "At most \(NumberText.grouped(most)) stand side by side.",
                remedy: "Choose fewer documents, or a row for each.", kind: .usage)
        case .cutsDocuments(let key):
            Explanation(
                "the groups by \(key) are not of whole documents", cause: "Words are counted by document here.",
                remedy: "Name a key of the documents' metadata.", kind: .usage)
        case .noTokens(let name, let unreadable):
            Explanation(
                "\(name) has no tokens",
                cause: unreadable == 0
                    ? "It is empty, or the tokenizer drops all of it."
                    : "\(unreadable) of its lines cannot be read and are left out, and no other has one.",
                kind: .badData)
        case .nothingToLookUp(let text, let tokenizer):
            Explanation(
                "'\(text)' has no token.", cause: "The tokenizer (\(tokenizer)) leaves nothing of it.", kind: .badData)
        case .otherOrder(let text, let tokens, let order):
            Explanation(
                "'\(text)' has \(NumberText.counted(tokens, "token")), not \(order).", remedy: "Ask for no order.",
                kind: .usage)
        case .severalNgrams(let query):
            Explanation(
                "'\(query)' is a query, which matches several n-grams",
                cause: "A column for each group has words alone.",
                remedy: "Ask for a row for each group.", kind: .usage)
        case .notNumeric(let key, let value):
            Explanation(
                "no document has a number as its \(key)", cause: "One has '\(value)'; a trend goes along numbers.",
                remedy: "Name another key, or ask for groups.", kind: .usage)
        case .countsUpTo(let order, let wanted, let database):
            Explanation(
                "\(database) has counts up to order \(order), and \(wanted) is asked for",
                cause: "It was made of counts, without a text.", remedy: "Ask for an order up to \(order).",
                kind: .badData)
        case .partialCounts(let database):
            Explanation(
                "the counts of \(database) are not those of all n-grams",
                cause: "What follows a word does not come to its own count, as where rare n-grams were left out.",
                remedy: "Ask for mle:2, or import counts without a threshold, with <s> and </s>.", kind: .badData)
        case .differentText(let split, let left, let characters, let right, let others, let differences):
            Explanation(
                "the \(split.name) splits of \(left) (\(characters) characters) and \(right) (\(others)) are not the same text",
                cause: Self.cause(differences), remedy: "Make both anew of the same text with the same settings.",
                kind: .badData)
        }
    }

    private static func unknown(_ key: String, in database: String, _ keys: [String], remedy: String) -> Explanation {
        Explanation(
            "the documents of \(database) have no metadata '\(key)'",
            cause: keys.isEmpty ? "They have none at all." : "They have \(listed(keys)).", remedy: remedy,
            kind: .usage)
    }

    /// Whether an error says that a text has no tokens.
    static func saysNoTokens(_ error: any Error) -> Bool {
        if case CorpusError.noTokens = error { true } else { false }
    }

    /// Whether an error says that a split, or the part of it that documents have, has no tokens.
    static func saysEmptySplit(_ error: any Error) -> Bool {
        switch error {
        case CorpusError.emptySplit, CorpusError.emptyPart: true
        default: false
        }
    }

    private static func cause(_ differences: [TextDifference]) -> String {
        let list = differences.map(\.cause).joined(separator: ", ")
        return list.prefix(1).uppercased() + list.dropFirst() + "."
    }
}

/// What makes different texts of one, or shows that there are two.
public enum TextDifference: Sendable, Hashable {
    case documents
    /// Only the database named has letters alone.
    case lettersOnly(in: String)
    /// Only the database named dropped what is no word.
    case punctuationDropped(in: String)
    case letterCase
    case normalization
    case whiteSpace
    case apostrophes
    case hyphens
    case language
    /// Points and tatweel.
    case marks
    /// Emoji, hashtags, @names and URLs.
    case symbols
    /// Empty segments, which only one has.
    case blankLines
    /// Segments or shares; the segments of the first.
    case division(TokenizerSettings.Segments)
    case tokens

    fileprivate var cause: String {
        switch self {
        case .documents: "they were not made of the same documents"
        case .lettersOnly(let database): "only \(database) has letters alone"
        case .punctuationDropped(let database): "only \(database) dropped the punctuation"
        case .letterCase: "their case differs"
        case .normalization: "their normalization differs"
        case .whiteSpace: "their white space differs"
        case .apostrophes: "their apostrophes differ"
        case .hyphens: "their hyphens differ"
        case .language: "the rules of two languages cut them"
        case .marks: "only one has Arabic and Hebrew points"
        case .symbols: "only one has emoji and the like"
        case .blankLines: "only one has an end of a segment for each blank line"
        case .division: "they are divided otherwise"
        case .tokens: "the kinds of tokens leave different texts"
        }
    }
}
