internal import Foundation
public import LanguageModeling

extension NgramModelName {
    /// Estimates the model from counts.
    ///
    /// - Parameters:
    ///   - counts: of the train split, of the model's order; of a lower one where no segment is so long.
    ///   - heldOut: the valid split, for the method that fits weights; segments ended by `</s>`.
    ///   - pruning: what is left out of the model; not of those that work on counts.
    ///   - isCompact: whether single precision is enough, as for a model that is saved: a quarter of the memory, where
    ///     the method interpolates and the caller gives up the counts.
    /// - Throws: `EstimationError` if there is no text to fit weights on, or the model cannot be pruned.
    public func estimate(
        from counts: consuming NgramCounts, vocabulary: ModelVocabulary, heldOut: [WordID] = [],
        pruning: Pruning? = nil, isCompact: Bool = false
    ) throws(EstimationError) -> any LanguageModel {
        precondition(counts.order <= order, "counts of another order")
        switch method {
        case .maximumLikelihood, .laplace, .lidstone:
            guard pruning == nil else { throw .cannotPrune(description) }
            return AdditiveModel(
                name: description, vocabulary: vocabulary, storage: PackedNgrams(counts), added: added)
        default:
            guard pruning == nil || method != .stupidBackoff else { throw .cannotPrune(description) }
            if isCompact, pruning == nil, let (smoothing, notes) = try interpolation(counts, heldOut: heldOut) {
                return BackoffModel(
                    name: description, vocabulary: vocabulary,
                    ngrams: .compact(smoothing.compactEstimates(from: consume counts)), notes: notes,
                    fitted: smoothing.fitted)
            }
            var (ngrams, estimator, notes, fitted) = try backoffForm(counts, heldOut: heldOut)
            if let pruning, order > 1 {
                let before = ngrams.shape.nodeCount
                ngrams = ngrams.pruned(pruning, counts: counts)
                notes.append("pruned from \(before) to \(ngrams.shape.nodeCount) n-grams")
            }
            return BackoffModel(
                name: description, vocabulary: vocabulary, ngrams: .estimated(ngrams), notes: notes, fitted: fitted,
                estimator: pruning == nil ? estimator : nil,
                logPenalty: method == .stupidBackoff ? log(StupidBackoff.penalty) : nil)
        }
    }

    /// K of the methods that add to counts.
    private var added: Double {
        switch method {
        case .maximumLikelihood: 0
        case .laplace: 1
        default: parameter!
        }
    }

    /// The methods that interpolate or back off.
    private func backoffForm(
        _ counts: NgramCounts, heldOut: [WordID]
    ) throws(EstimationError) -> (
        EstimatedNgrams, BackoffModel.Estimator, notes: [String], fitted: [FittedParameter]
    ) {
        if let (smoothing, notes) = try interpolation(counts, heldOut: heldOut) {
            return (smoothing.estimates(from: counts), .interpolation(smoothing), notes, smoothing.fitted)
        }
        if method == .stupidBackoff {
            // Its penalty counts the orders left, those too that no segment is long enough for.
            return (StupidBackoff.estimate(counts).padded(toOrder: order), .stupidBackoff, [], [])
        }
        let katz = Katz(counts)
        return (katz.estimate(counts), .katz(katz), katz.notes, katz.fitted)
    }

    /// What the methods do with counts that interpolate and take nothing of a text but its counts of counts.
    ///
    /// - Parameters:
    ///   - countsOfCounts: of each order that has n-grams, of the counts that the method works on.
    ///   - order: N, that of them or one more.
    /// - Returns: `nil` for the other methods.
    func interpolation(
        _ countsOfCounts: [CountsOfCounts], order: Int
    ) -> (any InterpolatedSmoothing, notes: [String])? {
        switch method {
        case .maximumLikelihood, .laplace, .lidstone, .katz, .stupidBackoff, .jelinekMercer: return nil
        case .dirichlet: return (Dirichlet(strength: parameter!), [])
        case .wittenBell: return (WittenBell(), [])
        case .absoluteDiscounting, .kneserNey:
            let smoothing = AbsoluteDiscounting(
                countsOfCounts, order: order, usesAdjustedCounts: method.countsNeighbours)
            return (smoothing, smoothing.notes)
        case .modifiedKneserNey:
            let smoothing = ModifiedKneserNey(countsOfCounts, order: order)
            return (smoothing, smoothing.notes)
        }
    }

    /// What the methods that interpolate do with counts; `nil` for those that do not.
    private func interpolation(
        _ counts: NgramCounts, heldOut: [WordID]
    ) throws(EstimationError) -> (any InterpolatedSmoothing, notes: [String])? {
        switch method {
        case .maximumLikelihood, .laplace, .lidstone, .katz, .stupidBackoff: return nil
        case .dirichlet: return (Dirichlet(strength: parameter!), [])
        case .jelinekMercer: return (try JelinekMercer(counts, heldOut: heldOut), [])
        case .wittenBell: return (WittenBell(), [])
        case .absoluteDiscounting, .kneserNey:
            let smoothing = AbsoluteDiscounting(counts, usesAdjustedCounts: method.countsNeighbours)
            return (smoothing, smoothing.notes)
        case .modifiedKneserNey:
            let smoothing = ModifiedKneserNey(counts)
            return (smoothing, smoothing.notes)
        }
    }
}

extension SmoothingMethod {
    /// Whether lower orders count distinct left neighbours instead of occurrences.
    var countsNeighbours: Bool { self == .kneserNey || self == .modifiedKneserNey }
}
