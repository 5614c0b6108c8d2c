public import Reporting
public import Statistics
internal import Storage
internal import Tokenization

extension Corpus {
    /// The growth of the vocabulary with the text, and its size in longer texts.
    ///
    /// - Parameters:
    ///   - documents: names of those to read, one after the other; all in the order of ingestion where `nil`.
    ///   - points: how many text lengths are looked at, 2 or more.
    ///   - multiples: of the text's length, each above 1, to extrapolate to.
    /// - Throws: `StorageError` if there is no such document, `CorpusError.noTokens`.
    public func growth(
        ofDocuments documents: [String]? = nil, points: Int = 40, multiples: [Double] = [2, 5, 10]
    ) throws -> GrowthAnalysis {
        GrowthAnalysis(
            of: try words(ofDocuments: documents), points: points, multiples: multiples)
    }

    /// The same as a report.
    public func growthReport(
        ofDocuments documents: [String]? = nil, points: Int = 40, multiples: [Double] = [2, 5, 10]
    ) throws -> Report {
        let documents = try documents.map { try documentNames($0) }
        let words = try words(ofDocuments: documents)
        let provenance = try provenance()
        return GrowthAnalysis(of: words, points: points, multiples: multiples)
            .report(of: documents?.joined(separator: ", ") ?? "words", provenance: provenance)
    }

    /// One token or more.
    private func words(ofDocuments documents: [String]?) throws -> [TokenID] {
        let words = try tokens(ofDocuments: documents)
        guard !words.isEmpty else {
            throw CorpusError.noTokens(documents?.joined(separator: ", ") ?? store.path)
        }
        return words
    }
}

extension GrowthAnalysis {
    fileprivate init(of words: [TokenID], points: Int, multiples: [Double]) {
        self.init(of: words, typeCount: Int(words.max() ?? 0) + 1, points: points, multiples: multiples)
    }
}
