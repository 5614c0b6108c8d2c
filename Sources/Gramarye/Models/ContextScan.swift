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
            let ids = run.ids
            guard words.count < ids.count else { return }
            /// A loop for each way to read a token.
            @inline(__always)
            func count(_ token: (Int) -> TokenID) {
                let first = words.first
                for start in 0..<ids.count - words.count {
                    if let first, token(start) != first { continue }
                    if startsSegment, start > 0, ids[start - 1] != Marker.segmentEnd { continue }
                    var place = 1
                    while place < words.count, token(start + place) == words[place] { place += 1 }
                    if place < words.count { continue }
                    counts[token(start + words.count), default: 0] += 1
                }
            }
            if let map { count { map[Int(ids[$0])] } } else { count { ids[$0] } }
        }.states
        return workers.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
    }
}
