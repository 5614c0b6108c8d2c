internal import Basics

/// How often each type occurs in each of the stretches of equal length that a text is cut into, so that the spectrum of the
/// text without some of them needs no second reading. It takes four bytes for each type in each stretch.
struct BlockCounts {
    private let total: [UInt32]
    private let blocks: [[UInt32]]

    /// - Parameters:
    ///   - tokens: ids of types in text order.
    ///   - typeCount: greater than every id.
    init(_ tokens: [UInt32], typeCount: Int, blocks: Int, threads: Int?) {
        let n = tokens.count
        self.blocks = parallelMap(blocks, threads: threads) { block in
            var counts = [UInt32](repeating: 0, count: typeCount)
            for index in (n * block / blocks)..<(n * (block + 1) / blocks) { counts[Int(tokens[index])] += 1 }
            return counts
        }
        var total = self.blocks[0]
        for counts in self.blocks.dropFirst() { for type in 0..<typeCount { total[type] += counts[type] } }
        self.total = total
    }

    var spectrum: FrequencySpectrum { FrequencySpectrum(counts: total) }

    /// Of the text without these stretches.
    func spectrum(leavingOut left: Range<Int>) -> FrequencySpectrum {
        var counts = total
        for block in left { for type in counts.indices { counts[type] -= blocks[block][type] } }
        return FrequencySpectrum(counts: counts)
    }
}
