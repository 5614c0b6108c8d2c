internal import Basics
internal import Counting
internal import LanguageModeling
internal import Tokenization

extension SpilledCounts {
    /// Links every n-gram to the one without its first word, as ``NgramCounts/linkSuffixes()``.
    ///
    /// The children of h = x h′ are among those of h′. Of the level of h′ as many nodes are held at a time, with their
    /// children's codes, as fit in memory; for each such share the longer n-grams are gone through once.
    mutating func linkSuffixes() throws {
        guard order >= 2 else { return }
        let bigrams = levels[1]
        let words = try NumberFile<UInt32>(in: plan.folder)
        let code = code
        for range in ranges(ofLength: 1 << 18, upTo: bigrams.count) {
            try words.append(bigrams.codes.read(range).lazy.map { code.word(of: $0) })
        }
        levels[1].suffixes = words
        for upper in stride(from: 2, to: order, by: 1) {
            let (shorter, contexts, longer) = (levels[upper - 2], levels[upper - 1], levels[upper])
            guard let contextSuffixes = contexts.suffixes else { preconditionFailure("levels are linked in turn") }
            let suffixes = try NumberFile<UInt32>(in: plan.folder, count: longer.count)
            for (number, share) in shares(of: shorter).enumerated() {
                let starts = try shorter.childStarts.read(share.contexts.lowerBound..<share.contexts.upperBound + 1)
                let codes = try contexts.codes.read(share.children)
                try parallelThrowing(contexts.stretches.count, threads: plan.threads) { index in
                    let (nodes, children) = contexts.stretches[index]
                    if children.isEmpty { return }
                    let nodeSuffixes = try contextSuffixes.read(nodes)
                    let childStarts = try contexts.childStarts.read(nodes.lowerBound..<nodes.upperBound + 1)
                    let wanted = try longer.codes.read(children)
                    var found =
                        number == 0
                        ? [UInt32](repeating: 0, count: children.count) : try suffixes.read(children)
                    for (place, suffix) in nodeSuffixes.enumerated() where share.contexts.contains(Int(suffix)) {
                        let context = Int(suffix) - share.contexts.lowerBound
                        let row =
                            Int(starts[context]) - share.children.lowerBound..<Int(starts[context + 1])
                            - share.children.lowerBound
                        for child in Int(childStarts[place])..<Int(childStarts[place + 1]) {
                            let at = findCode(wanted[child - children.lowerBound], bits: code.bits, in: row) {
                                codes[$0]
                            }
                            guard let at else {
                                preconditionFailure("what is counted is counted without its first word")
                            }
                            found[child - children.lowerBound] = UInt32(at + share.children.lowerBound)
                        }
                    }
                    try suffixes.write(found, at: children.lowerBound)
                }
            }
            levels[upper].suffixes = suffixes
        }
    }

    /// Stretches of a level put together, as many as fit in memory with the codes of their children.
    private func shares(of level: Level) -> [(contexts: Range<Int>, children: Range<Int>)] {
        var shares: [(contexts: Range<Int>, children: Range<Int>)] = []
        for stretch in level.stretches {
            if let last = shares.last,
                4 * (stretch.contexts.upperBound - last.contexts.lowerBound)
                    + 4 * (stretch.children.upperBound - last.children.lowerBound) <= plan.memory
            {
                shares[shares.count - 1] = (
                    last.contexts.lowerBound..<stretch.contexts.upperBound,
                    last.children.lowerBound..<stretch.children.upperBound
                )
            } else {
                shares.append(stretch)
            }
        }
        return shares
    }
}
