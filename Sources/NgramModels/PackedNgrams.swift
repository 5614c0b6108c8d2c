/// A model's n-grams in the compact form in which they are saved and scored fastest: 12 bytes an n-gram, 12 more for
/// one that is a context.
///
/// What a walk reads together stands together, for each line of memory that it touches costs more than all it computes.
package struct PackedNgrams: BackoffStorage, CountStorage {
    package typealias Failure = Never

    package let shape: TrieShape
    /// Three numbers a node: ln p in single precision, or the count; the code of the last word; the suffix.
    package let entries: [UInt32]
    /// Three numbers a context: where its children begin; ln β in single precision; the suffix. Then, once more, where
    /// the children end.
    package let contexts: [UInt32]

    /// Numbers by entry and by context.
    package static let width = 3

    /// - Precondition: the arrays have the lengths of the shape.
    package init(shape: TrieShape, entries: [UInt32], contexts: [UInt32]) {
        precondition(entries.count == Self.width * shape.nodeCount)
        precondition(contexts.count == Self.width * shape.contextCount + 1)
        self.shape = shape
        self.entries = entries
        self.contexts = contexts
    }

    /// - Parameters:
    ///   - values: by node.
    ///   - childStarts: by context, and the end.
    ///   - logBackoffs: by context.
    package init(
        shape: TrieShape, values: some Collection<UInt32>, codes: [UInt32], suffixes: [UInt32], childStarts: [UInt32],
        logBackoffs: some Collection<Float>
    ) {
        var entries: [UInt32] = []
        entries.reserveCapacity(Self.width * shape.nodeCount)
        for (node, value) in values.enumerated() {
            entries.append(value)
            entries.append(codes[node])
            entries.append(suffixes[node])
        }
        var contexts: [UInt32] = []
        contexts.reserveCapacity(Self.width * shape.contextCount + 1)
        for (node, weight) in logBackoffs.enumerated() {
            contexts.append(childStarts[node])
            contexts.append(weight.bitPattern)
            contexts.append(suffixes[node])
        }
        contexts.append(childStarts[shape.contextCount])
        self.init(shape: shape, entries: entries, contexts: contexts)
    }

    @inline(__always)
    package func logProbability(of node: Int) -> Double { Double(Float(bitPattern: entries[3 &* node])) }
    @inline(__always)
    package func count(of node: Int) -> Int { Int(entries[3 &* node]) }
    @inline(__always)
    package func code(of node: Int) -> UInt32 { entries[3 &* node &+ 1] }
    @inline(__always)
    package func children(of node: Int) -> Range<Int> {
        let start = Int(contexts[3 &* node])
        return start..<max(start, Int(contexts[3 &* node &+ 3]))
    }
    @inline(__always)
    package func logBackoff(of node: Int) -> Double { Double(Float(bitPattern: contexts[3 &* node &+ 1])) }
    @inline(__always)
    package func suffix(of node: Int) -> Int? {
        let suffix = entries[3 &* node &+ 2]
        return suffix == .max ? nil : Int(suffix)
    }
}

extension PackedNgrams {
    /// An estimated model in single precision.
    package init(_ estimated: EstimatedNgrams) {
        self.init(
            shape: estimated.shape, values: estimated.logProbabilities.lazy.map { Float($0).bitPattern },
            codes: estimated.codes, suffixes: estimated.suffixes, childStarts: estimated.childStarts,
            logBackoffs: estimated.logBackoffs.lazy.map { Float($0) })
    }

    /// Counts, for the models that work on them alone.
    package init(_ counts: NgramCounts) {
        let trie = counts.skeleton()
        self.init(
            shape: trie.shape, values: counts.levels.flatMap(\.counts), codes: trie.codes, suffixes: trie.suffixes,
            childStarts: trie.childStarts, logBackoffs: repeatElement(0, count: trie.shape.contextCount))
    }
}
