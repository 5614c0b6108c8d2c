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
        let anchor = try anchor(of: words, splits: splits, as: map)
        let workers = try scan(splits: splits, from: [TokenID: Int]()) { run, counts in
            let ids = run.ids.span
            guard words.count < ids.count else { return }
            func token(_ place: Int) -> TokenID { map.map { $0[Int(ids[place])] } ?? ids[place] }
            func count(from start: Int) {
                guard start >= 0, start + words.count < ids.count else { return }
                if startsSegment, start > 0, ids[start - 1] != Marker.segmentEnd { return }
                for place in words.indices where token(start + place) != words[place] { return }
                counts[token(start + words.count), default: 0] += 1
            }
            if let anchor {
                ids.forEachPlace(of: anchor.type) { count(from: $0 - anchor.place) }
            } else {
                for start in 0..<ids.count - words.count { count(from: start) }
            }
        }.states
        return workers.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
    }
    /// The rarest word of a context that is one type alone, by which the context is found; `nil` where none is.
    private func anchor(
        of words: [TokenID], splits: Set<Split>, as map: [TokenID]?
    ) throws -> (place: Int, type: TokenID)? {
        var types: [TokenID: TokenID] = [:]
        if let map {
            var shared: Set<TokenID> = []
            let wanted = Set(words)
            for (type, word) in map.enumerated() where wanted.contains(word) {
                if types.updateValue(TokenID(truncatingIfNeeded: type), forKey: word) != nil { shared.insert(word) }
            }
            for word in shared { types[word] = nil }
        } else {
            for word in words { types[word] = word }
        }
        var rarest: (place: Int, type: TokenID, count: Int)?
        for (place, word) in words.enumerated() {
            guard let type = types[word] else { continue }
            let count = try count(of: [type], splits: splits)
            if count < rarest?.count ?? .max { rarest = (place, type, count) }
        }
        return rarest.map { ($0.place, $0.type) }
    }
}

extension Span<TokenID> {
    /// The places of an id, ascending.
    ///
    /// - Complexity: O(n), many ids at once where it does not occur.
    fileprivate func forEachPlace(of id: TokenID, _ body: (Int) -> Void) {
        let width = 64
        var start = 0
        while start + width <= count {
            // Without a branch, so that it becomes comparisons of whole registers.
            var isThere: TokenID = 0
            for place in start..<start + width { isThere |= self[place] == id ? 1 : 0 }
            if isThere != 0 { for place in start..<start + width where self[place] == id { body(place) } }
            start += width
        }
        for place in start..<count where self[place] == id { body(place) }
    }
}
