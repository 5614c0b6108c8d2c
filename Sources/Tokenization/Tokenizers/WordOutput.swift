internal import CICU

/// Where words go as they are found: to the tokens of a piece, put together at hyphens and divided at clitics where that is
/// asked for.
struct WordOutput {
    private let keepsPunctuation: Bool
    private let recordsWhiteSpace: Bool
    private let joinsAtHyphens: Bool
    private let keepsSymbols: Bool
    private let clitics: TokenizerSettings.Clitics?
    /// Whether a space between two words is no more than that.
    let passesSpaces: Bool
    /// Scalars of canonical text: the tokens' and one for white space before a token. What the first token of a segment
    /// counts so stands for the segment's end.
    private(set) var characters = 0
    /// Whether white space stands before the next token; at the start of a text it does.
    var afterWhiteSpace = true

    /// A word that may go on after a hyphen, and whether that stands behind it.
    private var openWord: Range<Int>?
    private var hasHyphen = false

    init(_ settings: TokenizerSettings, recordsWhiteSpace: Bool) {
        keepsPunctuation = settings.keepPunctuation
        joinsAtHyphens = settings.hyphens == .keep
        keepsSymbols = settings.keepsSymbols
        clitics = settings.clitics
        passesSpaces = !keepsPunctuation && !joinsAtHyphens
        self.recordsWhiteSpace = recordsWhiteSpace
    }

    /// Takes what stands between two boundaries.
    @inline(__always)
    mutating func append(
        _ base: UnsafePointer<UInt8>, _ range: Range<Int>, status: Int32, to piece: inout TokenizedPiece
    ) {
        if status >= icu_first_word_status {
            unsafe appendWord(base, range, to: &piece)
        } else {
            unsafe appendOther(base, range, to: &piece)
        }
    }

    /// Takes a word.
    @inline(__always)
    mutating func appendWord(_ base: UnsafePointer<UInt8>, _ range: Range<Int>, to piece: inout TokenizedPiece) {
        if joinsAtHyphens {
            unsafe join(base, range, to: &piece)
        } else if clitics != nil {
            unsafe divide(base, range, to: &piece)
        } else {
            unsafe appendToken(base, range, to: &piece)
        }
    }

    /// Takes a token that is no word of a language.
    mutating func appendSymbol(_ base: UnsafePointer<UInt8>, _ range: Range<Int>, to piece: inout TokenizedPiece) {
        unsafe finish(base, &piece)
        unsafe appendToken(base, range, to: &piece)
    }

    /// White space or punctuation. Marks after white space stand with it between two boundaries; they count as
    /// punctuation.
    mutating func appendOther(_ base: UnsafePointer<UInt8>, _ range: Range<Int>, to piece: inout TokenizedPiece) {
        if let openWord, !hasHyphen, openWord.upperBound == range.lowerBound, range.count == 1,
            unsafe base[range.lowerBound] == 0x2D
        {
            hasHyphen = true
            return
        }
        unsafe finish(base, &piece)
        var position = range.lowerBound
        while position < range.upperBound {
            let (scalar, length) = unsafe UTF8Scalar.decodeAny(base + position)
            guard UTF8Scalar.isWhiteSpace(scalar) else { break }
            position += length
            afterWhiteSpace = true
        }
        guard position < range.upperBound else { return }
        if keepsPunctuation || keepsSymbols && (unsafe Symbols.isEmoji(base, position..<range.upperBound)) {
            unsafe appendToken(base, position..<range.upperBound, to: &piece)
        }
    }

    /// Ends the word that might have gone on.
    mutating func finish(_ base: UnsafePointer<UInt8>, _ piece: inout TokenizedPiece) {
        guard let word = openWord else { return }
        openWord = nil
        unsafe divide(base, word, to: &piece)
        if hasHyphen && keepsPunctuation {
            unsafe appendToken(base, word.upperBound..<word.upperBound + 1, to: &piece)
        }
        hasHyphen = false
    }

    private mutating func join(_ base: UnsafePointer<UInt8>, _ range: Range<Int>, to piece: inout TokenizedPiece) {
        if let word = openWord, hasHyphen, word.upperBound + 1 == range.lowerBound {
            openWord = word.lowerBound..<range.upperBound
            hasHyphen = false
        } else {
            unsafe finish(base, &piece)
            openWord = range
        }
    }

    private mutating func divide(_ base: UnsafePointer<UInt8>, _ range: Range<Int>, to piece: inout TokenizedPiece) {
        guard let clitics else { return unsafe appendToken(base, range, to: &piece) }
        let rules = Clitics.of(clitics)
        var start = range.lowerBound
        for cut in unsafe rules.cuts(in: UnsafeBufferPointer(start: base + range.lowerBound, count: range.count)) {
            unsafe appendToken(base, start..<range.lowerBound + cut, to: &piece)
            start = range.lowerBound + cut
        }
        unsafe appendToken(base, start..<range.upperBound, to: &piece)
    }

    @inline(__always)
    private mutating func appendToken(
        _ base: UnsafePointer<UInt8>, _ range: Range<Int>, to piece: inout TokenizedPiece
    ) {
        let start = unsafe base + range.lowerBound
        let count = range.count
        let head = unsafe TypeHash.head(padded: start, count: count)
        let id = unsafe piece.types.insert(head: head, start, count: count)
        piece.tokens.append(id)
        unsafe characters &+= UTF8Scalar.count(start, count, head: head) &+ (afterWhiteSpace ? 1 : 0)
        if recordsWhiteSpace { piece.whiteSpaceBefore.append(afterWhiteSpace) }
        afterWhiteSpace = false
    }
}
