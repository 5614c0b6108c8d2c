/// Which types of the train split a model knows by name. Everything else is `<unk>`.
public enum VocabularyRule: Sendable, Hashable {
    /// Types seen at least this often in train.
    case minimumCount(Int)
    /// The most frequent types, so that `<unk>` and `</s>` make up this size with them; ties in code point order.
    case size(Int)
    /// Exactly these types, seen or not.
    case list([String])
    /// Every subword of the corpus's tokenizer, seen or not: so there is hardly a text with an unknown one.
    case subwords
}

extension VocabularyRule: CustomStringConvertible {
    public var description: String {
        switch self {
        case .minimumCount(let count): "min-count \(count)"
        case .size(let size): "size \(size)"
        case .list(let words): "list of \(words.count)"
        case .subwords: "all subwords"
        }
    }
}
