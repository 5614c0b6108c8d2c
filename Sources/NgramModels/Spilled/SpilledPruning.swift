internal import Basics
internal import Counting
internal import Foundation
internal import LanguageModeling
internal import Tokenization

/// Probabilities of n-grams, and the weights of contexts, in double precision: what pruning works on.
typealias SpilledEstimates = (probabilities: [NumberFile<Double>], logBackoffs: [NumberFile<Double>])

extension SpilledCounts {
    /// A model without some n-grams, number by number as ``EstimatedNgrams/pruned(_:counts:)``.
    ///
    /// The n-grams are gone through in order; only what backing off gives words in the pruned model is looked up here and
    /// there, in files that are mapped.
    func pruned(_ pruning: Pruning, _ estimates: SpilledEstimates) throws -> SpilledNgrams {
        let kept =
            switch pruning {
            case .counts(let thresholds): try keptByCounts(thresholds)
            case .relativeEntropy(let threshold): try keptByRelativeEntropy(threshold, estimates)
            }
        try keepBeginnings(of: kept)
        return try compacted(kept, estimates.probabilities).ngrams(code: code, plan: plan)
    }

    /// By level, 1 for each n-gram that is seen often enough, and for all words.
    private func keptByCounts(_ thresholds: [Int]) throws -> [NumberFile<UInt8>] {
        try levels.enumerated().map { index, level in
            let threshold = index < thresholds.count ? thresholds[index] : thresholds.last ?? 0
            let kept = try NumberFile<UInt8>(in: plan.folder)
            for range in ranges(ofLength: 1 << 18, upTo: level.count) {
                try kept.append(try level.counts.read(range).map { index == 0 || Int($0) > threshold ? 1 : 0 })
            }
            return kept
        }
    }

    /// Keeps what an n-gram begins with that is kept, from the highest order down.
    private func keepBeginnings(of kept: [NumberFile<UInt8>]) throws {
        for index in levels.indices.dropLast().reversed() where index > 0 {
            let stretches = levels[index].stretches
            try parallelThrowing(stretches.count, threads: plan.threads) { number in
                let (contexts, children) = stretches[number]
                let starts = try levels[index].childStarts.read(contexts.lowerBound..<contexts.upperBound + 1)
                let below = try kept[index + 1].read(children)
                var own = try kept[index].read(contexts)
                for place in own.indices where own[place] == 0 {
                    let row = Int(starts[place]) - children.lowerBound..<Int(starts[place + 1]) - children.lowerBound
                    if below[row].contains(1) { own[place] = 1 }
                }
                try kept[index].write(own, at: contexts.lowerBound)
            }
        }
    }

    /// The n-grams that are kept, numbered anew.
    private func compacted(
        _ kept: [NumberFile<UInt8>], _ probabilities: [NumberFile<Double>]
    ) throws -> PrunedLevels {
        var pruned = PrunedLevels()
        for index in levels.indices {
            let codes = try NumberFile<UInt32>(in: plan.folder)
            let logs = try NumberFile<Double>(in: plan.folder)
            for range in ranges(ofLength: 1 << 18, upTo: levels[index].count) {
                let own = try kept[index].read(range)
                try codes.append(zip(try levels[index].codes.read(range), own).lazy.filter { $1 == 1 }.map(\.0))
                try logs.append(
                    zip(try probabilities[index].read(range), own).lazy.filter { $1 == 1 }.map { log($0.0) })
            }
            pruned.codes.append(codes)
            pruned.logProbabilities.append(logs)
            guard index + 1 < levels.count else { break }
            let childStarts = try NumberFile<UInt32>(in: plan.folder)
            var next: UInt32 = 0
            for (contexts, children) in levels[index].stretches {
                let starts = try levels[index].childStarts.read(contexts.lowerBound..<contexts.upperBound + 1)
                let (own, below) = (try kept[index].read(contexts), try kept[index + 1].read(children))
                var made: [UInt32] = []
                for place in own.indices where own[place] == 1 {
                    made.append(next)
                    let row = Int(starts[place]) - children.lowerBound..<Int(starts[place + 1]) - children.lowerBound
                    for flag in below[row] { next += UInt32(flag) }
                }
                try childStarts.append(made)
            }
            try childStarts.append(CollectionOfOne(next))
            pruned.childStarts.append(childStarts)
        }
        return pruned
    }
}

