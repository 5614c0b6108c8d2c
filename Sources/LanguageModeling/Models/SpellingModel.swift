internal import Foundation

/// What it costs to spell a word out, scalar by scalar: a proper distribution over all strings.
///
/// An `<unk>` event tells that a word is unknown, not which. Charging the spelling makes the bits of a text those
/// of the text itself, whatever the vocabulary. An interpolated Witten–Bell model (Witten & Bell 1991) of scalars
/// after up to two scalars, with a symbol for the word's end, down to the uniform distribution over all
/// Unicode scalars.
package struct SpellingModel: Sendable {
    private typealias Symbol = SpellingCounts.Symbol
    private typealias SymbolSequence = SpellingCounts.SymbolSequence
    /// All scalars and the end of a word.
    private static let symbols = 1_112_064.0 + 1

    private struct Followers {
        var total = 0
        var kinds = 0
    }

    /// What stood after a history of up to two symbols.
    private var followers: SequenceTable<Followers>
    /// P(last symbol | the ones before) of the sequences of one and of two symbols that were seen.
    private var probabilities: SequenceTable<Double>
    /// −log₂ P(third symbol | the two before) of the sequences that were seen: most of what is ever asked for.
    private var bits: SequenceTable<Double>

    /// - Parameter words: each counts once; ideally the rare words of the training text, which unknown words resemble.
    package init(trainedOn words: some Sequence<String>) { self.init(SpellingCounts(of: words)) }

    package init(_ counts: SpellingCounts) {
        var ones = SequenceTable(0)
        var twos = SequenceTable(0)
        counts.table.forEach { sequence, count in
            ones.update(Self.last(1, of: sequence)) { $0 += count }
            twos.update(Self.last(2, of: sequence)) { $0 += count }
        }
        var followers = SequenceTable(Followers(), capacity: twos.count + ones.count)
        for table in [ones, twos, counts.table] {
            table.forEach { sequence, count in
                followers.update(sequence >> 21) {
                    $0.total += count
                    $0.kinds += 1
                }
            }
        }
        self.followers = followers
        probabilities = SequenceTable(0, capacity: twos.count + ones.count)
        bits = SequenceTable(0, capacity: counts.table.count)
        for (length, table) in [(1, ones), (2, twos), (3, counts.table)] {
            table.forEach { sequence, count in
                let shorter =
                    length == 1 ? 1 / Self.symbols : probabilities[Self.last(length - 1, of: sequence)] ?? 0
                let probability = Self.probability(count, shorter: shorter, followers[sequence >> 21]!)
                if length < 3 {
                    probabilities.update(sequence) { $0 = probability }
                } else {
                    bits.update(sequence) { $0 = -log2(probability) }
                }
            }
        }
    }

    private static func last(_ length: Int, of sequence: SymbolSequence) -> SymbolSequence {
        1 << (21 * length) | sequence & (1 << (21 * length) - 1)
    }

    /// Of a symbol that followed a history so often, `shorter` being its probability after one symbol less.
    private static func probability(_ count: Int, shorter: Double, _ followers: Followers) -> Double {
        let kinds = Double(followers.kinds)
        return (Double(count) + kinds * shorter) / (Double(followers.total) + kinds)
    }

    /// −log₂ of the probability of a word's spelling, its end included; always finite.
    package func bits(of word: String) -> Double {
        var history = SpellingCounts.beginning
        var sum = 0.0
        func add(_ symbol: Symbol) {
            let sequence = SpellingCounts.sequence(history, symbol)
            sum += bits[sequence] ?? -log2(unseen(sequence, length: 3))
            history = SpellingCounts.history(after: sequence)
        }
        for scalar in word.unicodeScalars { add(scalar.value) }
        add(SpellingCounts.end)
        return sum
    }

    /// The probability of the last symbol of a sequence that was not seen.
    private func unseen(_ sequence: SymbolSequence, length: Int) -> Double {
        guard length > 1 else {
            guard let followers = followers[SpellingCounts.none] else { return 1 / Self.symbols }
            return Self.probability(0, shorter: 1 / Self.symbols, followers)
        }
        let suffix = Self.last(length - 1, of: sequence)
        let shorter = probabilities[suffix] ?? unseen(suffix, length: length - 1)
        return followers[sequence >> 21].map { Self.probability(0, shorter: shorter, $0) } ?? shorter
    }
}
