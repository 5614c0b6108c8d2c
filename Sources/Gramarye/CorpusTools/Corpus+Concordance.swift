internal import Basics
public import CorpusTools
internal import Reporting
internal import Storage
internal import Tokenization

extension Corpus {
    /// The hits of a query in their contexts, from the text as it stood.
    ///
    /// - Parameters:
    ///   - text: of the query; its words go through the corpus's tokenizer and case.
    ///   - part: of the corpus, all of it by default.
    ///   - window: how much is shown on each side.
    ///   - keys: by which lines are sorted, the first that differs deciding; the order of the text else.
    ///   - sample: how many of the hits are drawn; all where `nil`.
    ///   - seed: of the draws.
    ///   - limit: how many lines are wanted; all where `nil`.
    ///   - skipped: how many lines before them are passed over, 0 or more.
    ///   - longest: whether of hits that begin at the same token the longest counts, or the shortest.
    /// - Throws: `QueryError`, `CorpusError`, `StorageError`.
    /// - Complexity: linear in the tokens; texts are read for the lines alone.
    public func concordance(
        _ text: String, of part: CorpusPart = .whole, window: ConcordanceWindow = ConcordanceWindow(),
        sortedBy keys: [ConcordanceKey] = [], sample: Int? = nil, seed: UInt64 = 1, limit: Int? = 20,
        skipping skipped: Int = 0, longest: Bool = false
    ) throws -> Concordance {
        precondition(skipped >= 0, "lines passed over are counted from 0")
        // Up to the end of the page; beyond the largest number there is all.
        let end = limit.map { $0.addingReportingOverflow(skipped) }.flatMap { $0.overflow ? nil : $0.partialValue }
        return try store.holding {
            let query = try query(text, longest: longest)
            let distances = keys.compactMap { key in if case .word(let distance) = key { distance } else { nil } }
            var wanted = RunHits.Request.Wanted.all
            if let sample {
                wanted = .drawn(sample, seed: seed)
            } else if keys.isEmpty, let end {
                wanted = .first(end)
            }
            let runs = try [RunHits](
                of: query, in: self.runs(of: part),
                RunHits.Request(
                    wanted: wanted, distances: distances, tellsNodes: keys.contains(.node),
                    crossesSegments: !window.staysInSegment))
            let found = FoundHits(runs)
            let places = try Array(runs.places(by: ranks(of: runs, by: keys), limit: end).dropFirst(skipped))
            try WorkBudget.current?.check()
            let marked = keys.enumerated().compactMap { number, key in
                if case .word(let distance) = key { (distance: distance, key: number) } else { nil }
            }
            let (lines, lineNotes) = try HitTexts(corpus: self, runs: runs, window: window, keys: marked)
                .lines(at: places, in: part)
            let sizes = try sizes(of: part)
            return Concordance(
                query: text, lines: lines, total: sample.map { min($0, found.hits) } ?? found.hits, hits: found.hits,
                documents: found.documents, tokens: sizes.reduce(0) { $0 + $1.tokens }, searched: sizes.count,
                notes: try notes(on: query, hits: found.hits, in: part) + lineNotes)
        }
    }

    /// The hits of a query counted by the words of the node, by a word beside it, by document or by metadata.
    ///
    /// - Parameters:
    ///   - text: of the query; its words go through the corpus's tokenizer and case.
    ///   - key: what hits of a group have in common.
    ///   - part: of the corpus, all of it by default.
    ///   - staysInSegment: whether a word in another segment counts as none.
    ///   - limit: how many groups are wanted; all where `nil`.
    ///   - longest: whether of hits that begin at the same token the longest counts, or the shortest.
    /// - Throws: `QueryError`, `CorpusError`, `StorageError`.
    public func concordanceGroups(
        _ text: String, by key: ConcordanceKey, of part: CorpusPart = .whole, staysInSegment: Bool = false,
        limit: Int? = 20, longest: Bool = false
    ) throws -> ConcordanceGroups {
        try store.holding {
            let query = try query(text, longest: longest)
            var request = RunHits.Request(tellsNodes: key == .node, crossesSegments: !staysInSegment)
            if case .word(let distance) = key { request.distances = [distance] }
            let runs = try [RunHits](of: query, in: self.runs(of: part), request)
            let found = FoundHits(runs)
            let sizes = try sizes(of: part)
            let sorted = try groups(of: runs, by: key, sizes: sizes).sorted { a, b in
                if a.hits != b.hits { return a.hits > b.hits }
                guard let x = a.label, let y = b.label else { return b.label == nil && a.label != nil }
                return x.utf8.lexicographicallyPrecedes(y.utf8)
            }
            return ConcordanceGroups(
                query: text, key: key, groups: Array(sorted.prefix(limit ?? sorted.count)), total: sorted.count,
                hits: found.hits, documents: found.documents, tokens: sizes.reduce(0) { $0 + $1.tokens },
                searched: sizes.count, notes: try notes(on: query, hits: found.hits, in: part))
        }
    }

    /// How a query is understood, and why it has no hit.
    func notes(on query: CompiledQuery, hits: Int, in part: CorpusPart) throws -> [String] {
        var notes = query.query.notes
        if query.query.matchesEverything, hits > 0 { notes.append("every token meets '\(query.query.text)'") }
        return notes + (hits == 0 ? try reasons(query, in: part) : [])
    }

    /// The documents of a part.
    private func sizes(of part: CorpusPart) throws -> [DocumentSize] {
        let chosen = part.documents.map { Set($0.ids) }
        return try store.documents().filter { chosen?.contains($0.id) ?? true }.map { document in
            DocumentSize(
                document: document.id,
                tokens: document.tokens.reduce(0) { $0 + (part.splits.contains($1.key) ? $1.value : 0) })
        }
    }
}

/// How many hits there are, and in how many documents.
private struct FoundHits {
    var (hits, documents) = (0, 0)

    init(_ runs: [RunHits]) {
        var last: Int?
        for run in runs where run.count > 0 {
            hits += run.count
            if run.document != last { documents += 1 }
            last = run.document
        }
    }
}
