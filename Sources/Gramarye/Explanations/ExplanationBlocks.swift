internal import Foundation
internal import LanguageModeling
internal import NgramModels
internal import Reporting

extension ProbabilityExplanation {
    /// The equations on their own: all that is to be multiplied and added, but for what a mixture's parts are made of.
    var equations: [Equation] {
        switch self {
        case .ngrams(let derivation): derivation.equations
        case .mixture(let mixture): mixture.equations
        case .cache(let cache): [cache.equation]
        case .network(let network): network.equations
        case .product(let event, let context, let factors):
            probability.map {
                [
                    Equation(
                        .ofWords("P", event, given: context),
                        [.product(factors.map { .number($0 ?? 0) }), .number($0)])
                ]
            } ?? []
        case .neverPredicted, .untold: []
        }
    }

    /// The equations as lines of text, of a mixture those of its parts too; or a sentence where there is none.
    var text: [String] {
        var lines = equations.map(\.text)
        if case .mixture(let mixture) = self {
            for part in mixture.parts { lines += part.explanation.text.map { "\(part.model): \($0)" } }
        }
        return lines.isEmpty ? [sentence] : lines
    }

    /// What is said where no equation tells it.
    private var sentence: String {
        switch self {
        case .ngrams(let derivation):
            "undefined: n(\(derivation.context.joined(separator: " "))) = 0, and nothing was seen after it"
        case .product: "undefined: one of the words is"
        case .neverPredicted: "0: <s> stands before each segment and is never predicted"
        case .mixture: "undefined by all parts of the mixture"
        case .untold(let probability): probability.map { "P = \(Formula.number($0).text)" } ?? "undefined"
        case .cache, .network: ""
        }
    }

    /// The formula in general; `nil` where there is none, or it is said already.
    private var formula: String? {
        switch self {
        case .ngrams(let derivation): derivation.method?.formula ?? SmoothingMethod.backoffFormula
        case .mixture: "P(w | h) = λ₁ P₁(w | h) + λ₂ P₂(w | h) + …"
        case .cache: "P(w) = (c(w) + 1/V) / (n + 1)"
        case .network, .product, .neverPredicted, .untold: nil
        }
    }

    /// What the letters of an explanation of one line stand for; `nil` where the line says it by itself.
    var lettersOfOneLine: String? {
        switch self {
        case .ngrams(let derivation):
            equations.isEmpty || [.maximumLikelihood, .laplace].contains(derivation.method) ? nil : letters
        default: letters
        }
    }

    /// What the letters stand for.
    private var letters: String? {
        switch self {
        case .ngrams(let derivation):
            (derivation.steps.contains { $0.rule == .unseenContext }
                ? "after an h where nothing was seen, P(w | h) is P(w | h′); " : "")
                + letters(of: derivation)
        case .mixture: "the weights λ are fitted to valid, and add up to 1"
        case .cache(let cache):
            "c(w) is how often the word is among the last n tokens and ends of segments, of which \(cache.capacity) are "
                + "remembered at most; 1/V is for words that are not"
        case .network: "m is the largest logit, which is taken from all so that no exponential is too large"
        case .product, .neverPredicted, .untold: nil
        }
    }

    private func letters(of derivation: NgramDerivation) -> String {
        derivation.method?.letters
            ?? "p is the probability that the model keeps for the longest n-gram that it has, β what a context leaves for "
            + "words that it was not seen with: the next shorter context shares it out"
            + (derivation.isScore
                ? "; f is a share of occurrences, α the factor for each word taken off the context" : "")
    }

    /// Whether all of it is one line, which needs no heading of its own on a terminal.
    var isOneLine: Bool {
        switch self {
        case .ngrams, .product: equations.count <= 1
        case .neverPredicted, .untold: true
        case .mixture, .cache, .network: false
        }
    }

    /// What people read of it, a heading first.
    ///
    /// - Parameter heading: whose it is.
    func blocks(_ heading: String) -> [Report.Block] {
        var blocks: [Report.Block] = [.heading(heading, level: 3)]
        if let formula { blocks.append(.formulas([formula]).attached) }
        if case .network(let network) = self { blocks += network.blocks }
        blocks.append(equations.isEmpty ? .paragraph(sentence.sentenceCased) : .equations(equations))
        if let letters { blocks.append(.paragraph(letters.sentenceCased)) }
        if case .mixture(let mixture) = self {
            for part in mixture.parts {
                blocks += part.explanation.blocks("\(part.model), as a part of \(heading)")
            }
        }
        return blocks
    }
}

extension String {
    /// A remark as a sentence; a letter of a formula that it begins with stays small.
    var sentenceCased: String {
        let word = prefix { !$0.isWhitespace }
        return (word.count > 2 && !word.contains("(") ? prefix(1).uppercased() + dropFirst() : self) + "."
    }
}

extension MixtureExplanation {
    /// P = λ₁ P₁ + λ₂ P₂ …
    fileprivate var equations: [Equation] {
        let defined = parts.enumerated().filter { $1.explanation.probability != nil }
        guard let probability else { return [] }
        return [
            Equation(
                .ofWords("P", word, given: context),
                [
                    .sum(
                        defined.map { index, _ in
                            .product([
                                .symbol("λ\(index.subscripted)"),
                                .ofWords("P\(index.subscripted)", word, given: context),
                            ])
                        }),
                    .sum(
                        defined.map { _, part in
                            .product([.number(part.weight), .number(part.explanation.probability ?? 0)])
                        }), .number(probability),
                ])
        ]
    }
}

extension Int {
    /// A number from 0 as an index from 1: 0 → `₁`.
    fileprivate var subscripted: String {
        String(String.UnicodeScalarView("\(self + 1)".unicodeScalars.map { Unicode.Scalar($0.value - 0x30 + 0x2080)! }))
    }
}

extension CacheExplanation {
    /// (c(w) + 1/V) / (n + 1)
    fileprivate var equation: Equation {
        func side(_ count: Formula, _ size: Formula, _ events: Formula) -> Formula {
            .fraction(.sum([count, .fraction(.integer(1), size)]), .sum([events, .integer(1)]))
        }
        return Equation(
            .ofWords("P", word),
            [
                side(.ofWords("c", word), .symbol("V"), .symbol("n")),
                side(.integer(count), .integer(vocabularySize), .integer(events)), .number(probability),
            ])
    }
}
