public import Foundation

/// Which n-grams a list of frequencies has.
public struct FrequencyFilter: Sendable {
    /// The least count.
    public var minimum = 1
    /// In how many documents of the part one occurs at least: lexical bundles, where it is more than one.
    public var minimumDocuments = 1
    /// What the words of one, joined by a space, match.
    public var expression: NSRegularExpression?
    /// Words that none of them has, as tokens of the corpus.
    public var excluded: Set<String> = []
    /// A query that matches the whole of each; n-grams of all its lengths are listed together.
    public var query: String?

    public init() {}

    /// Whether the counts of documents are needed, or those of matches.
    var isCountedByDocument: Bool { minimumDocuments > 1 || !excluded.isEmpty || query != nil }

    /// As a title has it: ` matching ^of seen 5 times or more`.
    var told: String {
        (expression.map { " matching \($0.pattern)" } ?? "") + (query.map { " that “\($0)” matches" } ?? "")
            + (minimum > 1 ? " seen \(NumberText.grouped(minimum)) times or more" : "")
            + (minimumDocuments > 1 ? " in \(NumberText.grouped(minimumDocuments)) documents or more" : "")
            + (excluded.isEmpty ? "" : " without \(NumberText.counted(excluded.count, "excluded word"))")
    }
}

/// What a list of frequencies has beside the counts.
public enum FrequencyColumn: String, Sendable, CaseIterable {
    /// In how many documents of the part the n-gram occurs.
    case documents
    /// DP over the documents: 0 even, near 1 in one place.
    case dispersion
    /// How often the n-gram occurs in each of twenty equal parts of the corpus, in the order of the text.
    case spread
    /// count × ln(D/d), with D documents of which d have the n-gram; of groups the documents of all of them.
    case tfIdf = "tf-idf"

    /// The key in JSON.
    var key: String { self == .tfIdf ? "tf_idf" : rawValue }
}

/// What a list of frequencies shows, and in which order.
public struct FrequencyListing: Sendable {
    public var columns: Set<FrequencyColumn> = []
    /// By which the list is sorted, the largest value first; by frequency where `nil`.
    public var order: FrequencyColumn?
    /// How many rows; all where `nil`.
    public var limit: Int? = 20
    /// Bytes that counting a long text may take, about; beyond, it goes to temporary files.
    public var memory = 1 << 30

    public init() {}

    /// Whether only counts of all n-grams tell what is listed.
    var needsAllCounts: Bool { order != nil || shown.contains(.tfIdf) }

    /// All columns that it shows, in their order.
    var shown: [FrequencyColumn] { FrequencyColumn.allCases.filter { columns.contains($0) || $0 == order } }
}
