/// What a network is: its cell and sizes, without its weights.
public struct NetworkArchitecture: Sendable, Hashable, Codable {
    /// How a layer makes its units of what it reads and of its state.
    public enum Cell: String, Sendable, Codable, CaseIterable {
        /// H_t = φ(X_t W_xh + H_{t−1} W_hh + b_h) (Elman 1990).
        case elman
        /// The gated recurrent unit, its reset gate applied after the product, as in cuDNN and PyTorch.
        case gru
        /// Long short-term memory with a forget gate (Hochreiter & Schmidhuber 1997; Gers et al. 2000).
        case lstm
        /// No state: H = φ(W [x_t … x_{t−N+1}] + b) on a fixed window of N events (Bengio, Ducharme, Vincent & Jauvin
        /// 2003), without the direct connections from input to output.
        case feedforward
    }

    /// φ of the Elman cell and of the feed-forward layers.
    public enum Activation: String, Sendable, Codable, CaseIterable { case tanh, relu }

    /// Whether the state at a segment's beginning is that of the segment before, or zero; of a feed-forward network,
    /// whether its window reaches into the segment before, or holds `</s>` there, as it does before a stream's first event.
    public enum StateRule: String, Sendable, Codable, CaseIterable { case carried, reset }

    public var cell: Cell
    public var activation: Activation
    public var layers: Int
    /// H: units of each layer.
    public var hidden: Int
    /// E: the length of a word's vector; `nil` for one-hot input, whose rows are those of the first layer's weights.
    public var embedding: Int?
    /// Whether the output weights are the embedding (Press & Wolf 2017; Inan et al. 2017).
    public var tied: Bool
    public var state: StateRule
    /// The ranks by frequency at which clusters of rarer words begin (adaptive softmax, Grave et al. 2017), ascending;
    /// `nil` for one softmax over all words.
    public var cutoffs: [Int]?
    /// N: how many events before the next a feed-forward network sees; `nil` for the other cells.
    public var window: Int?

    public init(
        cell: Cell = .elman, activation: Activation = .tanh, layers: Int = 1, hidden: Int = 256,
        embedding: Int? = nil, tied: Bool = false, state: StateRule = .carried, cutoffs: [Int]? = nil,
        window: Int? = nil
    ) {
        self.cell = cell
        self.activation = activation
        self.layers = layers
        self.hidden = hidden
        self.embedding = embedding
        self.tied = tied
        self.state = state
        self.cutoffs = cutoffs
        self.window = window ?? cell.usualWindow
    }

    /// Cutoffs that serve most vocabularies: a head of a quarter of the words, at most 4,000, which are nine tenths of a
    /// text; of more than 25,000 words those beyond 20,000 apart.
    package static func automaticCutoffs(vocabularySize: Int) -> [Int] {
        [max(1, min(4000, vocabularySize / 4))] + (vocabularySize > 25_000 ? [20_000] : [])
    }

    /// How many rows of the table a step reads: N of a window, else the one of the event before.
    package var inputsPerStep: Int { window ?? 1 }

    /// - Throws: what is wrong with sizes or their combination.
    package func validate(vocabularySize: Int) throws(NetworkError) {
        guard hidden > 0 else {
            throw .setting(.hidden, "a layer of \(hidden) units makes no network", takes: "1 or more")
        }
        guard layers > 0 else { throw .setting(.layers, "a network of \(layers) layers", takes: "1 or more") }
        if !cell.hasState, (window ?? 0) < 1 {
            throw .setting(.window, "a window of \(window ?? 0) events", takes: "1 or more")
        }
        if cell != .feedforward, window != nil { throw .conflict(.windowWithState) }
        if let embedding, embedding < 1 {
            throw .setting(.embedding, "an embedding of \(embedding)", takes: "1 or more, or one-hot")
        }
        if tied, embedding != hidden { throw .conflict(.tiedSizes(hidden: hidden)) }
        if let cutoffs {
            let bounds = [0] + cutoffs + [vocabularySize]
            guard !cutoffs.isEmpty, zip(bounds, bounds.dropFirst()).allSatisfy({ $0 < $1 }) else {
                throw .setting(
                    .cutoffs,
                    "cutoffs \(cutoffs.map(String.init).joined(separator: ",")) do not divide \(vocabularySize) words",
                    takes: "ascending ranks from 1 to \(vocabularySize - 1), as 4000,20000")
            }
        }
    }
}

extension NetworkArchitecture.Cell {
    /// Blocks of H columns in a layer's weights.
    package var gateCount: Int {
        switch self {
        case .elman, .feedforward: 1
        case .gru: 3
        case .lstm: 4
        }
    }

    /// The blocks by their letters in the cell's formulas: what the cell computes of its input before its state.
    package var gateNames: [String] {
        switch self {
        case .elman, .feedforward: ["A"]
        case .gru: ["R", "Z", "C"]
        case .lstm: ["I", "F", "G", "O"]
        }
    }

    /// Whether a step sees the state that was before it, and not a window of events.
    package var hasState: Bool { self != .feedforward }

    /// Whether there is a bias inside the product of the state before and its weights.
    var hasCandidateBias: Bool { self == .gru }

    /// Whether its φ can be chosen: gates have theirs.
    package var takesActivation: Bool { gateCount == 1 }

    /// N where none is asked for; `nil` for cells with a state.
    var usualWindow: Int? { hasState ? nil : 4 }
}
