public import Reporting
public import Statistics
internal import Storage
internal import Tokenization

extension Corpus {
    /// The growth of the vocabulary with the text, and its size in longer texts.
    ///
    /// - Parameters:
    ///   - part: whose documents are read one after the other.
    ///   - points: how many text lengths are looked at, 2 or more.
    ///   - multiples: of the text's length, each above 1, to extrapolate to.
    /// - Throws: `CorpusError.noTokens`.
    public func growth(
        of part: CorpusPart = .whole, points: Int = 40, multiples: [Double] = [2, 5, 10]
    ) throws -> GrowthAnalysis {
        let words = try words(of: part)
        guard !words.isEmpty else { throw CorpusError.noTokens(part.name(in: store.path)) }
        return GrowthAnalysis(of: words, points: points, multiples: multiples)
    }

    /// The same as a report; chart `growth`.
    public func growthReport(
        of part: CorpusPart = .whole, points: Int = 40, multiples: [Double] = [2, 5, 10]
    ) throws -> Report {
        let words = try words(of: part)
        guard !words.isEmpty else { throw CorpusError.noTokens(part.name(in: store.path)) }
        let provenance = try provenance(of: part.documents)
        return GrowthAnalysis(of: words, points: points, multiples: multiples)
            .report(of: "words", provenance: provenance).about(part.documents)
    }

    /// The growth in each group of documents: the curve of each, its value in a first column; chart `growth`.
    ///
    /// - Parameters:
    ///   - key: of the documents' metadata, or `document`, or `split`.
    ///   - part: of the corpus, all of it by default.
    ///   - points: how many the curve has at most.
    ///   - multiples: of the text's length, for which the types are extrapolated.
    ///   - progress: called before each group with how many are done, of how many.
    public func growthReport(
        by key: String, of part: CorpusPart = .whole, points: Int = 40, multiples: [Double] = [2, 5, 10],
        progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }
    ) throws -> Report {
        let groups = try groups(of: part, by: key)
        var done = 0
        let (results, notes) = try groups.results(lacking: "tokens", when: CorpusError.saysNoTokens) { group in
            progress(done, groups.groups.count)
            done += 1
            return try growth(of: group.part, points: points, multiples: multiples)
        }
        let provenance = try provenance(of: part.documents, by: groups.key)
        return results.growthReport(groups, notes: notes, provenance: provenance).about(part.documents, by: groups)
    }
}

extension GrowthAnalysis {
    fileprivate init(of words: [TokenID], points: Int, multiples: [Double]) {
        self.init(of: words, typeCount: Int(words.max() ?? 0) + 1, points: points, multiples: multiples)
    }
}
