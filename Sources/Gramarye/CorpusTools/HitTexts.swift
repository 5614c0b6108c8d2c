internal import Basics
internal import CorpusTools
internal import Counting
internal import Documents
internal import Reporting
internal import Storage
internal import Tokenization

/// The contexts of hits, from the texts that are kept, else from the tokens.
struct HitTexts {
    let corpus: Corpus
    /// All runs that were searched, in their order.
    let runs: [RunHits]
    let window: ConcordanceWindow
    /// Distances of tokens that are marked, with the number of the key that each belongs to.
    let keys: [(distance: Int, key: Int)]

    /// Runs that are read before they are worked on together.
    private static let batchSize = 32

    /// Runs of one document that follow each other, with the hits of one of them.
    private struct Stretch: Sendable {
        let run: Int
        let runs: ClosedRange<Int>
        /// Places of hits in the result, and the tokens of each in the stretch, ends of segments counted.
        var hits: [(index: Int, tokens: Range<Int>)]
    }

    /// A text to be tokenized again.
    private struct Source: Sendable {
        let text: [UInt8]
        let settings: TokenizerSettings
    }

    /// - Returns: a line for each place, and what a reader should know of them.
    func lines(at places: [HitPlace], in part: CorpusPart) throws -> (lines: [ConcordanceLine], notes: [String]) {
        var contexts = [ConcordanceContext?](repeating: nil, count: places.count)
        let stretches = stretches(of: places)
        var spelled: [Stretch] = []
        var withoutText = 0
        for start in stride(from: 0, to: stretches.count, by: Self.batchSize) {
            let batch = stretches[start..<min(start + Self.batchSize, stretches.count)]
            let pairs = try batch.map { (stretch: $0, source: try source(of: $0)) }
            for (stretch, source) in pairs where source == nil {
                spelled.append(stretch)
                withoutText += stretch.hits.count
            }
            let kept = pairs.compactMap { pair in pair.source.map { (stretch: pair.stretch, source: $0) } }
            let (window, keys, budget) = (window, keys, WorkBudget.current)
            let made = parallelMap(kept.count) { number in
                Swift.Result { try Self.contexts(kept[number].stretch, in: kept[number].source, window, keys, budget) }
            }
            for (pair, result) in zip(kept, made) {
                var lost = pair.stretch
                lost.hits = []
                for (hit, context) in zip(pair.stretch.hits, try result.get()) {
                    contexts[hit.index] = context
                    if context == nil { lost.hits.append(hit) }
                }
                if !lost.hits.isEmpty { spelled.append(lost) }
            }
        }
        if !spelled.isEmpty { try spell(spelled, in: part, into: &contexts) }
        return (try lines(at: places, contexts), notes(withoutText: withoutText, of: places.count, spelled))
    }

    private func lines(at places: [HitPlace], _ contexts: [ConcordanceContext?]) throws -> [ConcordanceLine] {
        let documents = try corpus.store.namedDocuments()
        let names = Dictionary(documents.map { ($0.id, $0.name) }) { name, _ in name }
        return zip(places, contexts).compactMap { place, context in
            let run = runs[place.run]
            let (segment, position) = run.place(ofHit: place.hit)
            return context.map {
                ConcordanceLine(
                    documentID: run.document, document: names[run.document] ?? "", segment: segment,
                    position: position, $0)
            }
        }
    }

    private func notes(withoutText: Int, of count: Int, _ spelled: [Stretch]) -> [String] {
        let unfound = spelled.reduce(0) { $0 + $1.hits.count } - withoutText
        var notes: [String] = []
        if withoutText > 0 {
            notes.append(
                "no text is kept: the tokens stand in its place (\(NumberText.grouped(withoutText)) of "
                    + "\(NumberText.counted(count, "line")))")
        }
        if unfound > 0 {
            let lines = NumberText.counted(unfound, "line")
            notes.append(
                "\(lines) of \(NumberText.grouped(count)): the words are not found in the text, these are the tokens")
        }
        return notes
    }

