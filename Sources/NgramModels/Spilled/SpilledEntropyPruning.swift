internal import Basics
internal import Counting
internal import Foundation
internal import Tokenization

extension SpilledCounts {
    /// By level, 1 for each n-gram without which the model would change by more than a share, as
    /// ``EstimatedNgrams/pruned(_:counts:)`` has it (Stolcke 1998, eq. 3), and for all words.
    func keptByRelativeEntropy(_ threshold: Double, _ estimates: SpilledEstimates) throws -> [NumberFile<UInt8>] {
        let words = try NumberFile<UInt8>(in: plan.folder)
        try words.append(repeatElement(1, count: idCount))
        var kept = [words]
        // ln of how likely each context is; a segment begins as often as one ends.
        var histories = try NumberFile<Double>(in: plan.folder)
        var unigrams = try estimates.probabilities[0].read(0..<idCount).map { log($0) }
        unigrams[Int(Marker.segmentStart)] = unigrams[Int(Marker.segmentEnd)]
        try histories.append(unigrams)
        for index in levels.indices.dropLast() {
            guard let suffixes = levels[index + 1].suffixes else { preconditionFailure("levels are linked") }
            let level = levels[index]
            let below = try ShorterProbabilities(estimates.probabilities[index], at: suffixes, plan: plan)
            let made = try NumberFile<UInt8>(in: plan.folder, count: levels[index + 1].count)
            let isLast = index + 2 == levels.count
            let longer = try NumberFile<Double>(in: plan.folder, count: isLast ? 0 : levels[index + 1].count)
            let shorter = histories
            try parallelThrowing(level.stretches.count, threads: plan.threads) { number in
                let (contexts, children) = level.stretches[number]
                let starts = try level.childStarts.read(contexts.lowerBound..<contexts.upperBound + 1)
                let logs = try estimates.probabilities[index + 1].read(children).map { log($0) }
                let logsBelow = try below.values(of: children).map { log($0) }
                let weights = try estimates.logBackoffs[index].read(contexts)
                let likelihoods = try shorter.read(contexts)
                var flags: [UInt8] = []
                flags.reserveCapacity(children.count)
                var longerLogs: [Double] = []
                for place in weights.indices {
                    let row = Int(starts[place]) - children.lowerBound..<Int(starts[place + 1]) - children.lowerBound
                    Self.appendKept(
                        logs[row], logsBelow[row], logBackoff: weights[place], logHistory: likelihoods[place],
                        threshold, to: &flags)
                    if !isLast { longerLogs += logs[row].map { likelihoods[place] + $0 } }
                }
                try made.write(flags, at: children.lowerBound)
                if !isLast { try longer.write(longerLogs, at: children.lowerBound) }
            }
            kept.append(made)
            histories = longer
        }
        return kept
    }

    /// Adds for each n-gram of a context whether it is kept.
    ///
    /// - Parameters:
    ///   - logs: ln p of the n-grams.
    ///   - logsBelow: of those without their first words.
    private static func appendKept(
        _ logs: ArraySlice<Double>, _ logsBelow: ArraySlice<Double>, logBackoff: Double, logHistory: Double,
        _ threshold: Double, to flags: inout [UInt8]
    ) {
        if logs.isEmpty { return }
        let change = PruningChange(logs, logsBelow, logBackoff: logBackoff, logHistory: logHistory)
        for (logProbability, logBelow) in zip(logs, logsBelow) {
            flags.append(change.perplexity(without: logProbability, logBelow) >= threshold ? 1 : 0)
        }
    }
}
