public import Statistics
internal import Storage

extension Corpus {
    /// How the vocabulary grows with the text, and how large it would be in more of it.
    ///
    /// - Parameters:
    ///   - documents: names of those to read, one after the other; all in the order of ingestion where `nil`.
    ///   - points: how many text lengths are looked at, 2 or more.
    ///   - multiples: of the text's length, each above 1, to extrapolate to.
    /// - Throws: `StorageError` if there is no such document, or no token.
    public func growth(
        ofDocuments documents: [String]? = nil, points: Int = 40, multiples: [Double] = [2, 5, 10]
    ) throws -> GrowthAnalysis {
        let words = try tokens(ofDocuments: documents)
        guard let last = words.max() else {
            throw StorageError(
                "there are no tokens to look at", remedy: "See: gram info \(store.path)", kind: .badData)
        }
        return GrowthAnalysis(of: words, typeCount: Int(last) + 1, points: points, multiples: multiples)
    }
}