    /// Hits by runs, with as many runs beside as their contexts may reach into.
    private func stretches(of places: [HitPlace]) -> [Stretch] {
        var ofRuns: [Int: [(index: Int, hit: Int)]] = [:]
        for (index, place) in places.enumerated() { ofRuns[place.run, default: []].append((index, place.hit)) }
        // A token has a character at least.
        let reach =
            switch window.extent {
            case .characters(let count), .words(let count): max(count, keys.map { abs($0.distance) }.max() ?? 0)
            }
        return ofRuns.keys.sorted().map { number in
            let run = runs[number]
            let hits = ofRuns[number]!.sorted { $0.hit < $1.hit }
            var (first, last, before) = (number, number, 0)
            if !window.staysInSegment {
                // Ends of segments are no words of a context.
                let (start, end) = (hits[0].hit, hits[hits.count - 1].hit)
                var left = Int(run.starts[start]) - Int(run.segments[start])
                while left < reach, first > 0, runs[first - 1].document == run.document {
                    first -= 1
                    left += runs[first].tokenCount - runs[first].segmentCount
                    before += runs[first].tokenCount
                }
                var right = run.tokenCount - Int(run.ends[end]) - (run.segmentCount - Int(run.segments[end]))
                while right < reach, last + 1 < runs.count, runs[last + 1].document == run.document {
                    last += 1
                    right += runs[last].tokenCount - runs[last].segmentCount
                }
            }
            return Stretch(
                run: number, runs: first...last,
                hits: hits.map { index, hit in
                    (index, before + Int(run.starts[hit])..<before + Int(run.ends[hit]))
                })
        }
    }

    /// The text of a stretch; `nil` where none is kept.
    private func source(of stretch: Stretch) throws -> Source? {
        let document = runs[stretch.run].document
        func place(_ number: Int) -> BlockPlace { BlockPlace(split: runs[number].split, block: runs[number].block) }
        let next = stretch.runs.upperBound + 1
        let end = next < runs.count && runs[next].document == document ? place(next) : nil
        let form = try corpus.store.keptForm(ofDocument: document)
        guard
            let text = try corpus.store.text(
                ofDocument: document, form, from: place(stretch.runs.lowerBound), before: end)
        else { return nil }
        var settings = form.format.hasTokens ? corpus.tokenizer.ofToldTokens : corpus.tokenizer
        settings.segments = form.segments
        return Source(
            text: form.format.hasTokens ? ToldTokens(text, format: form.format).utf8 : text, settings: settings)
    }

    private static func contexts(
        _ stretch: Stretch, in source: Source, _ window: ConcordanceWindow, _ keys: [(distance: Int, key: Int)],
        _ budget: WorkBudget?
    ) throws -> [ConcordanceContext?] {
        var aligned = AlignedText(
            source.text, settings: source.settings, tokenizer: try Tokenizer(source.settings),
            alignment: try SourceAlignment(source.settings))
        return try stretch.hits.map { hit in
            try budget?.check()
            return try aligned.context(of: hit.tokens, window, keys: keys)
        }
    }

    /// Contexts of tokens as the corpus spells them.
    private func spell(
        _ stretches: [Stretch], in part: CorpusPart, into contexts: inout [ConcordanceContext?]
    ) throws {
        let wanted = Set(stretches.flatMap(\.runs))
        let ids = try corpus.runs(of: part).scan(from: ()) { run, _ in wanted.contains(run.index) ? run.ids : [] }
            .results
        let types = try corpus.store.types()
        for stretch in stretches {
            let own = stretch.runs.flatMap { ids[$0] }
            for hit in stretch.hits {
                contexts[hit.index] = ConcordanceContext(
                    of: hit.tokens, in: own, types: types, separator: corpus.tokenizer.tokenSeparator, window,
                    keys: keys)
            }
        }
    }
}
