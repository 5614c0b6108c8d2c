internal import LanguageModeling

extension NgramCounts {
    /// Links every n-gram to the one without its first word.
    ///
    /// The children of h = x h′ are among those of h′. Contexts are taken in groups of equal h′, whose children are
    /// spread once over a table by word.
    /// - Complexity: O(n-grams).
    mutating func linkSuffixes() {
        guard order >= 2 else { return }
        levels[1].suffixes = levels[1].codes.map { code.word(of: $0) }
        var table = [UInt32](repeating: 0, count: 1 << code.bits)
        for upper in stride(from: 2, to: order, by: 1) {
            let contexts = levels[upper - 1]
            let shorter = levels[upper - 2]
            let codes = levels[upper].codes
            var suffixes = [UInt32](repeating: 0, count: codes.count)
            let (grouped, groupStarts) = Self.grouped(contexts.suffixes, groups: shorter.count)
            for suffix in 0..<shorter.count where groupStarts[suffix] < groupStarts[suffix + 1] {
                for child in shorter.children(of: suffix) { table[Int(contexts.codes[child])] = UInt32(child) }
                for place in groupStarts[suffix]..<groupStarts[suffix + 1] {
                    for child in contexts.children(of: Int(grouped[Int(place)])) {
                        suffixes[child] = table[Int(codes[child])]
                    }
                }
            }
            levels[upper].suffixes = suffixes
        }
    }

    /// The indices of an array by their values, and where each value's group begins.
    private static func grouped(_ values: [UInt32], groups: Int) -> (indices: [UInt32], starts: [UInt32]) {
        var starts = [UInt32](repeating: 0, count: groups + 1)
        for value in values { starts[Int(value) + 1] += 1 }
        for group in 0..<groups { starts[group + 1] += starts[group] }
        var next = starts
        var indices = [UInt32](repeating: 0, count: values.count)
        for (index, value) in values.enumerated() {
            indices[Int(next[Int(value)])] = UInt32(index)
            next[Int(value)] += 1
        }
        return (indices, starts)
    }

    /// How many distinct words stand before each n-gram of an order below N, `<s>` among them; the raw count where the
    /// n-gram begins with `<s>`, and at order N. 0 for `<s>` itself.
    package func adjustedCounts(order n: Int) -> [UInt32] { adjustedCounts(order: n, startNodes: segmentStartNodes) }

    /// - Parameter startNodes: ``segmentStartNodes``.
    func adjustedCounts(order n: Int, startNodes: [Range<Int>]) -> [UInt32] {
        let level = levels[n - 1]
        if n == order {
            var counts = level.counts
            if n == 1 { counts[startNodes[0].lowerBound] = 0 }
            return counts
        }
        var counts = [UInt32](repeating: 0, count: level.count)
        for suffix in levels[n].suffixes { counts[Int(suffix)] += 1 }
        if n > 1 { for node in startNodes[n - 1] { counts[node] = level.counts[node] } }
        return counts
    }
}
