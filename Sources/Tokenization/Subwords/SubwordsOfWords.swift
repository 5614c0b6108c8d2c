/// The subwords of some words of a corpus, each word by itself.
package struct SubwordsOfWords: Sendable {
    package private(set) var types = TypeTable()
    package private(set) var tokens: [TokenID] = []
    /// Which of the tokens each word has.
    package private(set) var words: [Range<Int>] = []
    private var encoder: SubwordEncoder

    package init(_ model: SubwordModel) { encoder = SubwordEncoder(model.tables) }

    /// - Parameter word: UTF-8.
    package mutating func append(_ word: [UInt8]) {
        let start = tokens.count
        for id in encoder.subwords(of: word) {
            let text = encoder.tables.texts[encoder.tables.starts[Int(id)]..<encoder.tables.starts[Int(id) + 1]]
            tokens.append(types.insert(Array(text).span))
        }
        words.append(start..<tokens.count)
    }
}
