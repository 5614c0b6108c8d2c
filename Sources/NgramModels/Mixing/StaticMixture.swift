internal import Basics
internal import Foundation
package import LanguageModeling
internal import Tokenization

/// One back-off model in place of a linear mixture of several, over the union of their vocabularies.
///
/// It has the n-grams that any of them has, each with its probability by the mixture, Σ λ_m P_m(w | h), and back-off weights
/// made anew so that every context sums to 1 (Stolcke 2002, SRILM, "static" interpolation). What none of them has it
/// backs off to, where the mixture itself would mix; by how much that matters is to be measured on text.
///
/// A model gives the words that it lacks, and `<unk>`, equal shares of what it gives its own `<unk>`.
package struct StaticMixture {
    private let parts: [Part]
    private let weights: [Double]
    package let vocabulary: ModelVocabulary

    private struct Part {
        let model: BackoffModel
        let words: WordsOfPart
    }

    /// - Parameters:
    ///   - models: normalized, reading the same way.
    ///   - weights: a weight for each; they sum to 1.
    /// - Throws: `EstimationError.noArpaForm` for a model that does not back off.
    package init(of models: [any LanguageModel], weights: [Double]) throws(EstimationError) {
        precondition(models.count == weights.count && !models.isEmpty, "a weight for each model")
        var backoffs: [BackoffModel] = []
        for model in models {
            guard let backoff = model.inItsOrder as? BackoffModel, backoff.isNormalized else {
                throw .noArpaForm(model: model.name, hasPenalty: !model.isNormalized)
            }
            backoffs.append(backoff)
        }
        vocabulary = ModelVocabulary(unionOf: backoffs.map(\.vocabulary))
        self.weights = weights
        let vocabulary = vocabulary
        parts = backoffs.map { Part(model: $0, words: WordsOfPart($0.vocabulary, in: vocabulary)) }
    }

    /// The model.
    ///
    /// - Parameter threads: at most this many; the model does not depend on it.
    /// - Throws: `EstimationError.tooManyNgrams`.
    package func model(named name: String, threads: Int = 1) throws(EstimationError) -> BackoffModel {
        var ngrams = try union()
        ngrams.logProbabilities = logProbabilities(of: ngrams, threads: threads)
        ngrams.normalizeBackoffs()
        return BackoffModel(name: name, vocabulary: vocabulary, ngrams: .estimated(ngrams))
    }

    /// The n-grams that a part has.
    private func union() throws(EstimationError) -> EstimatedNgrams {
        let code = WordCode(idCount: vocabulary.idCount)
        let order = parts.map(\.model.shape.order).max() ?? 1
        var levels: [[UInt32]] = [(0..<WordID(vocabulary.idCount)).map { code.code(of: $0) }]
        var childStarts: [UInt32] = []
        // Of each part, what its nodes of the order before are here.
        var places = parts.map { part in part.words.own.map { Int($0) } }
        var offset = 0
        for n in stride(from: 2, through: order, by: 1) {
            let keys = parts.indices.map { self.keys(of: parts[$0], order: n, parents: places[$0], code) }
            let united = Self.sortedUnion(keys)
            let parents = levels[n - 2].count
            offset += parents
            guard offset + united.count <= TrieLimits().ngrams else { throw .tooManyNgrams(order: n) }
            var next = 0
            for parent in 0..<parents {
                childStarts.append(UInt32(offset + next))
                while next < united.count, united[next] >> 32 == UInt64(parent) { next += 1 }
            }
            levels.append(united.map { UInt32(truncatingIfNeeded: $0) })
            places = keys.map { keys in keys.map { Self.place(of: $0, in: united) } }
        }
        let shape = TrieShape(levelCounts: levels.map(\.count), code: code)
        childStarts.append(UInt32(shape.nodeCount))
        return EstimatedNgrams(
            shape: shape, codes: levels.flatMap(\.self), childStarts: childStarts,
            logProbabilities: [Double](repeating: 0, count: shape.nodeCount),
            logBackoffs: [Double](repeating: 0, count: shape.contextCount))
    }

    /// Of each n-gram of a part: the place of its context above the code of its last word.
    private func keys(of part: Part, order n: Int, parents: [Int], _ code: WordCode) -> [UInt64] {
        let shape = part.model.shape
        guard n <= shape.order else { return [] }
        var keys: [UInt64] = []
        keys.reserveCapacity(shape.nodes(ofOrder: n).count)
        let first = shape.nodes(ofOrder: n - 1).lowerBound
        for context in shape.nodes(ofOrder: n - 1) {
            let parent = UInt64(parents[context - first]) << 32
            part.model.forEachChild(of: context) { _, word in
                keys.append(parent | UInt64(code.code(of: part.words.own[Int(word)])))
            }
        }
        return keys
    }

    private static func sortedUnion(_ keys: [[UInt64]]) -> [UInt64] {
        var united = keys.flatMap(\.self)
        united.sort()
        var count = 0
        for key in united where count == 0 || united[count - 1] != key {
            united[count] = key
            count += 1
        }
        united.removeLast(united.count - count)
        return united
    }

    private static func place(of key: UInt64, in sorted: [UInt64]) -> Int {
        var places = 0..<sorted.count
        while places.count > 1 {
            let middle = (places.lowerBound + places.upperBound) / 2
            places = sorted[middle] <= key ? middle..<places.upperBound : places.lowerBound..<middle
        }
        return places.lowerBound
    }

    /// ln Σ λ_m P_m(w | h) of each n-gram.
    private func logProbabilities(of ngrams: EstimatedNgrams, threads: Int) -> [Double] {
        let shape = ngrams.shape
        var result = [Double](repeating: 0, count: shape.nodeCount)
        let none = parts.map { _ in [Int]() }
        for word in 0..<shape.idCount { result[word] = logProbability(of: WordID(word), contexts: none) }
        guard shape.order > 1 else { return result }
        // The words of whole trees are the work of one thread: their histories are made on the way.
        let pieces = ranges(ofLength: max(1, shape.idCount / 512), upTo: shape.idCount)
        let filled = parallelMap(pieces.count, threads: threads) { index in
            var filled: [(node: Int, logProbability: Double)] = []
            for word in pieces[index] { fill(WordID(word), node: word, history: [], ngrams, &filled) }
            return filled
        }
        for (node, logProbability) in filled.joined() { result[node] = logProbability }
        return result
    }

    /// What stands below a node.
    private func fill(
        _ word: WordID, node: Int, history: [WordID], _ ngrams: EstimatedNgrams,
        _ filled: inout [(node: Int, logProbability: Double)]
    ) {
        guard node < ngrams.shape.contextCount else { return }
        let children = ngrams.children(of: node)
        if children.isEmpty { return }
        let history = history + [word]
        let contexts = parts.map { part in
            part.model.contexts(ending: history.map { part.words.theirs[Int($0)] ?? Marker.unknown })
        }
        for child in children {
            let last = ngrams.shape.code.word(of: ngrams.codes[child])
            filled.append((child, logProbability(of: last, contexts: contexts)))
            fill(last, node: child, history: history, ngrams, &filled)
        }
    }

    /// - Parameter contexts: of each part, as ``TrieStorage/contexts(ending:)`` gives them.
    private func logProbability(of word: WordID, contexts: [[Int]]) -> Double {
        if word == Marker.segmentStart { return -.infinity }
        var sum = 0.0
        for (index, part) in parts.enumerated() where weights[index] > 0 {
            let own = part.words.theirs[Int(word)] ?? Marker.unknown
            let logProbability = part.model.logProbability(of: own, contexts: contexts[index])
            sum += weights[index] * exp(logProbability) / (own == Marker.unknown ? part.words.unknownShares : 1)
        }
        return log(sum)
    }

    /// What a model's `<unk>` is divided by for each word that it lacks, and for `<unk>`: by model.
    package var unknownShares: [Double] { parts.map(\.words.unknownShares) }
}

