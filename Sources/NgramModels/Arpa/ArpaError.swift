public import Basics

/// What is wrong with an ARPA file, and in which line.
public enum ArpaError: ExplainedError, Equatable {
    /// A file of another kind.
    case otherFormat(Format)
    /// A head that names a tokenizer that this version does not know.
    case unknownTokenizer(line: Int)
    /// What the format, or this reader, does not allow.
    case malformed(Explanation)

    public enum Format: Sendable, Hashable { case kenlmBinary, irstlm }

    init(_ fact: String, cause: String? = nil, remedy: String? = nil) {
        self = .malformed(Explanation(fact, cause: cause, remedy: remedy, kind: .badData))
    }

    init(line: Int, _ fact: String, cause: String? = nil, remedy: String? = nil) {
        self.init("line \(line): \(fact)", cause: cause, remedy: remedy)
    }

    public var explanation: Explanation {
        switch self {
        case .otherFormat(.kenlmBinary):
            Explanation(
                "this is a binary file of KenLM, not ARPA", cause: "build_binary makes such files of ARPA.",
                remedy: "Import the ARPA file that it was made of.", kind: .badData)
        case .otherFormat(.irstlm):
            Explanation(
                "this is a file of IRSTLM, not ARPA", remedy: "Make ARPA of it by IRSTLM's compile-lm.", kind: .badData)
        case .unknownTokenizer(let line):
            Explanation(
                "line \(line): the tokenizer that the model was made for is none that this version knows",
                cause: "A newer version wrote the file, or the line was edited.",
                remedy: "Use the newer version; or delete the line, and say how texts are cut.", kind: .badData)
        case .malformed(let explanation): explanation
        }
    }
}
