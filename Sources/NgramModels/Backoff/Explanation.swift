internal import Foundation
package import LanguageModeling

extension BackoffStorage {
    /// The formula of P(word | context) with its numbers: the weights of the contexts left, and the n-gram found.
    func explanation(
        of word: WordID, after context: ArraySlice<WordID>, logPenalty: Double?, text: (WordID) throws -> String
    ) throws -> String {
        let used = try context.map { try text($0) }
        let spelled = try text(word)
        let contexts = try contexts(ending: context)
        var factors: [(symbol: String, value: Double)] = []
        var node = Int(word)
        for context in contexts {
            if let child = try child(word, of: context) {
                node = child
                break
            }
            let name = used.suffix(shape.order(of: context)).joined(separator: " ")
            if logPenalty == nil { factors.append(("β(\(name))", exp(try logBackoff(of: context)))) }
        }
        if let logPenalty {
            let missing = used.count + 1 - shape.order(of: node)
            for _ in 0..<missing { factors.append(("α", exp(logPenalty))) }
        }
        let found = used.suffix(shape.order(of: node) - 1).joined(separator: " ")
        let own = exp(try logProbability(of: node))
        factors.append((logPenalty == nil ? "p(\(spelled)\(bar(found)))" : "f(\(spelled)\(bar(found)))", own))
        let value = factors.reduce(1) { $0 * $1.value }
        let symbols = factors.map(\.symbol).joined(separator: " · ")
        let numbers = factors.map { number($0.value) }.joined(separator: " · ")
        let head = "\(logPenalty == nil ? "P" : "S")(\(spelled)\(bar(used.joined(separator: " "))))"
        return "\(head) = \(symbols) = \(numbers)" + (factors.count > 1 ? " = \(number(value))" : "")
    }
}

private func bar(_ context: String) -> String { context.isEmpty ? "" : " | \(context)" }

/// Six significant digits.
private func number(_ value: Double) -> String { String(format: "%.6g", value) }

extension AdditiveFormula {
    /// (n(hw) + K) / (n(h) + K · V) with its numbers; what is undefined where it is.
    func explanation(of word: String, after context: [String], count: Int, total: Int) -> String {
        let history = context.joined(separator: " ")
        let ngram = (context + [word]).joined(separator: " ")
        let n = context.isEmpty ? "N" : "n(\(history))"
        let value = logProbability(count, total: total).map(exp)
        guard added > 0 else {
            guard let value else { return "undefined: \(n) = 0, and nothing was seen after it" }
            return "P(\(word)\(bar(history))) = n(\(ngram)) / \(n) = \(count) / \(total) = \(number(value))"
        }
        let k = added == 1 ? "1" : number(added)
        let times = added == 1 ? "V" : "\(k) · V"
        let timesNumber = added == 1 ? "\(size)" : "\(k) · \(size)"
        return "P(\(word)\(bar(history))) = (n(\(ngram)) + \(k)) / (\(n) + \(times)) "
            + "= (\(count) + \(k)) / (\(total) + \(timesNumber)) = \(number(value ?? 0))"
    }
}

extension LanguageModel {
    /// The formula of P(word | context) with its numbers; `nil` for models that have none of their own.
    ///
    /// - Parameter context: oldest first; cut to the model's order.
    package func explanation(of word: WordID, after context: [WordID]) -> String? {
        switch self {
        case let model as BackoffModel: model.explanation(of: word, after: context)
        case let model as AdditiveModel: model.explanation(of: word, after: context)
        default: nil
        }
    }
}

extension BackoffModel {
    fileprivate func explanation(of word: WordID, after context: [WordID]) -> String? {
        let used = context.suffix(shape.order - 1)
        let text: (WordID) -> String = { vocabulary.words[Int($0)] }
        return switch ngrams {
        case .estimated(let ngrams): try? ngrams.explanation(of: word, after: used, logPenalty: logPenalty, text: text)
        case .compact(let ngrams): try? ngrams.explanation(of: word, after: used, logPenalty: logPenalty, text: text)
        case .packed(let ngrams): try? ngrams.explanation(of: word, after: used, logPenalty: logPenalty, text: text)
        }
    }
}

extension AdditiveModel {
    fileprivate func explanation(of word: WordID, after context: [WordID]) -> String? {
        let used = context.suffix(storage.shape.order - 1)
        let (count, total) = storage.count(of: word, after: used)
        return AdditiveFormula(added: added, size: vocabulary.size).explanation(
            of: vocabulary.words[Int(word)], after: used.map { vocabulary.words[Int($0)] }, count: count, total: total)
    }
}

extension BlockwiseNgramModel {
    /// The formula of P(word | context) with its numbers.
    package func explanation(of word: WordID, after context: [WordID]) throws -> String {
        let used = context.suffix(order - 1)
        if let formula {
            let (count, total) = try storage.count(of: word, after: used)
            return formula.explanation(
                of: try text(of: word), after: try used.map { try text(of: $0) }, count: count, total: total)
        }
        return try storage.explanation(of: word, after: used, logPenalty: settings.penalty) { try text(of: $0) }
    }
}

/// The formula of a relative frequency with its numbers, or what is undefined about it.
package func relativeFrequencyExplanation(of word: String, after context: [String], count: Int, total: Int) -> String {
    AdditiveFormula(added: 0, size: 0).explanation(of: word, after: context, count: count, total: total)
}

/// The formula of Laplace's rule with its numbers; `size` is V.
package func laplaceExplanation(
    of word: String, after context: [String], count: Int, total: Int, size: Int
) -> String {
    AdditiveFormula(added: 1, size: size).explanation(of: word, after: context, count: count, total: total)
}
