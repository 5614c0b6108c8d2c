internal import Basics
internal import Counting
internal import Synchronization
internal import Tokenization

extension SpilledCounts {
    /// The counts that a smoothing works on, as ``NgramCounts/smoothedCounts(order:adjusted:)`` gives them, but for `<s>`
    /// among the unigrams, whose raw count stays; and how many n-grams have a count of 1, 2, …, without it.
    func smoothedCounts(order n: Int, adjusted: Bool) throws -> (counts: NumberFile<UInt32>, t: CountsOfCounts) {
        let counts = adjusted && n < order ? try adjustedCounts(order: n) : levels[n - 1].counts
        var t = CountsOfCounts([])
        for range in ranges(ofLength: 1 << 18, upTo: counts.count) {
            var some = try counts.read(range)
            let start = Int(Marker.segmentStart)
            if n == 1, range.contains(start) { some[start - range.lowerBound] = 0 }
            t.add(some)
        }
        return (counts, t)
    }

    /// How many distinct words stand before each n-gram of an order below N; the raw count where it begins with `<s>`.
    private func adjustedCounts(order n: Int) throws -> NumberFile<UInt32> {
        guard let suffixes = levels[n].suffixes else { preconditionFailure("levels are linked") }
        let level = levels[n - 1]
        let adjusted = try NumberFile<UInt32>(in: plan.folder, count: level.count)
        // Each thread counts for nodes of its own, and reads all suffixes.
        let share = min((level.count + plan.threads - 1) / plan.threads, max(1 << 12, plan.memory / 4 / plan.threads))
        let shares = ranges(ofLength: max(1, share), upTo: level.count)
        let startNodes = n > 1 ? try segmentStartNodes()[n - 1] : 0..<0
        try parallelThrowing(shares.count, threads: plan.threads) { index in
            let nodes = shares[index]
            var counts = [UInt32](repeating: 0, count: nodes.count)
            for range in ranges(ofLength: 1 << 18, upTo: suffixes.count) {
                let (lower, length) = (UInt32(nodes.lowerBound), UInt32(nodes.count))
                for suffix in try suffixes.read(range) where suffix &- lower < length {
                    counts[Int(suffix &- lower)] += 1
                }
            }
            let raw = nodes.clamped(to: startNodes)
            if !raw.isEmpty {
                let own = raw.lowerBound - nodes.lowerBound..<raw.upperBound - nodes.lowerBound
                counts.replaceSubrange(own, with: try level.counts.read(raw))
            }
            try adjusted.write(counts, at: nodes.lowerBound)
        }
        return adjusted
    }
}
