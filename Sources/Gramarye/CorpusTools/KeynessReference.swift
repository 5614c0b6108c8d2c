internal import CorpusTools
internal import Counting
internal import Statistics
internal import Storage
internal import Tokenization

/// What a part of a corpus is compared with.
public enum KeynessReference: Sendable {
    /// All other documents.
    case rest
    case documents(Subcorpus)
    /// The documents of another corpus whose texts are cut into tokens in the same way.
    case corpus(Corpus)
    /// The text of a table of words and counts.
    case list(String, named: String)
}

/// Why two sides cannot be compared.
public enum KeynessError: ExplainedError, Hashable {
    /// The rest is asked for, and there is none.
    case noRest(of: Subcorpus?)
    /// Documents are on both sides.
    case overlap([String])
    /// A side has no tokens.
    case noTokens(of: String)
    /// The tokens of two corpora are not of one kind.
    case otherTokens(String, String, other: String, String)
    /// A line of a list cannot be read, or the list as a whole.
    case list(String, Explanation)
    /// A database stands where a list of words and counts is asked for.
    case databaseListed(String)
    /// A model does not give every word a probability, or needs a text of its own to be fitted.
    case unfitModel(String)
    /// The side that is judged has a single document.
    case oneDocument(String)
    /// No word of a list is one token, or so many, of the corpus.
    case nothingListed(String, order: Int)

    public var explanation: Explanation {
        switch self {
        case .noRest(let documents):
            Explanation(
                documents.map { "there is nothing to compare with: \($0)" } ?? "there is nothing to compare with",
                cause: documents == nil
                    ? "No documents were chosen, and no reference." : "The reference is all others, and there is none.",
                remedy: "Choose fewer documents, or another reference.", kind: .usage)
        case .overlap(let names):
            Explanation(
                "\(NumberText.counted(names.count, "document")) \(names.count == 1 ? "is" : "are") on both sides: \(shortened(names))",
                cause: "What is counted twice tells nothing from itself.",
                remedy: "Choose sides without a document in common.", kind: .usage)
        case .noTokens(let name): Explanation("\(name) has no tokens", kind: .badData)
        case .otherTokens(let database, let tokenizer, let other, let others):
            Explanation(
                "the words of \(database) and \(other) were cut in different ways",
                cause: "\(database) has tokens \(tokenizer), \(other) \(others).",
                remedy: "Make both with the same settings.", kind: .badData)
        case .list(_, let explanation): explanation
        case .databaseListed(let name):
            Explanation(
                "\(name) is a database, not a list of words and counts", remedy: "Compare with it as a corpus.",
                kind: .badData)
        case .unfitModel(let model):
            Explanation(
                "'\(model)' cannot judge two sides",
                cause: "It gives some words no probability, or needs a held-out text, and there is none.",
                remedy: "Take another method, as mkn:3 or witten-bell:2.", kind: .usage)
        case .oneDocument(let name):
            Explanation(
                "\(name) has fewer than two documents with tokens",
                cause: "Each document is judged by a model of the others of its side.",
                remedy: "Choose two documents or more.", kind: .badData)
        case .nothingListed(let name, let order):
            Explanation(
                "no line of \(name) is \(order == 1 ? "a word" : "\(order) words") of this corpus's tokenizer",
                cause: "Each line is a word and its count; n-grams have spaces between their words.",
                remedy: "Check the list, and the order asked for.", kind: .badData)
        }
    }
}

/// A list of words as n-grams of a corpus.
struct ReferenceList {
    private(set) var counts: [[TokenID]: Int] = [:]
    private(set) var notes: [String] = []

    /// - Parameters:
    ///   - types: gets the words of the list that the corpus has not.
    /// - Throws: `KeynessError`.
    init(_ text: String, named name: String, order: Int, tokenizer: TokenizerSettings, types: inout TypeTable) throws {
        if text.utf8.starts(with: "SQLite format 3".utf8) { throw KeynessError.databaseListed(name) }
        if text.allSatisfy(\.isWhitespace) {
            throw KeynessError.list(
                name,
                Explanation("\(name) holds no word", remedy: "Give a word and its count a line.", kind: .badData))
        }
        let list: ListedCounts
        do { list = try ListedCounts(list: text) } catch {
            let fact = name + (error.line.map { ", line \($0)" } ?? "") + ": " + error.fact
            throw KeynessError.list(name, Explanation(fact, remedy: error.remedy, kind: .badData))
        }
        let tokenizer = try Tokenizer(tokenizer)
        var (others, otherTokens) = (0, 0)
        for (word, count) in list.words {
            let ngram = try tokenizer.segments(of: word).flatMap(\.self)
            guard ngram.count == order else {
                others += 1
                otherTokens += count
                continue
            }
            counts[ngram.map { types.insert($0) }, default: 0] += count
        }
        if counts.isEmpty { throw KeynessError.nothingListed(name, order: order) }
        if others > 0 {
            notes.append(
                "left out: \(NumberText.counted(others, "line")) of \(name) (\(NumberText.counted(otherTokens, "occurrence"))) "
                    + "that \(others == 1 ? "is" : "are") not \(order == 1 ? "one token" : "\(order) tokens") here")
        }
    }
}
