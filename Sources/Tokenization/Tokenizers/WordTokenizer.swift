internal import CICU

/// Words as Unicode finds them (UAX #29, with ICU's dictionaries for scripts without spaces).
///
/// What ICU marks as no word is dropped, or kept as `--keep-punctuation` asks; white space is always dropped.
final class WordTokenizer {
    private let keepsPunctuation: Bool
    private let rules: BreakRules?
    private let letterRuns: LetterRuns?
    private let iterator: BreakIterator

    /// - Parameter usesTables: `false` to have ICU's own iterator find all boundaries.
    init(keepsPunctuation: Bool, usesTables: Bool, longestForICU: Int) throws(TextError) {
        self.keepsPunctuation = keepsPunctuation
        rules = usesTables ? BreakRules.words : nil
        letterRuns = rules.flatMap { LetterRuns($0, firstWordStatus: icu_first_word_status) }
        iterator = try BreakIterator(.words, longestText: longestForICU)
    }

    /// - Throws: `.stretchTooLongForICU`.
    func appendTokens(
        of text: PaddedBytes, _ range: Range<Int>, to piece: inout TokenizedPiece
    ) throws(TextError) {
        let base = unsafe UnsafePointer(text.base)
        var output = Output(
            keepsPunctuation: keepsPunctuation,
            recordsWhiteSpace: piece.segmentCharacters.isEmpty)
        guard let rules else {
            try unsafe appendByIterator(base, range, &output, to: &piece)
            piece.openCharacters += output.characters
            return
        }
        var position = range.lowerBound
        while position < range.upperBound {
            if let letterRuns {
                unsafe appendLetterRuns(base, &position, to: range.upperBound, letterRuns, &output, to: &piece)
                guard position < range.upperBound else { break }
            }
            let match = unsafe rules.match(in: base, from: position, to: range.upperBound, state: rules.start)
            precondition(match.end > position, "a boundary follows every boundary")
            if match.needsDictionary {
                try unsafe appendByIterator(base, position..<match.end, &output, to: &piece)
            } else {
                unsafe output.append(base, position..<match.end, status: match.status, to: &piece)
            }
            position = match.end
        }
        piece.openCharacters += output.characters
    }

    /// Takes words of ASCII letters, and what stands alone between them, as long as there is nothing else.
    @inline(__always)
    private func appendLetterRuns(
        _ base: UnsafePointer<UInt8>, _ position: inout Int, to end: Int, _ runs: LetterRuns, _ output: inout Output,
        to piece: inout TokenizedPiece
    ) {
        unsafe runs.ends.withUnsafeBufferPointer { ends in
            unsafe runs.standsAlone.withUnsafeBufferPointer { standsAlone in
                while position < end {
                    let byte = unsafe base[position]
                    if (byte | 0x20) &- 0x61 < 26 {
                        var last = position
                        while true {
                            let mask = unsafe ByteMasks.noLetter(ByteMasks.load(base + last))
                            last &+= mask == 0 ? 8 : ByteMasks.firstIndex(mask)
                            if mask != 0 || last >= end { break }
                        }
                        guard last < end, unsafe ends[Int(base[last])] else { return }
                        unsafe output.appendToken(base, position..<last, to: &piece)
                        position = last
                    } else {
                        guard byte < 0x80, unsafe standsAlone[Int(byte)], position &+ 1 < end,
                            unsafe (base[position &+ 1] | 0x20) &- 0x61 < 26
                        else { return }
                        if byte == 0x20 && !output.keepsPunctuation {
                            output.afterWhiteSpace = true
                        } else {
                            unsafe output.appendOther(base, position..<position &+ 1, to: &piece)
                        }
                        position &+= 1
                    }
                }
            }
        }
    }

    private func appendByIterator(
        _ base: UnsafePointer<UInt8>, _ range: Range<Int>, _ output: inout Output, to piece: inout TokenizedPiece
    ) throws(TextError) {
        var position = range.lowerBound
        try unsafe iterator.forEach(in: UnsafeBufferPointer(start: base + position, count: range.count)) {
            end, status in
            let end = range.lowerBound + end
            unsafe output.append(base, position..<end, status: status, to: &piece)
            position = end
        }
    }
}

/// Where words go as they are found.
private struct Output {
    let keepsPunctuation: Bool
    let recordsWhiteSpace: Bool
    /// Scalars of canonical text: the tokens' and one for white space before a token. What the first token of a segment
    /// counts so stands for the segment's end.
    var characters = 0
    /// Whether white space stands before the next token; at the start of a text it does.
    var afterWhiteSpace = true

    init(keepsPunctuation: Bool, recordsWhiteSpace: Bool) {
        self.keepsPunctuation = keepsPunctuation
        self.recordsWhiteSpace = recordsWhiteSpace
    }

    /// Takes what stands between two boundaries.
    @inline(__always)
    mutating func append(
        _ base: UnsafePointer<UInt8>, _ range: Range<Int>, status: Int32, to piece: inout TokenizedPiece
    ) {
        if status >= icu_first_word_status {
            unsafe appendToken(base, range, to: &piece)
        } else {
            unsafe appendOther(base, range, to: &piece)
        }
    }

    @inline(__always)
    mutating func appendToken(_ base: UnsafePointer<UInt8>, _ range: Range<Int>, to piece: inout TokenizedPiece) {
        let start = unsafe base + range.lowerBound
        let count = range.count
        let head = unsafe TypeHash.head(padded: start, count: count)
        let id = unsafe piece.types.insert(head: head, start, count: count)
        piece.tokens.append(id)
        unsafe characters &+= UTF8Scalar.count(start, count, head: head) &+ (afterWhiteSpace ? 1 : 0)
        if recordsWhiteSpace { piece.whiteSpaceBefore.append(afterWhiteSpace) }
        afterWhiteSpace = false
    }

    /// White space or punctuation. Marks after white space stand with it between two boundaries; they count as
    /// punctuation.
    mutating func appendOther(_ base: UnsafePointer<UInt8>, _ range: Range<Int>, to piece: inout TokenizedPiece) {
        var position = range.lowerBound
        while position < range.upperBound {
            let (scalar, length) = unsafe UTF8Scalar.decodeAny(base + position)
            guard UTF8Scalar.isWhiteSpace(scalar) else { break }
            position += length
            afterWhiteSpace = true
        }
        if keepsPunctuation && position < range.upperBound {
            unsafe appendToken(base, position..<range.upperBound, to: &piece)
        }
    }
}
