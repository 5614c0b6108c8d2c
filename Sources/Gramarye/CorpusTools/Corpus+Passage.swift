public import CorpusTools
internal import Storage

extension Corpus {
    /// A hit of a query in its text, as running text.
    ///
    /// - Parameters:
    ///   - text: of the query; its words go through the corpus's tokenizer and case.
    ///   - wanted: where the hit begins, as a line of the concordance has it.
    ///   - documents: the one that it is in.
    ///   - window: how much is shown on each side.
    ///   - longest: whether of hits that begin at the same token the longest counts, or the shortest.
    /// - Throws: `QueryError`, `StorageError`; `CorpusError.severalDocuments`, `.noHit`.
    /// - Complexity: linear in the tokens of the document.
    public func concordancePassage(
        _ text: String, at wanted: ConcordancePassage.Place, of documents: Subcorpus,
        window: ConcordanceWindow = ConcordanceWindow(.words(150)), longest: Bool = false
    ) throws -> ConcordancePassage {
        guard documents.documents.count == 1 else { throw CorpusError.severalDocuments(documents) }
        return try store.holding {
            let query = try query(text, longest: longest)
            let part = CorpusPart(documents: documents)
            let runs = try [RunHits](
                of: query, in: self.runs(of: part),
                RunHits.Request(wanted: .all, crossesSegments: !window.staysInSegment))
            let hits = runs.places
            func place(_ number: Int) -> ConcordancePassage.Place? {
                guard hits.indices.contains(number) else { return nil }
                let (segment, position) = runs[hits[number].run].place(ofHit: hits[number].hit)
                return ConcordancePassage.Place(segment: segment, position: position)
            }
            guard let number = hits.indices.first(where: { place($0) == wanted }) else {
                throw CorpusError.noHit(query: text, wanted, document: documents.documents[0].name, hits: hits.count)
            }
            let (lines, notes) = try HitTexts(corpus: self, runs: runs, window: window.keepingLines, keys: [])
                .lines(at: [hits[number]], in: part)
            return ConcordancePassage(
                query: text, line: lines[0], hits: hits.count, number: number + 1, previous: place(number - 1),
                next: place(number + 1), notes: try self.notes(on: query, hits: hits.count, in: part) + notes)
        }
    }
}
