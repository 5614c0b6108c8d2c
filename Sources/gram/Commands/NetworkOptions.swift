public import ArgumentParser
internal import Gramarye

/// What a network is.
struct NetworkOptions: ParsableArguments {
    @Option(help: "The activation of elman and feedforward. (default: tanh)")
    var activation: NetworkArchitecture.Activation?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The number of preceding events that feedforward sees. (default: 4)", valueName: "N"))
    var window: Int?

    @Option(
        parsing: .unconditional,
        help: "The length of the word vectors, or one-hot. (default: 64 for up to 1,000 words, else 128)")
    var embedding: EmbeddingArgument?

    @Flag(help: "Share the weights of the input and output layers.")
    var tied = false

    @Option(
        help:
            "full, or adaptive for large vocabularies: rarer words form clusters behind the frequent ones, which is as exact and faster. With --tied, the word vectors of each cluster are shared. (default: full)"
    )
    var softmax: SoftmaxKind?

    @Option(
        help: ArgumentHelp(
            "The frequency ranks at which clusters of rarer words begin. (default: 4000; 4000,20000 above 25,000 words; a quarter of small vocabularies)",
            valueName: "RANK,…"))
    var cutoffs: ListArgument<Int>?

    @Option(help: "Whether to carry the state from segment to segment or reset it. (default: carried)")
    var state: NetworkArchitecture.StateRule?
}

extension NetworkOptions {
    private static var overrides: [OptionOverride<NetworkOptions, NetworkArchitecture>] {
        [
            .init("--activation", \.activation, \.activation), .init("--window", \.window, \.window),
            .init("--embedding", \.embedding) { $1.embedding = $0.size }, .init("--tied", \.tied, \.tied),
            .init("--softmax", \.softmax), .init("--cutoffs", \.cutoffs), .init("--state", \.state, \.state),
        ]
    }

    /// The names of those that are given.
    var given: [String] { OptionOverride.given(of: Self.overrides, in: self) }

    /// Changes what is given in a network of the preset and cell.
    func change(_ architecture: inout NetworkArchitecture, vocabularySize: Int) {
        OptionOverride.apply(Self.overrides, of: self, to: &architecture)
        if tied, embedding == nil { architecture.embedding = architecture.hidden }
        if softmax == .adaptive || cutoffs != nil {
            architecture.cutoffs =
                cutoffs?.elements ?? NetworkArchitecture.automaticCutoffs(vocabularySize: vocabularySize)
        } else if softmax == .full {
            architecture.cutoffs = nil
        }
    }
}

enum SoftmaxKind: String, CaseIterable, ExpressibleByArgument { case full, adaptive }

/// `one-hot` or a length.
struct EmbeddingArgument: ExpressibleByArgument {
    let size: Int?

    init?(argument: String) {
        if argument == "one-hot" {
            size = nil
        } else if let number = Int(argument) {
            size = number
        } else {
            return nil
        }
    }
}

extension NetworkArchitecture.Activation: ExpressibleByArgument {}
extension NetworkArchitecture.StateRule: ExpressibleByArgument {}
