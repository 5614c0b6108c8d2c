internal import Gramarye

extension IngestAdvice {
    /// What was seen, and the option that reads it otherwise.
    var note: String {
        let option =
            switch self {
            case .tagged: "--read html, or xml, reads the text without them; --read text as it is, without this note"
            case .tables: "--text-column NAME makes a document of each row"
            case .gutenberg: "--strip-gutenberg leaves them out"
            case .emphasis: "--strip-underscores takes them off"
            case .divided: "--join-hyphens joins those that the same text has whole too"
            }
        return "\(fact); \(option)"
    }
}
