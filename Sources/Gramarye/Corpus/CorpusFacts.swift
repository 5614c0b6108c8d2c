internal import Storage
internal import Tokenization

/// What a form offers of a corpus for choice, of one state of its database.
package struct CorpusFacts: Sendable {
    package var tokens = 0
    /// Whether its tokens are characters or subwords, which stand together without spaces.
    package var hasCharacters = false
    /// A few of the most frequent words that are not the shortest.
    package var words: [String] = []
    package var models: [String] = []
    /// The keys of the documents' metadata.
    package var keys: [String] = []
    /// Those that have a number first, which time can be told by.
    package var numericKeys: [String] = []
    /// Conditions that hold of some of the documents, by the most frequent values of each key.
    package var conditions: [String] = []
    /// The first of them by name.
    package var documents: [String] = []

    private static let mostDocuments = 100

    package init() {}

    package init(of corpus: Corpus) throws {
        hasCharacters = corpus.tokenizer.tokensAbut
        tokens = try corpus.store.splits().reduce(0) { $0 + $1.tokens }
        words = try corpus.frequentWords()
        models = try corpus.store.models().map(\.name)
        let summary = try corpus.store.metadataSummary()
        keys = summary.map(\.key)
        numericKeys = summary.filter { $0.examples.first?.isNumber ?? false }.map(\.key)
        documents = try corpus.store.namedDocuments().prefix(Self.mostDocuments).map(\.name)
        conditions = summary.flatMap { key in key.examples.map { "\(key.key.sqlName) = \($0.sqlLiteral)" } }
        conditions += documents.prefix(20).map { "name = \($0.sqlText)" }
    }
}

extension Corpus {
    /// Of the hundred most frequent words the first that have four characters; else the first of all.
    fileprivate func frequentWords() throws -> [String] {
        let rows = try storedTop(100, order: 1, of: .whole, minimum: 1)?.rows ?? []
        let words = rows.flatMap(\.ngram)
        let longer = words.filter { $0.count >= 4 }
        return Array((longer.isEmpty ? words : longer).prefix(3))
    }
}

extension String {
    fileprivate var sqlText: String { "'" + replacing("'", with: "''") + "'" }

    /// As a column of a condition is named.
    fileprivate var sqlName: String {
        allSatisfy { $0.isASCII && ($0.isLetter || $0 == "_") } ? self : "\"" + replacing("\"", with: "\"\"") + "\""
    }
}

extension MetadataValue {
    fileprivate var sqlLiteral: String {
        switch self {
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        case .text(let text): text.sqlText
        }
    }
}
