internal import Foundation
package import LanguageModeling
internal import Tokenization

/// The n-grams of a model, wherever they are kept: in memory, or in a database and read by blocks.
///
/// A node is an n-gram, its children the n-grams that it begins with one more word.
package protocol TrieStorage: Sendable {
    /// Why a read may fail; `Never` in memory.
    associatedtype Failure: Error

    var shape: TrieShape { get }
    /// The children of a node of an order below N, in ascending order of their codes.
    func children(of node: Int) throws(Failure) -> Range<Int>
    /// The code of a node's last word.
    func code(of node: Int) throws(Failure) -> UInt32
}

extension TrieStorage {
    /// The child of a node by a word.
    @inline(__always)
    package func child(_ word: WordID, of node: Int) throws(Failure) -> Int? {
        let row = try children(of: node)
        return try findCode(shape.code.code(of: word), bits: shape.code.bits, in: row, codeAt: code(of:))
    }

    /// The last word of an n-gram of two words or more; in a damaged file perhaps another, but a word.
    @inline(__always)
    package func lastWord(of node: Int) throws(Failure) -> WordID {
        min(shape.code.word(of: try code(of: node)), WordID(shape.idCount - 1))
    }

    /// The stored contexts that end a history, the longest first, each a suffix of the one before.
    ///
    /// - Parameter history: oldest first; at most its last N − 1 words count.
    package func contexts(ending history: some BidirectionalCollection<WordID>) throws(Failure) -> [Int] {
        var contexts: [Int?] = []
        for word in history.suffix(shape.order - 1) { contexts = try self.contexts(contexts, followedBy: word) }
        return contexts.reversed().compactMap { $0 }
    }

    /// The contexts that end a history one word longer.
    ///
    /// - Parameter contexts: by their length, from one word on; `nil` where one is not stored.
    package func contexts(_ contexts: [Int?], followedBy word: WordID) throws(Failure) -> [Int?] {
        if shape.order == 1 { return [] }
        var longer: [Int?] = [Int(word)]
        for context in contexts.prefix(shape.order - 2) {
            longer.append(context == nil ? nil : try child(word, of: context!))
        }
        return longer
    }

    /// The node of an n-gram, if it is stored.
    package func node(of ngram: some BidirectionalCollection<WordID>) throws(Failure) -> Int? {
        guard let first = ngram.first, Int(first) < shape.idCount, ngram.count <= shape.order else { return nil }
        var node = Int(first)
        for word in ngram.dropFirst() {
            guard let child = try child(word, of: node) else { return nil }
            node = child
        }
        return node
    }
}

/// What the shared recursion reads of a model.
///
///     P(w | h) = p(hw)                 if the n-gram hw is stored
///              = β(h) · P(w | h′)      otherwise, h′ being h without its first word and β = 1 for an h not stored
///
/// Every model that interpolates or backs off has this form (Katz 1987; for interpolated models Chen & Goodman 1998,
/// 2.8). Logarithms are natural.
package protocol BackoffStorage: TrieStorage {
    /// ln p of a node; −∞ for `<s>`.
    func logProbability(of node: Int) throws(Failure) -> Double
    /// ln β of a node of an order below N.
    func logBackoff(of node: Int) throws(Failure) -> Double
}

/// What models that work on counts alone read.
package protocol CountStorage: TrieStorage {
    /// How often a node's n-gram occurs.
    func count(of node: Int) throws(Failure) -> Int
}

extension BackoffStorage {
    /// ln P(word | the longest context), and the node that gave it.
    ///
    /// - Parameter contexts: as ``contexts(ending:)`` gives them.
    package func logProbability(
        of word: WordID, contexts: [Int]
    ) throws(Failure) -> (value: Double, node: Int) {
        var left = contexts[...]
        var node = Int(word)
        for (index, context) in contexts.enumerated() {
            if let child = try child(word, of: context) {
                node = child
                left = contexts[..<index]
                break
            }
        }
        // The shortest first, as the recursion has it and a walk adds them: the last bit depends on it.
        var value = try logProbability(of: node)
        for context in left.reversed() { value += try logBackoff(of: context) }
        return (value, node)
    }
}

extension BackoffStorage {
    /// P(word | context) by word id.
    ///
    /// - Parameters:
    ///   - context: at most N − 1 words.
    ///   - logPenalty: ln α of Stupid Backoff, `nil` for models whose contexts have weights.
    package func probabilities(after context: ArraySlice<WordID>, logPenalty: Double?) throws(Failure) -> [Double] {
        var logProbabilities: [Double] = []
        logProbabilities.reserveCapacity(shape.idCount)
        for word in 0..<shape.idCount { logProbabilities.append(try logProbability(of: word)) }
        var length = 0
        for node in try contexts(ending: context).reversed() {
            length = shape.order(of: node)
            let weight = if let logPenalty { logPenalty } else { try logBackoff(of: node) }
            for word in logProbabilities.indices { logProbabilities[word] += weight }
            for child in try children(of: node) {
                logProbabilities[Int(try lastWord(of: child))] = try logProbability(of: child)
            }
        }
        let penalty = (logPenalty ?? 0) * Double(context.count - length)
        return logProbabilities.map { exp($0 + penalty) }
    }
}

extension CountStorage {
    /// Tokens and one `</s>` per segment: all but `<s>`.
    package func countEvents() throws(Failure) -> Int {
        var events = 0
        for word in 0..<shape.idCount where word != Int(Marker.segmentStart) { events += try count(of: word) }
        return events
    }

    /// n(hw) for each word id, and n(h) = Σ_w n(hw), 0 where h was not seen.
    ///
    /// - Parameter context: h, at most N − 1 words.
    package func counts(after context: ArraySlice<WordID>) throws(Failure) -> (counts: [Int], total: Int) {
        var counts = [Int](repeating: 0, count: shape.idCount)
        var total = 0
        if context.isEmpty {
            for word in counts.indices where word != Int(Marker.segmentStart) {
                counts[word] = try count(of: word)
                total += counts[word]
            }
        } else if let node = try node(of: context) {
            for child in try children(of: node) {
                let number = try count(of: child)
                counts[Int(try lastWord(of: child))] = number
                total += number
            }
        }
        return (counts, total)
    }

    /// n(hw) and n(h) for one word.
    package func count(
        of word: WordID, after context: some BidirectionalCollection<WordID>
    ) throws(Failure) -> (count: Int, total: Int) {
        if context.isEmpty { return (try count(of: Int(word)), try countEvents()) }
        // A context is followed by a word each time it occurs, unless it ends a segment.
        guard context.last != Marker.segmentEnd, let node = try node(of: context) else { return (0, 0) }
        let child = try child(word, of: node)
        return (child == nil ? 0 : try count(of: child!), try count(of: node))
    }
}
