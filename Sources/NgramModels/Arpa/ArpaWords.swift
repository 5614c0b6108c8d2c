internal import Tokenization

/// The words of an ARPA file.
struct ArpaWords: Sendable {
    var table = TypeTable()
    /// Whether `<space>` stands for a token that is a space: see ``ArpaWord``.
    var marksSpaces = false

    /// The id of a word, which is among the 1-grams.
    func id(of word: Span<UInt8>, line: Int) throws(ArpaError) -> TokenID {
        let id =
            marksSpaces && ArpaWord.isMarked(word)
            ? table.id(of: ArpaWord.read(word.string)) : table.id(of: word)
        if let id { return id }
        guard word.string == ArpaTrie.otherUnknown else {
            throw ArpaError(line: line, "the word '\(word.string)' is not among the 1-grams")
        }
        return Marker.unknown
    }
}
