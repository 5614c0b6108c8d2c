internal import Gramarye

extension ModelNameError {
    var commandRemedy: String? {
        switch self {
        case .differentVocabularies: "Make both with the same --min-count or --vocabulary-size."
        case .reservedName(_, let method?):
            "Choose another name. To save an n-gram model: gram train DB NAME --ngram \(method.example(order: 3))"
        default: nil
        }
    }
}

extension ModelError {
    var commandRemedy: String? {
        switch self {
        case .stale(_, _, let recipe) where recipe.maker == .unknown:
            askedAsItIs + "Make it again, as it was made, with gram train or gram import and --replace."
        case .stale(let name, let database, let recipe):
            if let options = recipe.options {
                askedAsItIs + "Train it again: gram train "
                    + ([shellQuoted(database), shellQuoted(name)] + options + ["--replace"]).joined(separator: " ")
            } else {
                "Import it again: gram import \(shellQuoted(database)) \(shellQuoted(name)) FILE --replace"
            }
        case .unknownKind: "Update gram, or name another model."
        case .unreadableSettings: "Update gram, or import the model again."
        case .backward: "Ask it for whole texts: gram perplexity, surprisal, compare or generate."
        case .differentTokens(let model, _, let database, _, _):
            "Judge it on a text: gram perplexity \(shellQuoted(database)) --model \(shellQuoted(model)) --file FILE; or, if it was made of the "
                + "tokens of this corpus, import it again with --tokens corpus --replace."
        case .notNormalized: nil
        case .noGradient(_, networks: []): "Train one: gram train \(namedDatabase) lstm --cell lstm"
        case .noGradient(_, let networks): "Try: gram gradients \(namedDatabase) \(shellQuoted(networks[0]))"
        case .noLearningCurve: "Name a network that gram train made."
        case .nothingLearns: "Name a network by --model; gram train makes one."
        case .takesMemory(let name, let needed, _):
            "Give --memory \((needed + (1 << 30) - 1) >> 30)G, choose a smaller order"
                + (name.isMadeInBoundedMemory
                    ? "." : ", or make mkn:3, kneser-ney:3 or witten-bell:3, which spill to disk.")
        }
    }
}

/// Of a stale model, where the command can ask it all the same.
private var askedAsItIs: String {
    StaleOption.commands.contains(CommandLine.arguments.dropFirst().first ?? "")
        ? "Ask it as it is by --stale use. " : ""
}

extension ComparisonError {
    var commandRemedy: String? {
        switch self {
        case .differentVocabulary(let model, _, _, _, let rule):
            "Train \(model) again with the same vocabulary (\(rule.options.joined(separator: " "))), or leave it out with "
                + "--model."
        case .differentEvents(let model): "Train \(model) again, or leave it out with --model."
        case .notAProbability: nil
        }
    }
}

extension EstimationError {
    var commandRemedy: String? {
        switch self {
        case .noText: "Ingest text with --train FILE, or with --shares that give train a part."
        case .noHeldOutText: "Ingest text with --valid FILE, or with --shares 8,1,1."
        case .tooManyTokens: "Make the train split smaller, as with --shares 1,1,8."
        case .tooManyTypes, .vocabularyTooLong: "Make the vocabulary smaller, as with --min-count 2."
        case .cannotPrune, .tooManyNgrams, .noArpaForm: nil
        }
    }
}

extension ArpaError {
    var commandRemedy: String? {
        switch self {
        case .otherFormat(.irstlm): "Make ARPA of it: compile-lm --text yes FILE FILE.arpa"
        case .unknownTokenizer: "Update gram; or delete the line, and say how texts are cut by --tokens."
        case .otherFormat(.kenlmBinary), .malformed: nil
        }
    }
}
