public import LanguageModeling
internal import Tokenization

/// How often each n-gram of the orders 1…N occurs in a text, as a trie.
///
/// A node is an n-gram; its children are the n-grams that it begins with one more word. Every window inside
/// `<s> w₁ … w_k </s>` is counted and none across segments, so the children's counts of a node sum to its own
/// unless it ends with `</s>`.
public struct NgramCounts: Sendable {
    /// The n-grams of one order. A node's children stand together, in ascending order of their codes.
    package struct Level: Sendable {
        /// The last word of each n-gram, as ``WordCode``.
        package var codes: [UInt32] = []
        package var counts: [UInt32] = []
        /// Where each node's children begin in the next level, and the end of the last; empty at the highest order.
        package var childStarts: [UInt32] = []
        /// The node, one level below, of the n-gram without its first word; empty at the lowest order.
        package var suffixes: [UInt32] = []

        package var count: Int { codes.count }

        @inline(__always)
        package func children(of node: Int) -> Range<Int> {
            Int(childStarts[node])..<Int(childStarts[node + 1])
        }
    }

    /// N, or less where no segment is so long: one order without a single n-gram stands for all higher ones.
    public let order: Int
    /// Ids of the vocabulary, the three markers included.
    package let idCount: Int
    package let code: WordCode
    /// Orders 1…N. The nodes of the first level are the word ids, seen or not.
    package internal(set) var levels: [Level]

    /// Events of the text: tokens and one `</s>` per segment.
    package let eventCount: Int

    /// - Parameters:
    ///   - words: segments, each ended by `</s>`; no `<s>`.
    ///   - idCount: every word is below it.
    ///   - order: N ≥ 1.
    /// - Throws: without words; and if tokens, types or n-grams are more than can be numbered.
    /// - Complexity: O(N · words).
    public init(of words: consuming [WordID], idCount: Int, order: Int) throws(EstimationError) {
        try self.init(of: consume words, idCount: idCount, order: order, limits: TrieLimits())
    }

    package init(
        of words: consuming [WordID], idCount: Int, order: Int, limits: TrieLimits
    ) throws(EstimationError) {
        precondition(order >= 1 && idCount >= 3)
        precondition(words.isEmpty || words.last == Marker.segmentEnd, "a text ends with </s>")
        guard !words.isEmpty else { throw .noText }
        guard idCount <= limits.types else { throw .tooManyTypes(idCount) }
        self.order = min(order, Self.longestWindow(words) + 1)
        self.idCount = idCount
        code = WordCode(idCount: idCount)
        eventCount = words.count
        levels = []
        levels = try CountTrieBuilder(words: consume words, idCount: idCount, code: code, limits: limits)
            .levels(order: self.order)
        linkSuffixes()
    }

    /// Words of the longest segment, its markers included.
    private static func longestWindow(_ words: [WordID]) -> Int {
        var longest = 0
        var length = 1
        for word in words {
            length += 1
            if word == Marker.segmentEnd {
                longest = max(longest, length)
                length = 1
            }
        }
        return longest
    }

    /// n(w₁…wₙ); 0 for what was not seen, and for n above the order.
    public func count(of ngram: [WordID]) -> Int {
        guard ngram.count <= order, let node = node(of: ngram) else { return 0 }
        return Int(levels[ngram.count - 1].counts[node])
    }

    /// Σ_w n(hw): how often a context was followed by anything; the events of the text for the empty context.
    public func contextCount(of context: [WordID]) -> Int {
        if context.isEmpty { return eventCount }
        return context.last == Marker.segmentEnd ? 0 : count(of: context)
    }

    /// Distinct n-grams by order. `<s>` and words never seen are among the unigrams.
    package var distinctCounts: [Int] { levels.map(\.count) }

    /// The node of an n-gram in the level of its length.
    package func node(of ngram: some BidirectionalCollection<WordID>) -> Int? {
        guard let first = ngram.first, Int(first) < idCount, ngram.count <= order else { return nil }
        var node = Int(first)
        for (depth, word) in ngram.dropFirst().enumerated() {
            guard let child = child(word, of: node, level: depth) else { return nil }
            node = child
        }
        return node
    }

    /// The child by a word of a node in `levels[level]`.
    package func child(_ word: WordID, of node: Int, level: Int) -> Int? {
        let next = levels[level + 1]
        return findCode(code.code(of: word), bits: code.bits, in: levels[level].children(of: node)) { next.codes[$0] }
    }

    /// The nodes of each level whose n-grams begin with `<s>`.
    package var segmentStartNodes: [Range<Int>] {
        var ranges = [Int(Marker.segmentStart)..<Int(Marker.segmentStart) + 1]
        for level in levels.dropLast() {
            let last = ranges[ranges.count - 1]
            ranges.append(Int(level.childStarts[last.lowerBound])..<Int(level.childStarts[last.upperBound]))
        }
        return ranges
    }
}
