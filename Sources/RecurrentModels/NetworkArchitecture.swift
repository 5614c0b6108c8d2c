/// What a network is: its cell and sizes, without its weights.
public struct NetworkArchitecture: Sendable, Hashable, Codable {
    public enum Cell: String, Sendable, Codable, CaseIterable {
        /// H_t = φ(X_t W_xh + H_{t−1} W_hh + b_h) (Elman 1990).
        case elman
        /// The gated recurrent unit, its reset gate applied after the product, as in cuDNN and PyTorch.
        case gru
        /// Long short-term memory with a forget gate (Hochreiter & Schmidhuber 1997; Gers et al. 2000).
        case lstm
    }

    /// φ of the Elman cell.
    public enum Activation: String, Sendable, Codable, CaseIterable { case tanh, relu }

    /// Whether the state at a segment's beginning is that of the segment before, or zero.
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

    public init(
        cell: Cell = .elman, activation: Activation = .tanh, layers: Int = 1, hidden: Int = 256,
        embedding: Int? = nil, tied: Bool = false, state: StateRule = .carried
    ) {
        self.cell = cell
        self.activation = activation
        self.layers = layers
        self.hidden = hidden
        self.embedding = embedding
        self.tied = tied
        self.state = state
    }

    /// Blocks of H columns in a layer's weights.
    package var gateCount: Int {
        switch cell {
        case .elman: 1
        case .gru: 3
        case .lstm: 4
        }
    }

    /// - Throws: what is wrong with sizes or their combination.
    package func validate() throws(NetworkError) {
        guard hidden > 0 else {
            throw .setting("a layer of \(hidden) units makes no network", "--hidden takes 1 or more.")
        }
        guard layers > 0 else { throw .setting("a network of \(layers) layers", "--layers takes 1 or more.") }
        if let embedding, embedding < 1 {
            throw .setting("an embedding of \(embedding)", "--embedding takes 1 or more, or one-hot.")
        }
        if tied, embedding != hidden {
            throw .setting(
                "tied weights need an embedding as long as the hidden layer (\(hidden))",
                "Give --embedding \(hidden), or leave --tied out.")
        }
    }
}
