/// Subwords of a model.
///
/// Words come again and again: what they become is kept.
final class SubwordTokenizer {
    private let tables: SubwordTables
    private var encoder: SubwordEncoder
    private var splitter = WordSplitter()
    /// `nil` where words are GPT-2's, and nothing else is done to a text.
    private let pipeline: SubwordPipeline?
    private let settled: SettledWhiteSpace?

    /// The words met, and where the subwords of each begin.
    private var words = TypeTable()
    private var starts: [Int] = [0]
    private var subwords: [SubwordID] = []
    private let isOfWords: Bool

    /// So many words are kept.
    private static let mostWords = 1 << 18
    /// Longer ones are not kept.
    private static let longestKept = 256

    init(_ settings: TokenizerSettings) {
        // Where texts are cut into subwords there is a model.
        let model = settings.subwords!
        tables = model.tables
        encoder = SubwordEncoder(tables)
        pipeline = tables.form.isPlain ? nil : SubwordPipeline(tables)
        isOfWords = tables.form.method == .words
        settled =
            settings.whiteSpace == .collapse || settings.lettersOnly
            ? SettledWhiteSpace(collapses: settings.whiteSpace == .collapse, lettersOnly: settings.lettersOnly) : nil
        forget()
    }

    /// - Throws: `.expressionTooSlow`.
    func appendTokens(of text: PaddedBytes, _ range: Range<Int>, to piece: inout TokenizedPiece) throws(TextError) {
        let source: PaddedBytes
        let range = settled.map { 0..<$0.settle(text, range) } ?? range
        source = settled?.text ?? text
        let base = unsafe UnsafePointer(source.base)
        if let pipeline {
            let bytes = unsafe Array(UnsafeBufferPointer(start: base + range.lowerBound, count: range.count))
            for part in try pipeline.parts(of: bytes) {
                switch part {
                case .subword(let id, let text):
                    append(id, to: &piece)
                    piece.openCharacters += text.count { $0 & 0xC0 != 0x80 }
                case .word(let word):
                    unsafe word.withUnsafeBufferPointer { word in
                        guard let base = word.baseAddress else { return }
                        unsafe append(base, word.count, TypeHash.head(base, count: word.count), to: &piece)
                    }
                }
            }
            piece.openCharacters -= pipeline.prefixCharacters
            return
        }
        var position = range.lowerBound
        while position < range.upperBound {
            let end = unsafe splitter.wordEnd(in: base, from: position, to: range.upperBound)
            let count = end - position
            unsafe append(base + position, count, TypeHash.head(padded: base + position, count: count), to: &piece)
            position = end
        }
    }

    /// - Parameter head: `TypeHash.head` of the word.
    @inline(__always)
    private func append(_ word: UnsafePointer<UInt8>, _ count: Int, _ head: UInt64, to piece: inout TokenizedPiece) {
        unsafe piece.openCharacters &+= UTF8Scalar.count(word, count, head: head)
        if isOfWords { return unsafe appendWhole(word, count, head, to: &piece) }
        let hash = unsafe words.hash(head: head, word, count: count)
        if count > Self.longestKept {
            for id in encoder.subwords(of: unsafe Array(UnsafeBufferPointer(start: word, count: count))) {
                append(id, to: &piece)
            }
            return
        }
        let number = unsafe Int(words.insert(head: head, hash: hash, word, count: count))
        if number == starts.count - 1 { unsafe take(word, count) }
        for index in starts[number]..<starts[number + 1] { append(subwords[index], to: &piece) }
        if number >= Self.mostWords { forget() }
    }

    @inline(never)
    private func take(_ word: UnsafePointer<UInt8>, _ count: Int) {
        subwords += encoder.subwords(of: unsafe Array(UnsafeBufferPointer(start: word, count: count)))
        starts.append(subwords.count)
    }

    @inline(__always)
    private func append(_ id: SubwordID, to piece: inout TokenizedPiece) {
        guard id != .noSubword else { return piece.tokens.append(Marker.unknown) }
        unsafe tables.texts.withUnsafeBufferPointer { texts in
            let start = tables.starts[Int(id)]
            let count = tables.starts[Int(id) + 1] - start
            let text = unsafe texts.baseAddress! + start
            let head = unsafe TypeHash.head(padded: text, count: count)
            unsafe piece.tokens.append(piece.types.insert(head: head, text, count: count))
        }
    }

    /// A word as a type of its own.
    private func appendWhole(
        _ word: UnsafePointer<UInt8>, _ count: Int, _ head: UInt64, to piece: inout TokenizedPiece
    ) {
        let bytes = unsafe UnsafeBufferPointer(start: word, count: count)
        guard unsafe bytes.contains(0x3C) else {
            return unsafe piece.tokens.append(piece.types.insert(head: head, word, count: count))
        }
        let text = unsafe SubwordText.text(of: Array(bytes))
        piece.tokens.append(piece.types.insert(text.span))
    }

    /// Begins anew with the words that every table has.
    private func forget() {
        words = TypeTable()
        (starts, subwords) = ([0], [])
        for marker in Marker.texts {
            subwords += encoder.subwords(of: Array(marker.utf8))
            starts.append(subwords.count)
        }
    }
}
