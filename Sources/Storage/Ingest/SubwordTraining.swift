internal import Basics
internal import Tokenization

/// Trains subwords on documents that were read as words, and makes subwords of these.
///
/// So no text is read twice, and standard input need not be kept: what was read are tokens that are words, in the spool.
struct SubwordTraining {
    private let spool: TokenSpool
    private let threads: Int
    /// Of the words.
    private let types: TypeTable

    init(_ types: TypeTable, spool: TokenSpool, threads: Int) {
        (self.types, self.spool, self.threads) = (types, spool, threads)
    }

    /// A vocabulary trained on the train splits of documents.
    /// - Parameter size: the 256 bytes included.
    func model(of documents: [ReadDocument], size: Int, progress: IngestProgress) throws -> SubwordModel {
        progress.begin(.training, total: size)
        var counts = [Int](repeating: 0, count: types.count)
        for document in documents {
            try document.forEachRun(in: spool) { split, _, tokens, range in
                guard split == .train else { return }
                for token in tokens[range] where token != Marker.segmentEnd { counts[Int(token)] += 1 }
            }
        }
        // Markers are no words: a literal one is written otherwise.
        for marker in Marker.texts.indices { counts[marker] = 0 }
        let words = (0..<TokenID(types.count)).lazy.map { SubwordText.bytes(of: types.utf8(of: $0))[...] }
        var training = BytePairTraining(words: words, counts: counts)
        var done = 0
        return training.model(size: size, named: SubwordChoice.trained(size: size).name) {
            progress.advance(by: $0 - done)
            done = $0
        }
    }

    /// Documents with the subwords of a model in place of their words.
    /// - Returns: also the types, in the order of their first occurrence.
    func documents(
        _ documents: [ReadDocument], by model: SubwordModel
    ) throws -> (documents: [ReadDocument], types: TypeTable) {
        let (types, starts, ids) = subwords(by: model)
        let documents = try documents.map { document in
            var document = document
            for index in document.pieces.indices {
                let piece = document.pieces[index]
                let words = try spool.tokens(of: piece.tokens)
                var tokens: [TokenID] = []
                tokens.reserveCapacity(2 * words.count)
                var cuts = piece.cuts[...]
                document.pieces[index].cuts = []
                var (before, ownBefore) = (0, 0)
                for word in words {
                    if cuts.first == before, word != Marker.segmentEnd {
                        document.pieces[index].cuts.append(ownBefore)
                        cuts.removeFirst()
                    }
                    let own = starts[Int(word)]..<starts[Int(word) + 1]
                    tokens += ids[own]
                    if word != Marker.segmentEnd { (before, ownBefore) = (before + 1, ownBefore + own.count) }
                }
                // A cut behind the last word.
                document.pieces[index].cuts += cuts.map { _ in ownBefore }
                spool.forget(piece.tokens)
                document.pieces[index].tokens = try spool.append(tokens)
            }
            return document
        }
        return (documents, types)
    }

    /// For each word its subwords, as types: those of word w are `ids[starts[w]..<starts[w + 1]]`.
    ///
    /// Words are numbered in the order of their first occurrence, and so are the subwords that they bring.
    private func subwords(by model: SubwordModel) -> (types: TypeTable, starts: [Int], ids: [TokenID]) {
        let stretches = ranges(ofLength: 1 << 12, upTo: types.count)
        let pieces = parallelMap(stretches.count, threads: threads) { index in
            var own = SubwordsOfWords(model)
            for word in stretches[index] {
                let isMarker = word < Marker.texts.count
                own.append(isMarker ? [] : SubwordText.bytes(of: types.utf8(of: TokenID(word))))
            }
            return own
        }
        var (all, starts, ids): (TypeTable, [Int], [TokenID]) = (TypeTable(), [0], [])
        var word = 0
        for piece in pieces {
            let map = all.insert(contentsOf: piece.types)
            for own in piece.words {
                ids += word < Marker.texts.count ? [TokenID(word)] : piece.tokens[own].map { map[Int($0)] }
                starts.append(ids.count)
                word += 1
            }
        }
        return (all, starts, ids)
    }
}
