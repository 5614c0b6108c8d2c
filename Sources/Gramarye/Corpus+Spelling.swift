internal import Counting
public import LanguageModeling
public import Tokenization

/// What it costs to spell out the unknown words of a split.
public struct UnknownSpelling: Sendable, Equatable {
    /// −log₂ of the probability of all their spellings together.
    public let bits: Double
    /// Tokens that stand in the text as a literal `<unk>`: nobody knows what they were, so they are not charged,
    /// and bits per character are a lower bound.
    public let literalUnknowns: Int
}

extension Corpus {
    /// The cost of spelling out every token of a split that is `<unk>` to a vocabulary, the same for all its models.
    ///
    /// The spelling model is trained on the types of train that the vocabulary leaves out, or where it leaves none,
    /// on those that train has once: unknown words are like them.
    public func unknownSpelling(of split: Split, in vocabulary: ModelVocabulary) throws -> UnknownSpelling {
        let types = try store.types()
        let map = vocabulary.map(of: types)
        let train = try store.storedCounts(order: 1, split: .train)
        let spelled = zip(train.ids, train.counts).filter { $0.0 >= Marker.texts.count }
        var rare = spelled.filter { map[Int($0.0)] == Marker.unknown }
        if rare.isEmpty { rare = spelled.filter { $0.1 == 1 } }
        let model = SpellingModel(trainedOn: rare.map { types[$0.0] })

        var bits = 0.0
        var literals = 0
        let counts = try store.storedCounts(order: 1, split: split)
        for (id, count) in zip(counts.ids, counts.counts) where map[Int(id)] == Marker.unknown {
            if id == Marker.unknown { literals = Int(count) } else { bits += Double(count) * model.bits(of: types[id]) }
        }
        return UnknownSpelling(bits: bits, literalUnknowns: literals)
    }
}
