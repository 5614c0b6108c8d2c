internal import Foundation
internal import LanguageModeling
internal import Tokenization

/// Which n-grams of a model may be left out to make it smaller. Unigrams always stay, and so does what longer n-grams
/// that stay begin with.
public enum Pruning: Sendable, Hashable {
    /// n-grams seen at most so often go: a threshold for each order from 1 on, the last for all higher ones, none
    /// smaller than the one before. What stays keeps the probability that it has with all n-grams counted; KenLM takes
    /// its discounts from what the pruning leaves, so that its models of the same thresholds differ by some thousandths.
    case counts([Int])
    /// n-grams go that would each change the model's perplexity by less than this share, were histories as likely as the
    /// model itself has them (Stolcke 1998, eq. 3). For models of continuation counts, `kneser-ney` and `mkn`, they are not:
    /// the lower orders give continuation probabilities, and what all prunings together change is another number, which
    /// ``TrainedNgrams`` has from valid.
    case relativeEntropy(Double)
}

extension Pruning: Codable {
    /// As the database has it: `{"counts":[0,0,1]}`, `{"relative_entropy":1e-08}`.
    private enum CodingKeys: String, CodingKey {
        case counts
        case relativeEntropy = "relative_entropy"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        if let thresholds = try values.decodeIfPresent([Int].self, forKey: .counts) {
            self = .counts(thresholds)
        } else {
            self = .relativeEntropy(try values.decode(Double.self, forKey: .relativeEntropy))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .counts(let thresholds): try values.encode(thresholds, forKey: .counts)
        case .relativeEntropy(let share): try values.encode(share, forKey: .relativeEntropy)
        }
    }
}

extension EstimatedNgrams {
    /// The model without some n-grams; what is left keeps its probabilities, the weights are made anew to sum to 1.
    ///
    /// - Parameter counts: of the text that the model was estimated from.
    func pruned(_ pruning: Pruning, counts: NgramCounts) -> EstimatedNgrams {
        var kept: [Bool]
        switch pruning {
        case .counts(let thresholds):
            kept = []
            for (level, threshold) in zip(counts.levels, thresholds + counts.levels.map { _ in thresholds.last ?? 0 }) {
                kept += level.counts.map { Int($0) > threshold }
            }
        case .relativeEntropy(let threshold):
            kept = keptByRelativeEntropy(threshold, counts: counts)
        }
        for node in 0..<shape.idCount { kept[node] = true }
        // What a kept n-gram begins with is kept, from the highest order down.
        for n in stride(from: shape.order - 1, through: 1, by: -1) {
            for node in shape.nodes(ofOrder: n) where !kept[node] {
                kept[node] = children(of: node).contains { kept[$0] }
            }
        }
        return compacted(kept)
    }

    /// n-grams without which the model stays near: D(p‖p′) summed over all histories, of one n-gram at a time.
    private func keptByRelativeEntropy(_ threshold: Double, counts: NgramCounts) -> [Bool] {
        var kept = [Bool](repeating: true, count: shape.nodeCount)
        // ln of how likely each context is; a segment begins as often as one ends.
        var logHistories = [Double](repeating: 0, count: shape.contextCount)
        for n in stride(from: 1, to: shape.order, by: 1) {
            for node in shape.nodes(ofOrder: n) where n == 1 { logHistories[node] = logProbabilities[node] }
            if n == 1 { logHistories[Int(Marker.segmentStart)] = logProbabilities[Int(Marker.segmentEnd)] }
            if n + 1 == shape.order { break }
            for node in shape.nodes(ofOrder: n) {
                for child in children(of: node) { logHistories[child] = logHistories[node] + logProbabilities[child] }
            }
        }
        for context in 0..<shape.contextCount {
            let row = children(of: context)
            if row.isEmpty { continue }
            let n = shape.order(of: row.lowerBound)
            let logsBelow: [Double] = counts.levels[n - 1].suffixes[(row.lowerBound - shape.offsets[n - 1])...]
                .prefix(row.count).map { logProbabilities[shape.offsets[n - 2] + Int($0)] }
            let change = PruningChange(
                logProbabilities[row], logsBelow[...], logBackoff: logBackoffs[context],
                logHistory: logHistories[context])
            for (child, logBelow) in zip(row, logsBelow) {
                kept[child] = change.perplexity(without: logProbabilities[child], logBelow) >= threshold
            }
        }
        return kept
    }

