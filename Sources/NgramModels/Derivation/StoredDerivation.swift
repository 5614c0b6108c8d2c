internal import Foundation
internal import LanguageModeling

extension [(rule: NgramDerivation.Rule, factor: Double)] {
    /// Steps that each multiply the probability of the next one, the last one's factor being its probability.
    func chained(fromOrder order: Int) -> [NgramDerivation.Step] {
        var probability = 1.0
        var steps: [NgramDerivation.Step] = []
        for (index, step) in enumerated().reversed() {
            probability *= step.factor
            steps.append(NgramDerivation.Step(order: order - index, rule: step.rule, probability: probability))
        }
        return steps.reversed()
    }
}

extension BackoffStorage {
    /// P(word | context) by what a model holds whatever smoothed it: the weights of contexts left, and the n-gram found.
    ///
    /// - Parameters:
    ///   - context: at most N − 1 words.
    ///   - logPenalty: ln α of Stupid Backoff, `nil` for models whose contexts have weights.
    func steps(
        of word: WordID, after context: ArraySlice<WordID>, logPenalty: Double?
    ) throws(Failure) -> [NgramDerivation.Step] {
        var rules: [(rule: NgramDerivation.Rule, factor: Double)] = []
        var left = try contexts(ending: context)[...]
        for length in (0...context.count).reversed() {
            var found = length == 0 ? Int(word) : nil
            var stored: Int?
            if let longest = left.first, shape.order(of: longest) == length {
                stored = longest
                left = left.dropFirst()
                found = try child(word, of: longest)
            }
            if let found {
                rules.append((.stored, exp(try logProbability(of: found))))
                break
            }
            if let logPenalty {
                rules.append((.penalty(exp(logPenalty)), exp(logPenalty)))
            } else if let stored {
                let weight = exp(try logBackoff(of: stored))
                rules.append((.backoff(weight: weight), weight))
            } else {
                rules.append((.unseenContext, 1))
            }
        }
        return rules.chained(fromOrder: context.count + 1)
    }
}
