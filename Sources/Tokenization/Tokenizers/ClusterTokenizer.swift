/// Characters as readers see them: extended grapheme clusters (UAX #29).
///
/// A run of white space becomes one space, or every character is kept: see `SettledWhiteSpace`.
final class ClusterTokenizer {
    private let settled: SettledWhiteSpace?
    private let rules: BreakRules?
    private let iterator: BreakIterator

    /// - Parameter usesTables: `false` to have ICU's own iterator find all boundaries.
    init(_ settings: TokenizerSettings, usesTables: Bool, longestForICU: Int) throws(TextError) {
        let collapses = settings.whiteSpace == .collapse
        settled =
            collapses || settings.lettersOnly
            ? SettledWhiteSpace(collapses: collapses, lettersOnly: settings.lettersOnly) : nil
        let language = settings.locale ?? ""
        rules = usesTables ? BreakRules.of(.graphemeClusters, language: language) : nil
        iterator = try BreakIterator(.graphemeClusters, language: language, longestText: longestForICU)
    }

    /// - Throws: `.stretchTooLongForICU`.
    func appendTokens(
        of text: PaddedBytes, _ range: Range<Int>, to piece: inout TokenizedPiece
    ) throws(TextError) {
        let base: UnsafePointer<UInt8>
        let count: Int
        if let settled {
            count = settled.settle(text, range)
            unsafe base = UnsafePointer(settled.text.base)
        } else {
            unsafe base = UnsafePointer(text.base) + range.lowerBound
            count = range.count
        }
        piece.openCharacters += unsafe UTF8Scalar.count(base, count)
        guard let rules else {
            var start = 0
            try unsafe iterator.forEach(in: UnsafeBufferPointer(start: base, count: count)) { end, _ in
                unsafe append(base, start..<end, to: &piece)
                start = end
            }
            return
        }
        var position = 0
        while position < count {
            let byte = unsafe base[position]
            // Between two ASCII characters there is a boundary, but not inside CR LF.
            if byte < 0x80, byte != 0x0D, unsafe position &+ 1 == count || base[position &+ 1] < 0x80 {
                piece.tokens.append(piece.types.insert(ascii: byte))
                position &+= 1
            } else {
                let match = unsafe rules.match(in: base, from: position, to: count, state: rules.start)
                unsafe append(base, position..<match.end, to: &piece)
                position = match.end
            }
        }
    }

    private func append(_ base: UnsafePointer<UInt8>, _ range: Range<Int>, to piece: inout TokenizedPiece) {
        let start = unsafe base + range.lowerBound
        let head = unsafe TypeHash.head(padded: start, count: range.count)
        unsafe piece.tokens.append(piece.types.insert(head: head, start, count: range.count))
    }
}
