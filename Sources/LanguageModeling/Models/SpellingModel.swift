internal import Foundation

/// What it costs to spell a word out, scalar by scalar: a proper distribution over all strings.
///
/// An `<unk>` event tells that a word is unknown, not which. Charging the spelling makes the bits of a text those
/// of the text itself, whatever the vocabulary. An interpolated Witten–Bell model (Witten & Bell 1991) of scalars
/// after up to two scalars, with a symbol for the word's end, down to the uniform distribution over all
/// Unicode scalars.
package struct SpellingModel: Sendable {
    /// A scalar's value; `Self.end` ends a word, `Self.start` stands before it.
    private typealias Symbol = UInt32
    private static let end: Symbol = 0x11_0000
    private static let start: Symbol = 0x11_0001
    /// All scalars and the end of a word.
    private static let symbols = 1_112_064.0 + 1

    private struct Followers {
        var counts: [Symbol: Int] = [:]
        var total = 0

        mutating func add(_ symbol: Symbol, _ count: Int) {
            counts[symbol, default: 0] += count
            total += count
        }
    }

    /// Up to two symbols of 21 bits, behind a bit that tells how many.
    private static func key(_ history: ArraySlice<Symbol>) -> UInt64 { history.reduce(1) { $0 << 21 | UInt64($1) } }

    /// Followers by the symbols before, most recent last.
    private var followers: [UInt64: Followers] = [:]

    /// - Parameter words: each counts once; ideally the rare words of the training text, which unknown words resemble.
    package init(trainedOn words: some Sequence<String>) {
        // There are few sequences of three symbols: they are counted, then shorter ones by them.
        var sequences = SequenceCounter()
        for word in words {
            var history = UInt64(Self.start) << 21 | UInt64(Self.start)
            for scalar in word.unicodeScalars {
                history = (history << 21 | UInt64(scalar.value)) & (1 << 63 - 1)
                sequences.add(history)
            }
            sequences.add((history << 21 | UInt64(Self.end)) & (1 << 63 - 1))
        }
        for (sequence, count) in sequences.counts {
            let symbols = [42, 21, 0].map { Symbol(truncatingIfNeeded: sequence >> $0) & (1 << 21 - 1) }
            for length in 0...2 {
                followers[Self.key(symbols[(2 - length)..<2]), default: Followers()].add(symbols[2], count)
            }
        }
    }

    /// −log₂ of the probability of a word's spelling, its end included; always finite.
    package func bits(of word: String) -> Double {
        var history = [Self.start, Self.start]
        var bits = 0.0
        for symbol in word.unicodeScalars.map(\.value) + [Self.end] {
            bits -= log2(probability(of: symbol, after: history[...]))
            history = [history[1], symbol]
        }
        return bits
    }

    private func probability(of symbol: Symbol, after history: ArraySlice<Symbol>) -> Double {
        let shorter = history.isEmpty ? 1 / Self.symbols : probability(of: symbol, after: history.dropFirst())
        guard let seen = followers[Self.key(history)] else { return shorter }
        let kinds = Double(seen.counts.count)
        return (Double(seen.counts[symbol] ?? 0) + kinds * shorter) / (Double(seen.total) + kinds)
    }
}

/// How often each of some numbers came, in a table whose slots are looked for one after the other.
private struct SequenceCounter {
    private var slots: [(sequence: UInt64, count: Int)] = Array(repeating: (0, 0), count: 1 << 12)
    private var used = 0

    var counts: some Sequence<(sequence: UInt64, count: Int)> { slots.lazy.filter { $0.count > 0 } }

    mutating func add(_ sequence: UInt64, _ count: Int = 1) {
        var position = Int(truncatingIfNeeded: sequence.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15).high)
        position = (position ^ Int(truncatingIfNeeded: sequence)) & (slots.count - 1)
        while slots[position].count > 0, slots[position].sequence != sequence {
            position = (position + 1) & (slots.count - 1)
        }
        if slots[position].count == 0 { used += 1 }
        slots[position] = (sequence, slots[position].count + count)
        guard used > slots.count / 2 else { return }
        let old = slots
        slots = Array(repeating: (0, 0), count: 4 * old.count)
        used = 0
        for slot in old where slot.count > 0 { add(slot.sequence, slot.count) }
    }
}
