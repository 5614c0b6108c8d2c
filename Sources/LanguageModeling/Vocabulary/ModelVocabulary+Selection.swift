package import Tokenization

extension ModelVocabulary {
    /// The vocabulary that a rule makes of a train split.
    ///
    /// - Parameters:
    ///   - types: the types of the corpus.
    ///   - trainCounts: how often each type, by id, stands in train.
    ///   - subwords: all that the corpus's tokenizer has.
    /// - Complexity: O(V log V) for `.size`, else O(V).
    package init(
        rule: VocabularyRule, types: TypeTable, trainCounts: [Int], subwords: @autoclosure () -> [String] = []
    ) {
        precondition(trainCounts.count == types.count, "a count for each type")
        let candidates = (0..<types.count).dropFirst(Marker.texts.count).filter { trainCounts[$0] > 0 }
        let words: [String]
        switch rule {
        case .minimumCount(let minimum):
            words = candidates.filter { trainCounts[$0] >= minimum }.map { types[TokenID($0)] }
        case .size(let size):
            let spellings = Dictionary(uniqueKeysWithValues: candidates.map { ($0, types[TokenID($0)]) })
            let ranked = candidates.sorted { a, b in
                trainCounts[a] != trainCounts[b]
                    ? trainCounts[a] > trainCounts[b] : codePointsPrecede(spellings[a]!, spellings[b]!)
            }
            // `<unk>` and `</s>` take two places.
            words = ranked.prefix(max(0, size - 2)).sorted().map { spellings[$0]! }
        case .list(let list): words = Self.each(of: list)
        case .subwords: words = Self.each(of: candidates.map { types[TokenID($0)] } + subwords())
        }
        self.init(words: words, rule: rule)
    }

    /// Words without those that stand twice, and without markers.
    private static func each(of list: [String]) -> [String] {
        var known = TypeTable()
        for word in list { known.insert(word) }
        return (Marker.texts.count..<known.count).map { known[TokenID($0)] }
    }
}
