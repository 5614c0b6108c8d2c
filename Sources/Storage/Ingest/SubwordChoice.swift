public import Tokenization

/// Where the subwords of a corpus come from.
public enum SubwordChoice: Sendable, Hashable {
    /// Byte-pair encoding, trained on the train split of the first texts.
    /// - Parameter size: of the vocabulary, the 256 bytes included.
    case trained(size: Int)
    case model(SubwordModel)

    /// How many are trained where nobody says how many.
    static let usualSize = 8_000

    /// What it is called.
    package var name: String {
        switch self {
        case .trained(let size): "bpe:\(size)"
        case .model(let model): model.name
        }
    }

    /// Whether a corpus of some tokenizer has these subwords.
    ///
    /// A vocabulary that was trained for it stays what it is: of further texts nothing is learned.
    func agrees(with tokenizer: TokenizerSettings) -> Bool {
        switch self {
        case .trained: tokenizer.subwords?.name == name
        case .model(let model): tokenizer.subwords == model
        }
    }
}
