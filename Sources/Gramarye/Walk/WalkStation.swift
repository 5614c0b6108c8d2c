/// A station of the walk from a text to the gradient of a network, in the order of chapter 9 of *Dive into Deep Learning*.
public enum WalkStation: Int, CaseIterable, Sendable {
    case tokens = 1
    case vocabulary, minibatches, counts, laplace, perplexity, embedding, step, clipping, gradients

    /// A word for programs: its key in JSON, and what the names of its charts and tables begin with.
    public var key: String { "\(self)" }

    var title: String {
        switch self {
        case .tokens: "From a text to tokens"
        case .vocabulary: "From tokens to numbers"
        case .minibatches: "From one long text to minibatches"
        case .counts: "Probabilities by counting"
        case .laplace: "Laplace’s smoothing"
        case .perplexity: "Perplexity, spelled out"
        case .embedding: "A one-hot vector times a matrix"
        case .step: "Two steps of a recurrent network"
        case .clipping: "Clipping a gradient"
        case .gradients: "The gradient, step by step back"
        }
    }
}
