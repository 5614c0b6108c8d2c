/// The ways of estimating n-gram probabilities.
public enum SmoothingMethod: String, CaseIterable, Sendable, Hashable {
    case maximumLikelihood = "mle"
    case laplace
    case lidstone
    case dirichlet
    case jelinekMercer = "jelinek-mercer"
    case wittenBell = "witten-bell"
    case absoluteDiscounting = "absolute"
    case kneserNey = "kneser-ney"
    case modifiedKneserNey = "mkn"
    case katz
    case stupidBackoff = "stupid-backoff"

    /// Names that other tools and books use for the same method.
    static let otherSpellings: [String: SmoothingMethod] = [
        "ml": .maximumLikelihood, "maximum-likelihood": .maximumLikelihood, "unsmoothed": .maximumLikelihood,
        "add-one": .laplace, "addone": .laplace, "add1": .laplace,
        "add": .lidstone, "add-k": .lidstone, "additive": .lidstone,
        "bayesian": .dirichlet,
        "jm": .jelinekMercer, "jelinekmercer": .jelinekMercer, "interpolated": .jelinekMercer,
        "wb": .wittenBell, "wittenbell": .wittenBell,
        "ad": .absoluteDiscounting, "abs": .absoluteDiscounting, "absolute-discounting": .absoluteDiscounting,
        "kn": .kneserNey, "kneserney": .kneserNey,
        "modified-kneser-ney": .modifiedKneserNey, "modifiedkneserney": .modifiedKneserNey,
        "kneser-ney-mod": .modifiedKneserNey, "modkn": .modifiedKneserNey,
        "good-turing": .katz, "katz-backoff": .katz,
        "sb": .stupidBackoff, "stupid": .stupidBackoff, "stupidbackoff": .stupidBackoff,
    ]

    /// The method of a name in any of its spellings, in any case, with `_` for `-`.
    package init?(spelling: some StringProtocol) {
        let name = spelling.lowercased().split(separator: "_", omittingEmptySubsequences: false).joined(separator: "-")
        guard let method = Self(rawValue: name) ?? Self.otherSpellings[name] else { return nil }
        self = method
    }

    /// What the number after the order stands for; `nil` for methods that take none.
    var parameterMeaning: String? {
        switch self {
        case .lidstone: "how much is added to each count"
        case .dirichlet: "how many observations the shorter context counts for"
        default: nil
        }
    }
}
