internal import LanguageModeling
internal import NgramModels
internal import RecurrentModels
internal import Reporting

extension ProbabilityExplanation {
    /// For programs: an object with its kind, the numbers that make up the probability, and the lines of text.
    var value: Value {
        .object(
            [.init("kind", .text(kind))] + fields + [.init("probability", .of(probability)), .init("text", .of(text))])
    }

    private var kind: String {
        switch self {
        case .ngrams: "ngrams"
        case .mixture: "mixture"
        case .cache: "cache"
        case .network: "network"
        case .product: "product"
        case .neverPredicted: "never_predicted"
        case .untold: "untold"
        }
    }

    private var fields: [Value.Field] {
        switch self {
        case .ngrams(let derivation):
            [
                .init("method", .of(derivation.method?.rawValue)),
                .init("formula", .text(derivation.method?.formula ?? SmoothingMethod.backoffFormula)),
                .init("steps", .list(derivation.steps.map { derivation.value(of: $0) })),
            ]
        case .mixture(let mixture): [.init("parts", .list(mixture.parts.map(\.value)))]
        case .cache(let cache):
            [
                .init("count", .integer(cache.count)), .init("events", .integer(cache.events)),
                .init("capacity", .integer(cache.capacity)), .init("vocabulary_size", .integer(cache.vocabularySize)),
            ]
        case .network(let network): network.fields
        case .product(_, _, let factors): [.init("factors", .list(factors.map { .of($0) }))]
        case .neverPredicted, .untold: []
        }
    }
}

extension MixtureExplanation.Part {
    fileprivate var value: Value {
        .object([
            .init("model", .text(model)), .init("weight", .number(weight)), .init("explanation", explanation.value),
        ])
    }
}

extension NgramDerivation {
    /// A step by its rule, with the numbers that the rule takes beside the probability of the next step.
    fileprivate func value(of step: Step) -> Value {
        .object(
            [
                .init("order", .integer(step.order)), .init("context", .of(context(of: step))),
                .init("rule", .text(step.rule.name)),
            ] + step.rule.fields + [.init("probability", .of(step.probability))])
    }
}

extension NgramDerivation.Rule {
    fileprivate var name: String {
        switch self {
        case .additive: "additive"
        case .interpolation: "interpolation"
        case .discounted: "discounted"
        case .katzBackoff, .backoff: "backoff"
        case .evenShare: "even_share"
        case .frequency: "frequency"
        case .penalty: "penalty"
        case .stored: "stored"
        case .unseenContext: "unseen_context"
        case .uniform: "uniform"
        }
    }

    fileprivate var fields: [Value.Field] {
        switch self {
        case .additive(let count, let total, let added, let size):
            [
                .init("count", .integer(count)), .init("context_count", .integer(total)),
                .init("added", .number(added)),
            ] + (added > 0 ? [.init("vocabulary_size", .integer(size))] : [])
        case .interpolation(let step): step.fields
        case .discounted(let share):
            [
                .init("count", .integer(share.count)), .init("factor", .of(share.factor)),
                .init("kept", .number(share.kept)), .init("context_count", .integer(share.contextCount)),
                .init("denominator", .number(share.total)),
            ]
        case .katzBackoff(let freed, let unseenBelow, let weight):
            [
                .init("freed", .number(freed)), .init("unseen_below", .number(unseenBelow)),
                .init("weight", .number(weight)),
            ]
        case .evenShare(let freed, let words): [.init("freed", .number(freed)), .init("words", .integer(words))]
        case .frequency(let count, let total):
            [.init("count", .integer(count)), .init("context_count", .integer(total))]
        case .penalty(let weight), .backoff(let weight): [.init("weight", .number(weight))]
        case .uniform(let size): [.init("vocabulary_size", .integer(size))]
        case .stored, .unseenContext: []
        }
    }
}

extension Interpolation {
    /// (count − discount) / denominator + weight · the next step's probability.
    fileprivate var fields: [Value.Field] {
        let counts: [Value.Field] = [
            .init("counts", .text(isAdjusted ? "adjusted" : "occurrences")), .init("count", .integer(count)),
            .init("context_count", .integer(total)), .init("discount", .number(discount)),
            .init("denominator", .number(denominator)), .init("weight", .number(weight)),
        ]
        return switch parameters {
        case .strength(let strength): counts + [.init("strength", .number(strength))]
        case .weight(let weight): counts + [.init("lambda", .number(weight))]
        case .types(let types): counts + [.init("types", .integer(types))]
        case .discount(let discount, let types):
            counts + [.init("discounts", .list([.number(discount)])), .init("types", .integer(types))]
        case .discounts(let d, let ones, let twos, let more):
            counts + [
                .init("discounts", .list([.number(d.one), .number(d.two), .number(d.threeOrMore)])),
                .init("types_by_count", .list([.integer(ones), .integer(twos), .integer(more)])),
            ]
        }
    }
}

extension NetworkExplanation {
    fileprivate var fields: [Value.Field] {
        [
            .init("cell", .text(architecture.cell.rawValue)), .init("formulas", .of(architecture.formulas)),
            .init(
                "inputs",
                .list(
                    inputs.enumerated().map { index, word in
                        .object(
                            [.init("word", .text(word))]
                                + (step.embeddings.indices.contains(index)
                                    ? [.init("embedding", Self.value(of: step.embeddings[index]))] : []))
                    })),
            .init("layers", .list(step.layers.map { .list($0.map(Self.value)) })),
            .init("softmaxes", .list(step.softmaxes.map(Self.value))),
            .init(
                "likeliest",
                .list(
                    zip(likeliest, step.likeliest).map { word, candidate in
                        .object([
                            .init("word", .text(word)), .init("softmaxes", .list(candidate.softmaxes.map(Self.value))),
                            .init("probability", .number(candidate.probability)),
                        ])
                    })),
        ]
    }

    private static func value(of vector: NetworkStep.Vector) -> Value {
        .object([
            .init("name", .text(vector.name)), .init("shape", .list([.integer(1), .integer(vector.values.count)])),
            .init("norm", .number(vector.norm)),
            .init("values", .list(vector.values.map { .number($0) })),
        ])
    }

    private static func value(of softmax: NetworkStep.Softmax) -> Value {
        .object([
            .init("logit", .number(softmax.logit)), .init("maximum", .number(softmax.maximum)),
            .init("exponential", .number(softmax.exponential)), .init("sum", .number(softmax.sum)),
            .init("size", .integer(softmax.size)), .init("probability", .number(softmax.probability)),
        ])
    }
}