/// The n-grams that pruning leaves, in temporary files.
private struct PrunedLevels {
    var codes: [NumberFile<UInt32>] = []
    /// Of all levels but the highest.
    var childStarts: [NumberFile<UInt32>] = []
    var logProbabilities: [NumberFile<Double>] = []

    /// The model with the weights that make every context sum to 1:
    /// β(h) = (1 − Σ p(w | h)) / (1 − Σ P(w | h′)) over the words stored after h.
    func ngrams(code: WordCode, plan: SpillPlan) throws -> SpilledNgrams {
        let logBackoffs = try codes.dropLast().map { try NumberFile<Double>(in: plan.folder, count: $0.count) }
        // Numbered through all levels; `max` for words.
        let longest = try codes.dropLast().map { try NumberFile<UInt32>(in: plan.folder, count: $0.count) }
        let none = try NumberFile<UInt32>(in: plan.folder).mapped()
        let noWeights = try NumberFile<Double>(in: plan.folder).mapped()
        let trie = MappedNgrams(
            levels: try codes.indices.map { index in
                let isHighest = index + 1 == codes.count
                return MappedNgrams<Double>.Level(
                    codes: try codes[index].mapped(), childStarts: isHighest ? none : try childStarts[index].mapped(),
                    logProbabilities: try logProbabilities[index].mapped(),
                    logBackoffs: isHighest ? noWeights : try logBackoffs[index].mapped())
            }, code: code)
        let shorter = ShorterContexts(trie: trie, longest: try longest.map { try $0.mapped() })
        for index in codes.indices.dropLast() {
            let stretches = try SpilledCounts.stretches(of: childStarts[index], plan: plan)
            try parallelThrowing(stretches.count, threads: plan.threads) { number in
                let (contexts, children) = stretches[number]
                var weights: [Double] = []
                weights.reserveCapacity(contexts.count)
                var below: [UInt32] = []
                for context in contexts {
                    let node = context + trie.shape.offsets[index]
                    let chain = shorter.chain(of: node)
                    weights.append(shorter.logWeight(of: node, after: chain))
                    if index + 1 < longest.count { below += shorter.ofChildren(of: node, after: chain) }
                }
                try logBackoffs[index].write(weights, at: contexts.lowerBound)
                if index + 1 < longest.count { try longest[index + 1].write(below, at: children.lowerBound) }
            }
        }
        return SpilledNgrams(
            SpilledNgrams.Levels(
                codes: codes, childStarts: childStarts,
                probabilities: try logProbabilities.map { try $0.inSinglePrecision(in: plan.folder) },
                logBackoffs: try logBackoffs.map { try $0.inSinglePrecision(in: plan.folder) }),
            code: code, areLogarithms: true)
    }
}

/// The longest stored context that each context ends with, itself excepted: not always the next shorter one.
private struct ShorterContexts: Sendable {
    let trie: MappedNgrams<Double>
    /// By level, filled from the lowest up.
    let longest: [MappedNumbers<UInt32>]

    /// The stored contexts that a context ends with, the longest first.
    func chain(of node: Int) -> [Int] {
        var chain: [Int] = []
        var node = node
        while true {
            let level = trie.shape.order(of: node) - 1
            guard level > 0 else { return chain }
            node = Int(longest[level][node - trie.shape.offsets[level]])
            chain.append(node)
        }
    }

    func logWeight(of node: Int, after chain: [Int]) -> Double {
        let row = trie.children(of: node)
        if row.isEmpty { return 0 }
        var (seen, seenBelow) = (0.0, 0.0)
        for child in row {
            seen += exp(trie.logProbability(of: child))
            seenBelow += exp(trie.logProbability(of: trie.lastWord(of: child), contexts: chain).value)
        }
        let weight = (1 - seen) / (1 - seenBelow)
        return weight > 0 && weight.isFinite ? log(weight) : 0
    }

    /// The longest shorter contexts of a node's children.
    func ofChildren(of node: Int, after chain: [Int]) -> [UInt32] {
        trie.children(of: node).map { child in
            let word = trie.lastWord(of: child)
            for context in chain {
                if let found = trie.child(word, of: context) { return UInt32(found) }
            }
            return word
        }
    }
}

extension NumberFile<Double> {
    fileprivate func inSinglePrecision(in folder: String) throws(SpillError) -> NumberFile<Float> {
        let rounded = try NumberFile<Float>(in: folder)
        for range in ranges(ofLength: 1 << 18, upTo: count) { try rounded.append(try read(range).map { Float($0) }) }
        return rounded
    }
}
