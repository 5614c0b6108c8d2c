public import CorpusTools

/// The hits of a query in their contexts.
///
/// ```swift
/// let concordance = try corpus.concordance("love*", sortedBy: [.word(at: 1)])
/// for line in concordance.lines { print(line.left, line.node, line.right) }
/// ```
public struct Concordance: Sendable {
    /// As it was asked.
    public let query: String
    /// In the order asked for; a page of them where there are more.
    public let lines: [ConcordanceLine]
    /// How many lines there are in all: hits, or those drawn of them.
    public let total: Int
    /// How many hits there are, and in how many documents.
    public let hits: Int
    public let documents: Int
    /// How many tokens and documents were searched.
    public let tokens: Int
    public let searched: Int
    /// How the query is understood, what is shown of hits without a text, and why there is none.
    public let notes: [String]
}

/// A hit of a query in a longer stretch of its text.
public struct ConcordancePassage: Sendable {
    /// Where a hit begins: in which segment of the document, and at which of its tokens, both from 1.
    public struct Place: Sendable, Hashable {
        public let segment: Int
        public let position: Int

        public init(segment: Int, position: Int) { (self.segment, self.position) = (segment, position) }
    }

    /// As it was asked.
    public let query: String
    /// The hit; its context has the lines of the text.
    public let line: ConcordanceLine
    /// How many hits the document has, and which of them this is, from 1.
    public let hits: Int
    public let number: Int
    /// The hits of the document before and after it.
    public let previous: Place?
    public let next: Place?
    public let notes: [String]
}

/// The hits of a query counted by what they have in common.
public struct ConcordanceGroups: Sendable {
    public struct Group: Sendable {
        /// The words; `nil` for hits that have none, as at the end of a document, or no value of a key.
        public let label: String?
        public let hits: Int
        /// How many documents they are in.
        public let documents: Int
        /// How many tokens were searched in the documents of the group: all of them where words make the groups.
        public let tokens: Int
    }

    /// As it was asked.
    public let query: String
    public let key: ConcordanceKey
    /// The largest first, a page of them; of documents and their values also those without a hit.
    public let groups: [Group]
    public let total: Int
    /// How many hits there are, and in how many documents.
    public let hits: Int
    public let documents: Int
    /// How many tokens and documents were searched.
    public let tokens: Int
    public let searched: Int
    public let notes: [String]
}
