internal import CorpusTools

extension Corpus {
    /// Why a query has no hit, as far as that can be told.
    func reasons(_ query: CompiledQuery, in part: CorpusPart) throws -> [String] {
        guard !query.missing.isEmpty else {
            let place = part.documents == nil && part.hasAllSplits ? "the corpus" : "these documents"
            return [
                query.isImpossible
                    ? "no word of the corpus meets one of the patterns"
                    : "its words do not follow each other inside one segment of \(place)"
            ]
        }
        return try notesOnAbsent(query.missing)
    }
}
