public import ArgumentParser
internal import Gramarye

/// What a network is.
struct NetworkOptions: ParsableArguments {
    @Option(help: "A network and its training by name: tiny, small or medium; further options change it.")
    var preset: NetworkPreset?

    @Option(help: "elman, gru, lstm, or feedforward, which has no state. (default: elman, with a preset the preset's)")
    var cell: NetworkArchitecture.Cell?

    @Option(help: "What elman and feedforward apply: tanh or relu. (default: tanh)")
    var activation: NetworkArchitecture.Activation?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How many events before the next feedforward sees. (default: 4)", valueName: "N"))
    var window: Int?

    @Option(parsing: .unconditional, help: "Layers, one above the other. (default: 1)")
    var layers: Int?

    @Option(parsing: .unconditional, help: "Units of each layer. (default: 256)")
    var hidden: Int?

    @Option(
        parsing: .unconditional,
        help: "The length of a word's vector, or one-hot. (default: 64 for up to 1,000 words, else 128)")
    var embedding: EmbeddingArgument?

    @Flag(help: "Share the weights of input and output.")
    var tied = false

    @Option(
        help:
            "full, or for large vocabularies adaptive: rarer words stand in clusters behind the frequent ones; as exact, and faster. With --tied each cluster's word vectors are shared. (default: full)"
    )
    var softmax: SoftmaxKind?

    @Option(
        help: ArgumentHelp(
            "The ranks by frequency at which clusters of rarer words begin. (default: 4000, of more than 25,000 words 4000,20000; of few a quarter)",
            valueName: "RANK,…"))
    var cutoffs: ListArgument<Int>?

    @Option(help: "Carry the state from segment to segment, or reset it: carried or reset. (default: carried)")
    var state: NetworkArchitecture.StateRule?
}

extension NetworkOptions {
    private static var overrides: [Override<NetworkOptions, NetworkArchitecture>] {
        [
            .init("--preset", \.preset), .init("--cell", \.cell),
            .init("--activation", \.activation, \.activation), .init("--window", \.window, \.window),
            .init("--layers", \.layers, \.layers), .init("--hidden", \.hidden, \.hidden),
            .init("--embedding", \.embedding) { $1.embedding = $0.size }, .init("--tied", \.tied, \.tied),
            .init("--softmax", \.softmax), .init("--cutoffs", \.cutoffs), .init("--state", \.state, \.state),
        ]
    }

    /// The names of those that are given.
    var given: [String] { Override.given(of: Self.overrides, in: self) }

    /// Changes what is given in a network of the preset and cell.
    func change(_ architecture: inout NetworkArchitecture, vocabularySize: Int) {
        Override.apply(Self.overrides, of: self, to: &architecture)
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

extension NetworkPreset: ExpressibleByArgument {}
extension NetworkArchitecture.Cell: ExpressibleByArgument {}
extension NetworkArchitecture.Activation: ExpressibleByArgument {}
extension NetworkArchitecture.StateRule: ExpressibleByArgument {}
