internal import Foundation
internal import Tokenization

/// What each word of test costs each model: where two models differ, and by how much in all.
package struct WordLosses: Sendable {
    package struct Word: Sendable, Equatable {
        package let id: WordID
        /// How often the word is an event of test.
        package let count: Int
        /// The mean of −log₂ P by model; ∞ where a model gives one of its events no probability.
        package let bits: [Double]
        /// count · (greatest − least mean), over the models whose mean is finite: what the two that differ most differ
        /// by in all.
        package let difference: Double
    }

    /// Models in the order of `Word.bits`.
    package let models: [String]
    /// Every word of test, the one with the greatest difference first, ties by id.
    package let words: [Word]

    package init(of comparison: Comparison) {
        let test = comparison.test.words
        models = comparison.models.map(\.name)
        var counts = [Int](repeating: 0, count: comparison.vocabulary.idCount)
        for word in test { counts[Int(word)] += 1 }
        let sums = comparison.models.map { model in
            var sums = [Double](repeating: 0, count: counts.count)
            for (word, logProbability) in zip(test, model.test) { sums[Int(word)] -= logProbability / M_LN2 }
            return sums
        }
        words = counts.indices.filter { counts[$0] > 0 }.map { id in
            let finite = sums.map { $0[id] }.filter(\.isFinite)
            return Word(
                id: WordID(id), count: counts[id], bits: sums.map { $0[id] / Double(counts[id]) },
                difference: (finite.max() ?? 0) - (finite.min() ?? 0))
        }.sorted { $0.difference != $1.difference ? $0.difference > $1.difference : $0.id < $1.id }
    }

    /// The words on which two models differ most in all, each with count · (first − second), in bits.
    package func greatest(_ limit: Int, between first: Int, and second: Int) -> [(word: Word, difference: Double)] {
        var differences: [(word: Word, difference: Double)] = []
        for word in words {
            let difference = Double(word.count) * (word.bits[first] - word.bits[second])
            if difference.isFinite && difference != 0 { differences.append((word, difference)) }
        }
        differences.sort { a, b in
            let (first, second) = (abs(a.difference), abs(b.difference))
            return first != second ? first > second : a.word.id < b.word.id
        }
        return Array(differences.prefix(limit))
    }
}
