internal import Counting
internal import Storage
internal import Tokenization

extension Corpus {
    /// How often sequences of tokens of any length stand in train, as spelled.
    ///
    /// Among characters a sequence counts where white space or the segment's bounds stand around it, as around a word.
    /// - Complexity: a look-up for each sequence of up to three tokens, one walk over the text for all others.
    package func trainCounts(ofSequences sequences: Set<[String]>) throws -> [[String]: Int] {
        let types = try store.types()
        var counts: [[String]: Int] = [:]
        /// The sequences to look for in the text, by their first two tokens.
        var sought: [[TokenID]: [(sequence: [String], ids: [TokenID])]] = [:]
        for sequence in sequences {
            counts[sequence] = 0
            let ids = sequence.compactMap { types.id(of: $0) }
            guard !ids.isEmpty, ids.count == sequence.count else { continue }
            if tokenizer.tokens != .characters, CorpusStore.storedOrders.contains(ids.count) {
                counts[sequence] = try store.count(of: ids, splits: [.train])
            } else {
                sought[Array(ids.prefix(2)), default: []].append((sequence, ids))
            }
        }
        guard !sought.isEmpty else { return counts }
        let text = try store.tokens(of: .train).ids
        let isBound = (0..<types.count).map { id in
            tokenizer.tokens != .characters || id == Marker.segmentEnd
                || types[TokenID(id)].unicodeScalars.allSatisfy(\.properties.isWhitespace)
        }
        let begins = Set(sought.keys.map { $0[0] })
        let isFirst = (0..<TokenID(types.count)).map { begins.contains($0) }
        for start in text.indices
        where isFirst[Int(text[start])] && (start == 0 || isBound[Int(text[start - 1])]) {
            for length in 1...2 where start + length <= text.count {
                for (sequence, ids) in sought[Array(text[start..<start + length]), default: []] {
                    let end = start + ids.count
                    // A text ends with a segment's end.
                    guard end <= text.count, text[start..<end].elementsEqual(ids),
                        ids == [Marker.segmentEnd] || end < text.count && isBound[Int(text[end])]
                    else { continue }
                    counts[sequence]! += 1
                }
            }
        }
        return counts
    }

    /// How many tokens train has, segments' ends left out.
    package func trainTokenCount() throws -> Int {
        try store.splits().first { $0.split == .train }?.tokens ?? 0
    }
}