/// A model's words and those of the mixture.
private struct WordsOfPart {
    /// Ids in the mixture by the model's.
    let own: [WordID]
    /// Ids in the model by the mixture's; `nil` for a word that it lacks.
    let theirs: [WordID?]
    /// How many words share its `<unk>`.
    let unknownShares: Double

    init(_ vocabulary: ModelVocabulary, in union: ModelVocabulary) {
        own = vocabulary.words.enumerated().map { id, word in
            id < Marker.texts.count ? WordID(id) : union.id(of: word)
        }
        var theirs = [WordID?](repeating: nil, count: union.idCount)
        for (id, word) in own.enumerated() { theirs[Int(word)] = WordID(id) }
        self.theirs = theirs
        unknownShares = Double(theirs.count { $0 == nil } + 1)
    }
}

extension ModelVocabulary {
    /// The words of several vocabularies, those of the first in its order, then what each of the others adds.
    init(unionOf vocabularies: [ModelVocabulary]) {
        var table = TypeTable()
        for vocabulary in vocabularies {
            for word in vocabulary.words.dropFirst(Marker.texts.count) { table.insert(word) }
        }
        let words = (Marker.texts.count..<table.count).map { table[TokenID($0)] }
        self.init(words: words, rule: .size(table.count - 1))
    }
}

extension BackoffModel {
    fileprivate func forEachChild(of node: Int, _ body: (Int, WordID) -> Void) {
        switch ngrams {
        case .estimated(let ngrams): ngrams.forEachChild(of: node, body)
        case .compact(let ngrams): ngrams.forEachChild(of: node, body)
        case .packed(let ngrams): ngrams.forEachChild(of: node, body)
        case .quantized(let ngrams): ngrams.forEachChild(of: node, body)
        }
    }

    fileprivate func contexts(ending history: [WordID]) -> [Int] {
        switch ngrams {
        case .estimated(let ngrams): ngrams.contexts(ending: history)
        case .compact(let ngrams): ngrams.contexts(ending: history)
        case .packed(let ngrams): ngrams.contexts(ending: history)
        case .quantized(let ngrams): ngrams.contexts(ending: history)
        }
    }

    fileprivate func logProbability(of word: WordID, contexts: [Int]) -> Double {
        switch ngrams {
        case .estimated(let ngrams): ngrams.logProbability(of: word, contexts: contexts).value
        case .compact(let ngrams): ngrams.logProbability(of: word, contexts: contexts).value
        case .packed(let ngrams): ngrams.logProbability(of: word, contexts: contexts).value
        case .quantized(let ngrams): ngrams.logProbability(of: word, contexts: contexts).value
        }
    }
}

extension WalkedStorage {
    fileprivate func forEachChild(of node: Int, _ body: (Int, WordID) -> Void) {
        for child in children(of: node) { body(child, lastWord(of: child)) }
    }
}
