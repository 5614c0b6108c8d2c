/// Characters as readers see them: extended grapheme clusters (UAX #29).
///
/// A run of white space becomes one space, or every character is kept. With letters only, what is left of line ends is
/// a space like any other.
final class ClusterTokenizer {
    private let collapsesWhiteSpace: Bool
    private let lettersOnly: Bool
    private let rules: BreakRules?
    private let iterator: BreakIterator
    private let scratch = PaddedBytes()

    /// - Parameter usesTables: `false` to have ICU's own iterator find all boundaries.
    init(_ settings: TokenizerSettings, usesTables: Bool, longestForICU: Int) throws(TextError) {
        collapsesWhiteSpace = settings.whiteSpace == .collapse
        lettersOnly = settings.lettersOnly
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
        if collapsesWhiteSpace || lettersOnly {
            unsafe copyWhiteSpaceSettled(text.base, range)
            unsafe base = UnsafePointer(scratch.base)
            count = scratch.count
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

    /// Copies a text into `scratch`, its white space as it shall be.
    private func copyWhiteSpaceSettled(_ base: UnsafePointer<UInt8>, _ range: Range<Int>) {
        scratch.count = 0
        scratch.reserve(range.count)
        let target = unsafe scratch.base
        var position = range.lowerBound
        var length = 0
        var inWhiteSpace = false
        while position < range.upperBound {
            let (scalar, bytes) = unsafe UTF8Scalar.decodeAny(base + position)
            if collapsesWhiteSpace && UTF8Scalar.isWhiteSpace(scalar) {
                unsafe target[length] = 0x20
                length &+= inWhiteSpace ? 0 : 1
                inWhiteSpace = true
            } else {
                inWhiteSpace = false
                unsafe target[length] = lettersOnly && scalar == 0x0A ? 0x20 : base[position]
                for index in 1..<max(bytes, 1) { unsafe target[length &+ index] = base[position &+ index] }
                length &+= bytes
            }
            position &+= bytes
        }
        scratch.count = length
    }
}
