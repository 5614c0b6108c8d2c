internal import Basics
internal import Foundation
internal import Gramarye

/// What a user can do about an error of the library, in the words of commands and options.
///
/// The library says what is wrong, in cases with their data; which option or command mends it is known here alone.
func explained(_ error: any Error) -> CommandError? {
    switch error {
    case let error as ZipfError:
        switch error {
        case .ranksBeyondTypes(let first, let types, let name):
            CommandError(
                "--ranks begins at \(NumberText.grouped(first)), but there are only \(NumberText.grouped(types)) ranks of "
                    + name,
                remedy: "Give ranks that exist, or leave out --ranks for all.")
        case .noNgrams(let order, let splits):
            CommandError(
                "there are no \(ngramName(order)) in "
                    + (splits.count == 1 ? "split \(splits.first?.name ?? "")" : "the corpus"),
                cause: "No segment has \(order) tokens.",
                remedy: "See: gram info \(namedDatabase)", kind: .badData)
        }
    case let error as LookUpError:
        switch error {
        case .noToken(let text, let tokenizer):
            CommandError(
                "'\(text)' has no token.", cause: "The tokenizer (\(tokenizer)) leaves nothing of it.",
                remedy: "See what becomes of a text: gram tokenize \(namedDatabase) \(shellQuoted(text))",
                kind: .badData)
        case .otherOrder(let text, let tokens, let order):
            CommandError(
                "'\(text)' has \(NumberText.counted(tokens, "token")), not \(order).", remedy: "Leave out --order.")
        }
    case let error as NotANetworkError:
        CommandError(
            "'\(error.name)' is no network, so it has no gradient", remedy: "Name one that gram train made.")
    case let error as StimuliError: stimuliRemedy(error)
    case let error as NoLearningCurveError:
        CommandError(
            "'\(error.name)' has no learning curve", cause: "It was not trained in this database epoch by epoch.",
            remedy: "Name a network that gram train made.", kind: .badData)
    case is NothingLearnsError:
        CommandError(
            "--dynamic is for networks, and none of the models is one",
            remedy: "Name a network by --model; gram train makes one.")
    case let error as NotNormalizedError:
        CommandError(
            error.wanted == .drawing
                ? "\(error.model) cannot be drawn from" : "\(error.model) has no \(error.wanted)",
            cause: "It is a score that does not sum to 1.", remedy: "Ask katz:3 or mkn:3 instead.")
    default: nil
    }
}

/// The database of the command line as a shell takes it, for a command to try.
var namedDatabase: String {
    CommandLine.arguments.dropFirst(2).first { CorpusStore.isDatabase($0) }.map(shellQuoted) ?? "DB"
}