    /// The nodes kept, numbered anew, with the weights that make every context sum to 1.
    private func compacted(_ kept: [Bool]) -> EstimatedNgrams {
        var old: [Int] = []
        var levelCounts: [Int] = []
        for n in 1...shape.order {
            let before = old.count
            for node in shape.nodes(ofOrder: n) where kept[node] { old.append(node) }
            levelCounts.append(old.count - before)
        }
        let newShape = TrieShape(levelCounts: levelCounts, code: shape.code)
        var starts: [UInt32] = []
        var next = newShape.idCount
        for number in 0..<newShape.contextCount {
            starts.append(UInt32(next))
            next += children(of: old[number]).count { kept[$0] }
        }
        starts.append(UInt32(newShape.nodeCount))
        var pruned = EstimatedNgrams(
            shape: newShape, codes: old.map { codes[$0] }, childStarts: starts,
            logProbabilities: old.map { logProbabilities[$0] },
            logBackoffs: [Double](repeating: 0, count: newShape.contextCount))
        pruned.normalizeBackoffs()
        return pruned
    }

    /// β(h) = (1 − Σ p(w | h)) / (1 − Σ P(w | h′)) over the words stored after h.
    mutating func normalizeBackoffs() {
        let longestShorter = longestShorterContexts()
        for context in 0..<shape.contextCount {
            let row = children(of: context)
            if row.isEmpty { continue }
            var shorter: [Int] = []
            var next = longestShorter[context]
            while next != .max {
                shorter.append(Int(next))
                next = longestShorter[Int(next)]
            }
            var seen = 0.0
            var seenBelow = 0.0
            for child in row {
                seen += exp(logProbabilities[child])
                seenBelow += exp(logProbability(of: shape.code.word(of: codes[child]), contexts: shorter).value)
            }
            let weight = (1 - seen) / (1 - seenBelow)
            logBackoffs[context] = weight > 0 && weight.isFinite ? log(weight) : 0
        }
    }
    /// By context, the longest stored one that it ends with, itself excepted: not always the next shorter. `UInt32.max`
    /// for unigrams.
    private func longestShorterContexts() -> [UInt32] {
        var longest = [UInt32](repeating: .max, count: shape.contextCount)
        for context in 0..<shape.contextCount {
            for child in children(of: context) where child < shape.contextCount {
                let word = shape.code.word(of: codes[child])
                longest[child] = word
                var shorter = longest[context]
                while shorter != .max {
                    if let found = self.child(word, of: Int(shorter)) {
                        longest[child] = UInt32(found)
                        break
                    }
                    shorter = longest[Int(shorter)]
                }
            }
        }
        return longest
    }
}

/// What leaving out one n-gram of a context changes (Stolcke 1998, eq. 3).
struct PruningChange {
    private var seen = 0.0
    private var seenBelow = 0.0
    private let logBackoff: Double
    private let history: Double

    /// - Parameters:
    ///   - logs: ln p of all n-grams of the context.
    ///   - logsBelow: of those without their first words.
    ///   - logHistory: ln of how likely the context is.
    init(_ logs: ArraySlice<Double>, _ logsBelow: ArraySlice<Double>, logBackoff: Double, logHistory: Double) {
        self.logBackoff = logBackoff
        history = exp(logHistory)
        for (logProbability, logBelow) in zip(logs, logsBelow) {
            seen += exp(logProbability)
            seenBelow += exp(logBelow)
        }
    }

    /// By which share the perplexity rises without an n-gram.
    @inline(__always)
    func perplexity(without logProbability: Double, _ logBelow: Double) -> Double {
        let p = exp(logProbability)
        let unseenAfter = 1 - seen + p
        let logWeight = log(unseenAfter / (1 - seenBelow + exp(logBelow)))
        let change =
            p * (logBelow + logWeight - logProbability) + (logWeight - logBackoff) * max(0, 1 - seen)
        return exp(-history * change) - 1
    }
}
