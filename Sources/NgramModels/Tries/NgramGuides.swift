internal import LanguageModeling

/// How far from where interpolation guesses an n-gram it stands: so many nodes, in 16 bits, for each guess.
///
/// The guess for a code c in a row of n children is child ⌊c·n/2ᵏ⌋. The guide of a guess leads to the first child that
/// has this guess or a higher one: in the mean one step before the child that is sought, however long the row. A guide
/// that needs more bits, or that a damaged file has, leads elsewhere in the row, from where the search only takes longer.
package enum NgramGuides {
    static let width = 2

    /// Guides are numbered by nodes from order 2 on.
    static func byteCount(_ shape: TrieShape) -> Int { width * (shape.nodeCount - shape.idCount) }
}

extension RecordedNgrams {
    /// The guides of some nodes.
    func guides(of nodes: Range<Int>) -> [Int16] { guides(of: nodes, from: context(of: nodes.lowerBound)) }

    /// - Parameter context: whose child the first of them is.
    func guides(of nodes: Range<Int>, from context: Int) -> [Int16] {
        var guides = [Int16](repeating: 0, count: nodes.count)
        func set(_ slot: Int, _ node: Int) {
            if nodes.contains(slot) { guides[slot - nodes.lowerBound] = Int16(clamping: node - slot) }
        }
        var context = context
        var first = firstChild(of: context)
        while context < shape.contextCount, first < nodes.upperBound {
            let end = firstChild(of: context + 1)
            var slot = first
            for node in first..<end {
                let guess = first + (Int(head(of: node).1) * (end - first)) >> shape.code.bits
                while slot <= guess {
                    set(slot, node)
                    slot += 1
                }
            }
            while slot < end {
                set(slot, end)
                slot += 1
            }
            context += 1
            first = end
        }
        return guides
    }

    private func firstChild(of context: Int) -> Int { Int(tail(of: context).0) }

    /// The context whose child a node is.
    private func context(of node: Int) -> Int {
        var contexts = 0..<shape.contextCount
        while contexts.count > 1 {
            let middle = (contexts.lowerBound + contexts.upperBound) / 2
            contexts = firstChild(of: middle) <= node ? middle..<contexts.upperBound : contexts.lowerBound..<middle
        }
        return contexts.lowerBound
    }
}
