internal import Basics
internal import Counting
package import LanguageModeling
package import Tokenization

/// The cost of spelling out the unknown words of a split.
package struct UnknownSpelling: Sendable, Equatable {
    /// −log₂ of the probability of all their spellings together.
    package let bits: Double
    /// Tokens that stand in the text as a literal `<unk>`: nobody knows what they were, so they are not charged,
    /// and bits per character are a lower bound.
    package let literalUnknowns: Int
}

/// How often train, and a split that is judged, have the types of the corpus.
package struct SpelledTypes: Sendable {
    let types: TypeTable
    /// Of train.
    let train: NgramTable
    /// Of the split that is judged; empty where none is.
    let judged: NgramTable

    /// A model of the spelling of words outside a vocabulary.
    package func spellingModel(in vocabulary: ModelVocabulary) -> SpellingModel {
        SpellingModel(spellingCounts(in: vocabulary))
    }

    /// What it is made of: the types of train outside the vocabulary, or if there are none, those that occur once in train:
    /// unknown words resemble them.
    package func spellingCounts(in vocabulary: ModelVocabulary) -> SpellingCounts {
        let map = vocabulary.map(of: types)
        let spelled = zip(train.ids, train.counts).filter { $0.0 >= Marker.texts.count }
        var rare = spelled.filter { map[Int($0.0)] == Marker.unknown }
        if rare.isEmpty { rare = spelled.filter { $0.1 == 1 } }
        return SpellingCounts(of: rare.lazy.map { types[$0.0] })
    }

    /// The cost of spelling out every token judged that is `<unk>` to a vocabulary, the same for all its models.
    package func unknownSpelling(in vocabulary: ModelVocabulary) -> UnknownSpelling {
        let map = vocabulary.map(of: types)
        let model = spellingModel(in: vocabulary)
        var bits = ExactBits()
        var literals = 0
        for (id, count) in zip(judged.ids, judged.counts) where map[Int(id)] == Marker.unknown {
            if id == Marker.unknown {
                literals = Int(count)
            } else {
                bits.add(model.bits(of: types[id]), times: Int(count))
            }
        }
        return UnknownSpelling(bits: bits.value, literalUnknowns: literals)
    }
}

extension EvaluationText {
    /// The cost of spelling out every token that is `<unk>` to a vocabulary.
    ///
    /// - Parameters:
    ///   - events: the text's, of the vocabulary.
    ///   - threads: the number of threads; no number depends on it.
    ///   - spelling: asked for where there is something to spell.
    func unknownSpelling(
        in events: EncodedText, threads: Int = 1, by spelling: () throws -> SpellingModel
    ) rethrows -> UnknownSpelling {
        let (ids, words) = (tokens.ids, events.words)
        let pieces = ranges(ofLength: 1 << 17, upTo: ids.count)
        let counts = sumInParallel(pieces.count, length: types.count, threads: threads) { index, counts in
            for place in pieces[index] where words[place] == Marker.unknown { counts[Int(ids[place])] += 1 }
        }
        let literals = counts[Int(Marker.unknown)]
        let unknown = (1..<types.count).filter { counts[$0] > 0 }
        if unknown.isEmpty { return UnknownSpelling(bits: 0, literalUnknowns: literals) }
        let model = try spelling()
        let shares = ranges(ofLength: 1 << 10, upTo: unknown.count)
        let bits = parallelMap(shares.count, threads: threads) { index in
            unknown[shares[index]].reduce(into: ExactBits()) { bits, type in
                bits.add(model.bits(of: types[TokenID(type)]), times: counts[type])
            }
        }
        return UnknownSpelling(
            bits: bits.reduce(into: ExactBits()) { $0.add($1) }.value, literalUnknowns: literals)
    }
}

/// A sum of bits that is the same in whatever order they come: of whole 2⁻⁴⁰ bits.
private struct ExactBits {
    private var units: Int128 = 0

    var value: Double { Double(units) * 0x1p-40 }

    /// - Parameter bits: finite, below 2⁸⁰.
    mutating func add(_ bits: Double, times count: Int) { units += Int128((bits * 0x1p40).rounded()) * Int128(count) }

    mutating func add(_ other: ExactBits) { units += other.units }
}

extension Corpus {
    /// What spellings are learned from, and what is to be spelled.
    /// - Parameters:
    ///   - judge: the split that is judged, if one is.
    ///   - documents: whose part of it is judged; all where `nil`.
    ///   - types: of the corpus, where they are read already in the same state.
    package func spelledTypes(
        judgedBy judge: Split? = nil, of documents: Subcorpus? = nil, types: TypeTable? = nil
    ) throws -> SpelledTypes {
        func counts(_ split: Split) throws -> NgramTable {
            guard let documents else { return try store.storedCounts(order: 1, split: split) }
            return countNgrams(in: try store.tokens(ofDocuments: documents.ids, splits: [split]), order: 1)
        }
        return try store.holding {
            try SpelledTypes(
                types: types ?? store.types(), train: store.storedCounts(order: 1, split: .train),
                judged: judge.map(counts) ?? NgramTable(order: 1, ids: [], counts: []))
        }
    }

    /// A model of the spelling of words outside a vocabulary: see `SpelledTypes.spellingModel(in:)`.
    package func spellingModel(in vocabulary: ModelVocabulary) throws -> SpellingModel {
        try spelledTypes().spellingModel(in: vocabulary)
    }

    /// The cost of spelling out every token of a split that is `<unk>` to a vocabulary, the same for all its models.
    package func unknownSpelling(of split: Split, in vocabulary: ModelVocabulary) throws -> UnknownSpelling {
        try spelledTypes(judgedBy: split).unknownSpelling(in: vocabulary)
    }
}

extension SpellingModel {
    /// A model of the spelling of words like a model's own, estimated from at most 50,000 of them at equal distances.
    ///
    /// For models made of another text, whose rare words are not known.
    package init(ofWordsOf vocabulary: ModelVocabulary) {
        let words = vocabulary.words.dropFirst(Marker.texts.count)
        let step = max(1, words.count / 50_000)
        self.init(trainedOn: stride(from: words.startIndex, to: words.endIndex, by: step).lazy.map { words[$0] })
    }
}
