/// The n-grams of a model, numbered through all orders: those of order n are `offsets[n-1]..<offsets[n]`.
///
/// The first level holds the word ids themselves.
package struct TrieShape: Sendable, Hashable {
    /// N + 1 numbers, the first 0.
    package let offsets: [Int]
    package let code: WordCode

    package init(levelCounts: [Int], code: WordCode) {
        precondition(!levelCounts.isEmpty)
        var offsets = [0]
        for count in levelCounts { offsets.append(offsets[offsets.count - 1] + count) }
        self.offsets = offsets
        self.code = code
    }

    /// N.
    package var order: Int { offsets.count - 1 }
    package var idCount: Int { offsets[1] }
    package var nodeCount: Int { offsets[order] }
    /// Nodes below have children and backoff weights; those of order N have none.
    package var contextCount: Int { offsets[order - 1] }

    /// What `PackedNgrams` of this shape take.
    var savedByteCount: Int { NgramRecord.Layout(self).length * 4 }

    package func nodes(ofOrder n: Int) -> Range<Int> { offsets[n - 1]..<offsets[n] }

    /// How many words a node's n-gram has.
    package func order(of node: Int) -> Int {
        var order = 1
        while offsets[order] <= node { order += 1 }
        return order
    }
}
