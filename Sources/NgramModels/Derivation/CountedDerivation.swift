internal import Foundation
internal import LanguageModeling

extension NgramCounts {
    /// The nodes of the words seen after a context, in the level of its length + 1; `nil` where nothing was.
    fileprivate func row(after context: ArraySlice<WordID>) -> Range<Int>? {
        if context.isEmpty { return 0..<idCount }
        guard context.count < order, let node = node(of: context) else { return nil }
        let row = levels[context.count - 1].children(of: node)
        return row.isEmpty ? nil : row
    }
}

extension InterpolatedSmoothing {
    /// P(word | context) order by order, down to the uniform distribution.
    ///
    /// - Parameter context: at most N − 1 words.
    /// - Complexity: O(n-grams) for methods of adjusted counts.
    func steps(of word: WordID, after context: ArraySlice<WordID>, counts: NgramCounts) -> [NgramDerivation.Step] {
        let size = counts.idCount - 1
        var probability = 1 / Double(size)
        var steps = [NgramDerivation.Step(order: 0, rule: .uniform(size: size), probability: probability)]
        for order in 1...context.count + 1 {
            let context = context.suffix(order - 1)
            var rule = NgramDerivation.Rule.unseenContext
            if let row = counts.row(after: context) {
                let numbers = counts.smoothedCounts(order: order, adjusted: usesAdjustedCounts)
                let step = interpolation(
                    order: order, count: counts.node(of: context + [word]).map { numbers[$0] } ?? 0,
                    context: ContextStatistics(numbers[row]))
                probability = step.own + step.weight * probability
                rule = .interpolation(step)
            }
            steps.append(NgramDerivation.Step(order: order, rule: rule, probability: probability))
        }
        return steps.reversed()
    }

    private func interpolation(order: Int, count: UInt32, context: ContextStatistics) -> Interpolation {
        let (denominator, weight) = weights(order: order, context: context)
        return Interpolation(
            count: Int(count), discount: discounts(order: order).discount(of: count), total: Int(context.total),
            denominator: denominator, weight: weight, parameters: parameters(order: order, context: context),
            isAdjusted: usesAdjustedCounts)
    }
}

extension Katz {
    /// P(word | context) down to the order that has seen the word, or to the share of words never seen.
    ///
    /// - Parameters:
    ///   - context: at most N − 1 words.
    ///   - ngrams: what `estimate` made of the counts.
    func steps(
        of word: WordID, after context: ArraySlice<WordID>, counts: NgramCounts, ngrams: EstimatedNgrams
    ) -> [NgramDerivation.Step] {
        var rules: [(rule: NgramDerivation.Rule, factor: Double)] = []
        let longest = context.count + 1
        for length in stride(from: context.count, to: 0, by: -1) {
            let context = context.suffix(length)
            guard let row = counts.row(after: context) else {
                rules.append((.unseenContext, 1))
                continue
            }
            let level = counts.levels[length]
            let seenBelow = level.suffixes[row].reduce(0) {
                $0 + exp(ngrams.logProbability(of: ngrams.shape.offsets[length - 1] + Int($1)))
            }
            let number = counts.contextCount(of: Array(context))
            let kept = level.counts[row].reduce(0) { $0 + discounted($1, order: length + 1) }
            let total = Self.divisor(total: Double(number), kept: kept, unseenBelow: 1 - seenBelow)
            if let node = counts.node(of: context + [word]) {
                rules.append(share(of: level.counts[node], order: length + 1, contextCount: number, total: total))
                return rules.chained(fromOrder: longest)
            }
            let freed = (total - kept) / total
            let weight = exp(ngrams.logBackoff(of: ngrams.shape.offsets[length - 1] + counts.node(of: context)!))
            rules.append((.katzBackoff(freed: freed, unseenBelow: 1 - seenBelow, weight: weight), weight))
        }
        let number = counts.smoothedCounts(order: 1, adjusted: false)[Int(word)]
        let unigrams = unigramShares(counts)
        if number == 0 {
            let freed = (unigrams.total - unigrams.kept) / unigrams.total
            rules.append(
                unigrams.unseen > 0
                    ? (.evenShare(freed: freed, words: unigrams.unseen), freed / Double(unigrams.unseen))
                    : (.frequency(count: 0, total: counts.eventCount), 0))
        } else if unigrams.unseen == 0 {
            let frequency = Double(number) / Double(counts.eventCount)
            rules.append((.frequency(count: Int(number), total: counts.eventCount), frequency))
        } else {
            rules.append(share(of: number, order: 1, contextCount: counts.eventCount, total: unigrams.total))
        }
        return rules.chained(fromOrder: longest)
    }

    private func share(
        of count: UInt32, order: Int, contextCount: Int, total: Double
    ) -> (NgramDerivation.Rule, Double) {
        let kept = discounted(count, order: order)
        let share = KatzShare(
            count: Int(count), factor: factor(of: count, order: order), kept: kept, contextCount: contextCount,
            total: total)
        return (.discounted(share), kept / total)
    }
}

extension StupidBackoff {
    /// S(word | context) down to the order that has seen the word.
    ///
    /// - Parameter context: at most N − 1 words.
    static func steps(
        of word: WordID, after context: ArraySlice<WordID>, counts: NgramCounts
    ) -> [NgramDerivation.Step] {
        var rules: [(rule: NgramDerivation.Rule, factor: Double)] = []
        for length in (0...context.count).reversed() {
            let context = context.suffix(length)
            let total = counts.contextCount(of: Array(context))
            let count = counts.count(of: context + [word])
            if length == 0 || count > 0 {
                rules.append((.frequency(count: count, total: total), Double(count) / Double(total)))
                break
            }
            rules.append((.penalty(penalty), penalty))
        }
        return rules.chained(fromOrder: context.count + 1)
    }
}
