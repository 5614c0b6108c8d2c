public import Basics

/// A file of a subword tokenizer that cannot be used.
public enum SubwordFileError: ExplainedError, Hashable {
    /// Neither of the formats that are read.
    case unknownFormat
    /// A file of such a format that is damaged, or was never whole.
    /// - Parameter what: in which part.
    case damaged(format: String, what: String)
    /// Something that this tokenizer does and that is not known here, so that its subwords would be others.
    case unsupported(String)
    /// More than any such file has.
    case tooLarge(bytes: Int)
    /// A size of a vocabulary to be trained that there cannot be.
    case badSize(String)

    public var explanation: Explanation {
        switch self {
        case .unknownFormat:
            Explanation(
                "it is no tokenizer that can be read",
                cause: "It is neither a tokenizer.json of Hugging Face nor a model of SentencePiece.", kind: .badData)
        case .damaged(let format, let what):
            Explanation(
                "it is no whole \(format): \(what)", cause: "It is damaged, or was not downloaded to its end.",
                kind: .badData)
        case .unsupported(let what):
            Explanation(
                "it asks for \(what), which is not supported", cause: "Without it texts would be cut otherwise.",
                kind: .badData)
        case .tooLarge(let bytes):
            Explanation(
                "it has more than \(groupedDigits(bytes)) bytes", cause: "It is probably no tokenizer.", kind: .badData)
        case .badSize(let size):
            Explanation(
                "There is no vocabulary of \(size) subwords.",
                cause: "It has the 256 bytes, and at most a million subwords.",
                remedy: "Give a number from 256 to 1000000, as bpe:8000.", kind: .usage)
        }
    }
}
