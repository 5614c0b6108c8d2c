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
        var bits = 0.0
        var literals = 0
        for (id, count) in zip(judged.ids, judged.counts) where map[Int(id)] == Marker.unknown {
            if id == Marker.unknown { literals = Int(count) } else { bits += Double(count) * model.bits(of: types[id]) }
        }
        return UnknownSpelling(bits: bits, literalUnknowns: literals)
    }
}

extension EvaluationText {
    /// The cost of spelling out every token that is `<unk>` to a vocabulary.
    ///
    /// - Parameters:
    ///   - map: of the vocabulary, from the types of the text.
    ///   - threads: the number of threads; no number depends on it.
    ///   - spelling: asked for where there is something to spell.
    func unknownSpelling(
        mappedBy map: [WordID], threads: Int = 1, by spelling: () throws -> SpellingModel
    ) rethrows -> UnknownSpelling {
        let ids = tokens.ids
        let pieces = ranges(ofLength: 1 << 17, upTo: ids.count)
        let counts = sumInParallel(pieces.count, length: types.count, threads: threads) { index, counts in
            for id in ids[pieces[index]] where map[Int(id)] == Marker.unknown { counts[Int(id)] += 1 }
        }
        let literals = counts[Int(Marker.unknown)]
        // Sums round: by the words' order they do not depend on the ids that a database happens to have given them.
        let words = types.inTextOrder(
            (1..<types.count).filter { counts[$0] > 0 }.map { TokenID($0) })
        if words.isEmpty { return UnknownSpelling(bits: 0, literalUnknowns: literals) }
        let model = try spelling()
        let shares = ranges(ofLength: 1 << 10, upTo: words.count)
        let bits = parallelArray(shares, threads: threads) { index in
            words[shares[index]].map { Double(counts[Int($0)]) * model.bits(of: types[$0]) }
        }
        .reduce(0, +)
        return UnknownSpelling(bits: bits, literalUnknowns: literals)
    }
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
