internal import Basics
internal import Counting
internal import Foundation
package import Statistics
package import Tokenization

/// Which words tell one part of a corpus from another.
package struct Keyness: Sendable {
    /// A word or n-gram in both sides.
    package struct Row: Sendable {
        package let ngram: [TokenID]
        /// O₁₁ is its count in the target, O₂₁ that in the reference.
        package let table: ContingencyTable
        /// In how many documents of each side it occurs; `nil` where the reference has none.
        package let documents: Int
        package let referenceDocuments: Int?
        /// Of G², adjusted for all words tested (Holm 1979); 0 where it is below 1e-308.
        package fileprivate(set) var adjustedP = 1.0
        /// The natural logarithm of that.
        package fileprivate(set) var logAdjustedP = 0.0
        /// Wilcoxon's rank-sum test of the relative frequencies by document; `nil` with fewer than five documents a side.
        package let documentsP: Double?

        /// Signed: negative where the word is rarer in the target.
        package var g2: Double { table.signedLogLikelihoodRatio }
        package var count: Int { table.both }
        package var referenceCount: Int { table.columnAlone }
        package var perMillion: Double { table.row == 0 ? 0 : Double(count) * 1e6 / Double(table.row) }
        package var referencePerMillion: Double {
            table.otherRow == 0 ? 0 : Double(referenceCount) * 1e6 / Double(table.otherRow)
        }
        /// By how many per cent the relative frequency is above that in the reference; `nil` where that is 0.
        /// - SeeAlso: Gabrielatos & Marchi (2011), "Keyness: matching metrics to definitions".
        package var percentDifference: Double? {
            referenceCount == 0 ? nil : (perMillion - referencePerMillion) * 100 / referencePerMillion
        }
        /// The ratio of the frequencies per million, each with a constant added that lets rare words down.
        /// - SeeAlso: Kilgarriff (2009), "Simple maths for keywords".
        package func simpleMaths(smooth: Double) -> Double? {
            let below = referencePerMillion + smooth
            return below > 0 ? (perMillion + smooth) / below : nil
        }
    }

    /// In the order of the words' ids.
    package private(set) var rows: [Row]
    /// N of both sides: tokens, or the n-grams that lie inside a segment, which are fewer. Frequencies are relative to them.
    package let size: Int
    package let referenceSize: Int
    /// Documents with a token; `nil` where the reference has none.
    package let documents: Int
    package let referenceDocuments: Int?

    /// The fewest documents a side of which a test is made.
    package static let fewestDocuments = 5

    /// Two sides of documents.
    ///
    /// - Parameters:
    ///   - counts: by document, those of the target first. What is too rare in both together is not in them.
    ///   - targets: how many documents are the target's.
    ///   - isWanted: which n-grams are tested; all where `nil`.
    package init(_ counts: CountsByPart, targets: Int, where isWanted: (@Sendable (ArraySlice<TokenID>) -> Bool)? = nil)
    {
        let sizes = counts.places
        // A document without an n-gram has no relative frequency.
        let (first, second) = (sizes[..<targets].count { $0 > 0 }, sizes[targets...].count { $0 > 0 })
        let (size, others) = (sizes[..<targets].reduce(0, +), sizes[targets...].reduce(0, +))
        let isTested = min(first, second) >= Self.fewestDocuments
        let wanted = counts.ngrams.indices.filter { isWanted?(counts.ngrams[$0].ngram) ?? true }
        (self.size, referenceSize, documents, referenceDocuments) = (size, others, first, second)
        let block = 4096
        rows = parallelMap((wanted.count + block - 1) / block) { number in
            var test = isTested ? RankSumTest(first: first, second: second) : nil
            var values: [(value: Double, isFirst: Bool)] = []
            return wanted[number * block..<min(wanted.count, (number + 1) * block)].map { row in
                values.removeAll(keepingCapacity: true)
                var (count, range, otherRange) = (0, 0, 0)
                for entry in counts.entries(of: row) {
                    let isFirst = entry.part < targets
                    if isFirst { count += entry.count }
                    if isFirst { range += 1 } else { otherRange += 1 }
                    values.append((Double(entry.count) / Double(sizes[entry.part]), isFirst))
                }
                let other = counts.ngrams[row].count - count
                return Row(
                    ngram: Array(counts.ngrams[row].ngram),
                    table: ContingencyTable(
                        both: count, rowAlone: size - count, columnAlone: other, neither: others - other),
                    documents: range, referenceDocuments: otherRange,
                    documentsP: test?.probability(positive: &values))
            }
        }.flatMap(\.self)
        adjust()
    }

    /// A side of documents, and a list of words with their counts.
    ///
    /// - Parameters:
    ///   - counts: of all words of the target by document.
    ///   - reference: the list's counts by n-gram.
    ///   - minimum: the least count in both together.
    ///   - isWanted: which n-grams are tested; all where `nil`.
    package init(
        _ counts: CountsByPart, reference: [[TokenID]: Int], minimum: Int,
        where isWanted: ((ArraySlice<TokenID>) -> Bool)? = nil
    ) {
        let (size, others) = (counts.places.reduce(0, +), reference.values.reduce(0, +))
        (self.size, referenceSize) = (size, others)
        (documents, referenceDocuments) = (counts.places.count { $0 > 0 }, nil)
        var rest = reference
        func row(_ ngram: [TokenID], _ count: Int, _ other: Int, documents: Int) -> Row? {
            guard count + other >= minimum, isWanted?(ngram[...]) ?? true else { return nil }
            return Row(
                ngram: ngram,
                table: ContingencyTable(
                    both: count, rowAlone: size - count, columnAlone: other, neither: others - other),
                documents: documents, referenceDocuments: nil, documentsP: nil)
        }
        rows = counts.ngrams.indices.compactMap { index in
            let ngram = Array(counts.ngrams[index].ngram)
            let other = rest.removeValue(forKey: ngram) ?? 0
            return row(ngram, counts.ngrams[index].count, other, documents: counts.entries(of: index).count)
        }
        rows += rest.sorted { $0.key.lexicographicallyPrecedes($1.key) }.compactMap { ngram, count in
            row(ngram, 0, count, documents: 0)
        }
        adjust()
    }

    private mutating func adjust() {
        let adjusted = holmAdjusted(logarithms: rows.map { logChiSquaredProbability(abs($0.g2)) })
        for index in rows.indices {
            rows[index].logAdjustedP = adjusted[index]
            rows[index].adjustedP = exp(adjusted[index])
        }
    }
}
