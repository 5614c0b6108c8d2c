internal import Counting
package import LanguageModeling
public import Tokenization

/// The vocabulary at a threshold.
package struct VocabularySize: Sendable, Hashable {
    package let minimumCount: Int
    /// V, with `<unk>` and `</s>`.
    package let vocabularySize: Int
    /// The share of the events of a split, `</s>` among them, that are `<unk>`; absent for a split without events.
    package let unknownRate: [Split: Double]
}

extension Corpus {
    /// How often each type, by id, occurs in a split, or in the part of it that some documents have.
    public func typeCounts(of split: Split, documents: Subcorpus? = nil) throws -> [Int] {
        var counts = [Int](repeating: 0, count: try store.types().count)
        if let documents {
            for id in try store.tokens(ofDocuments: documents.ids, splits: [split]).ids { counts[Int(id)] += 1 }
            counts[Int(Marker.segmentStart)] = counts[Int(Marker.segmentEnd)]
            return counts
        }
        let unigrams = try store.storedCounts(order: 1, split: split)
        for (id, count) in zip(unigrams.ids, unigrams.counts) { counts[Int(id)] = Int(count) }
        return counts
    }

    /// Makes sure that a list of words is one of this corpus; without a text nothing is known.
    /// - Throws: `VocabularyListError.mostlyUnknown`.
    package func requireKnown(_ rule: VocabularyRule) throws {
        guard holdsText, case .list = rule else { return }
        let (types, counts) = try store.holding { try (store.types(), typeCounts(of: .train)) }
        try rule.requireKnown(types, trainCounts: counts)
    }

    /// The vocabulary for each least count K = 1, 2, … up to the largest at which it loses a word.
    /// - Parameter documents: in whose parts of valid and test the rates are; all where `nil`.
    package func vocabularySizes(ratesIn documents: Subcorpus? = nil) throws -> [VocabularySize] {
        let train = try typeCounts(of: .train)
        let others = try [Split.valid, .test].map { ($0, try typeCounts(of: $0, documents: documents)) }
        let words = (Marker.texts.count..<train.count).sorted { train[$0] < train[$1] }
        // Literal <unk> is unknown whatever the threshold.
        var unknown = others.map { $0.1[Int(Marker.unknown)] }
        let events = others.map { _, counts in counts.reduce(0, +) - counts[Int(Marker.segmentStart)] }
        var sizes: [VocabularySize] = []
        var lost = 0
        var minimum = 1
        while lost < words.count {
            while lost < words.count, train[words[lost]] < minimum {
                for index in others.indices { unknown[index] += others[index].1[words[lost]] }
                lost += 1
            }
            var rates: [Split: Double] = [:]
            for (index, (split, _)) in others.enumerated() where events[index] > 0 {
                rates[split] = Double(unknown[index]) / Double(events[index])
            }
            sizes.append(
                VocabularySize(minimumCount: minimum, vocabularySize: words.count - lost + 2, unknownRate: rates))
            // Thresholds that lose nothing more are left out.
            minimum = lost < words.count ? max(minimum + 1, train[words[lost]] + 1) : minimum
        }
        return sizes
    }
}
