internal import Basics
internal import Foundation
internal import Statistics

/// Which words make the difference in predictability between two sides: each word's mean surprisal by a model of its own side and
/// by one of the other.
package struct ModelKeyness: Sendable {
    /// One document of the side that is judged, event by event.
    package struct Document: Sendable {
        package let words: [UInt32]
        /// ln P by the side's own model, made without this document, and by the other side's.
        package let own: [Double]
        package let reference: [Double]

        package init(words: [UInt32], own: [Double], reference: [Double]) {
            precondition(words.count == own.count && words.count == reference.count, "an event has two scores")
            (self.words, self.own, self.reference) = (words, own, reference)
        }
    }

    package struct Row: Sendable {
        package let word: UInt32
        package let count: Int
        /// The mean surprisal in bits.
        package let bits: Double
        package let referenceBits: Double
        /// Of the difference, from a bootstrap of documents; `nil` for a word in fewer than five documents.
        package let interval: ClosedRange<Double>?

        package var difference: Double { referenceBits - bits }
    }

    /// By count × difference, the largest first.
    package let rows: [Row]

    /// - Parameters:
    ///   - documents: of the side that is judged.
    ///   - minimum: the least count of a word.
    ///   - isWord: whether an event is told of, as ends of segments are not.
    ///   - resamples: of the bootstrap.
    package init(
        _ documents: [Document], minimum: Int, resamples: Int, seed: UInt64, isWord: @Sendable (UInt32) -> Bool
    ) {
        struct Sums {
            var own = 0.0
            /// The last that has the word.
            var document = -1
            var shares: [RatioBootstrap.Share] = []
        }
        // Of very many documents some are drawn together, so that the draws need little memory.
        let units = min(documents.count, 10_000)
        var sums: [UInt32: Sums] = [:]
        for (number, document) in documents.enumerated() {
            for index in document.words.indices where isWord(document.words[index]) {
                let (own, other) = (-document.own[index] / M_LN2, -document.reference[index] / M_LN2)
                var word = sums.removeValue(forKey: document.words[index]) ?? Sums()
                word.own += own
                if word.document != number {
                    word.document = number
                    word.shares.append(RatioBootstrap.Share(unit: number % units, numerator: 0, denominator: 0))
                }
                word.shares[word.shares.count - 1].numerator += other - own
                word.shares[word.shares.count - 1].denominator += 1
                sums[document.words[index]] = word
            }
        }
        func count(_ sums: Sums) -> Int { Int(sums.shares.reduce(0) { $0 + $1.denominator }) }
        let kept = sums.filter { count($0.value) >= minimum }.sorted { $0.key < $1.key }
        let bootstrap = RatioBootstrap(units: max(1, units), resamples: resamples, seed: seed)
        rows = parallelMap(kept.count) { place in
            let (word, sums) = kept[place]
            let count = Double(Int(sums.shares.reduce(0) { $0 + $1.denominator }))
            let bits = sums.own / count
            return Row(
                word: word, count: Int(count), bits: bits,
                referenceBits: bits + sums.shares.reduce(0) { $0 + $1.numerator } / count,
                interval: sums.shares.count >= Keyness.fewestDocuments ? bootstrap.interval(of: sums.shares) : nil)
        }.sorted { a, b in
            let (x, y) = (Double(a.count) * a.difference, Double(b.count) * b.difference)
            return x != y ? x > y : a.word < b.word
        }
    }
}
