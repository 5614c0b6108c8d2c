internal import Counting
internal import Storage
internal import Tokenization

extension CorpusStore {
    /// How often each token follows a context, from one walk over the text: for what no table of counts has.
    ///
    /// - Parameters:
    ///   - context: oldest first; `<s>` stands before a segment, and nowhere else.
    ///   - splits: each read by itself.
    ///   - map: what each type counts as; itself where `nil`.
    /// - Complexity: O(tokens) time, on several threads; memory for what follows.
    func continuationsByScan(
        of context: [TokenID], splits: Set<Split>, as map: [TokenID]? = nil
    ) throws -> [TokenID: Int] {
        if let held = try countsWithoutText() { return try continuationsByCounts(of: context, in: held, as: map) }
        // `<s>` is not in the stream: it stands where a run, or a segment in it, begins.
        let startsSegment = context.first == Marker.segmentStart
        let words = Array(startsSegment ? context.dropFirst() : context[...])
        guard !words.contains(Marker.segmentStart), !words.contains(Marker.segmentEnd) else { return [:] }
        let workers = try scan(splits: splits, from: [TokenID: Int]()) { run, counts in
            func token(_ place: Int) -> TokenID { map.map { $0[Int(run.ids[place])] } ?? run.ids[place] }
            guard words.count < run.ids.count else { return }
            for start in 0..<run.ids.count - words.count {
                if startsSegment, start > 0, run.ids[start - 1] != Marker.segmentEnd { continue }
                guard words.indices.allSatisfy({ token(start + $0) == words[$0] }) else { continue }
                counts[token(start + words.count), default: 0] += 1
            }
        }.states
        return workers.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
    }
}
