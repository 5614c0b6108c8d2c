internal import Foundation
internal import Tokenization

/// Stupid Backoff: relative frequencies, and a fixed penalty for every word by which the context has to be shortened.
///
///     S(w | h) = n(hw) / n(h)   if n(hw) > 0,   else   0.4 · S(w | h′)
///
/// A score, not a probability: it does not sum to 1.
/// - SeeAlso: Brants et al. (2007).
enum StupidBackoff {
    static let penalty = 0.4

    static func estimate(_ counts: NgramCounts) -> EstimatedNgrams {
        var model = counts.skeleton()
        for word in 0..<counts.idCount {
            model.logProbabilities[word] = log(Double(counts.levels[0].counts[word]) / Double(counts.eventCount))
        }
        model.logProbabilities[Int(Marker.segmentStart)] = -.infinity
        for n in stride(from: 2, through: counts.order, by: 1) {
            let offset = model.shape.offsets[n - 1]
            let contexts = counts.levels[n - 2]
            for context in 0..<contexts.count {
                let total = Double(contexts.counts[context])
                for node in contexts.children(of: context) {
                    model.logProbabilities[offset + node] = log(Double(counts.levels[n - 1].counts[node]) / total)
                }
            }
        }
        return model
    }
}
