internal import CICU

/// Words as Unicode finds them (UAX #29, with ICU's dictionaries for scripts without spaces).
///
/// What ICU marks as no word is dropped, or kept as `--keep-punctuation` asks; white space is always dropped.
final class WordTokenizer {
    private let settings: TokenizerSettings
    private let rules: BreakRules?
    private let letterRuns: LetterRuns?
    private let iterator: BreakIterator

    /// - Parameter usesTables: `false` to have ICU's own iterator find all boundaries.
    init(_ settings: TokenizerSettings, usesTables: Bool, longestForICU: Int) throws(TextError) {
        self.settings = settings
        let language = settings.locale ?? ""
        rules = usesTables ? BreakRules.of(.words, language: language) : nil
        letterRuns = rules.flatMap { LetterRuns($0, firstWordStatus: icu_first_word_status) }
        iterator = try BreakIterator(.words, language: language, longestText: longestForICU)
    }

    /// - Throws: `.stretchTooLongForICU`.
    func appendTokens(
        of text: PaddedBytes, _ range: Range<Int>, to piece: inout TokenizedPiece
    ) throws(TextError) {
        let base = unsafe UnsafePointer(text.base)
        var output = WordOutput(settings, recordsWhiteSpace: piece.segmentCharacters.isEmpty)
        var start = range.lowerBound
        if settings.keepsSymbols {
            while let symbol = unsafe Symbols.next(in: base, range, from: start) {
                try unsafe appendWords(base, start..<symbol.lowerBound, &output, to: &piece)
                unsafe output.appendSymbol(base, symbol, to: &piece)
                start = symbol.upperBound
            }
        }
        try unsafe appendWords(base, start..<range.upperBound, &output, to: &piece)
        unsafe output.finish(base, &piece)
        piece.openCharacters += output.characters
    }

    private func appendWords(
        _ base: UnsafePointer<UInt8>, _ range: Range<Int>, _ output: inout WordOutput, to piece: inout TokenizedPiece
    ) throws(TextError) {
        guard let rules else {
            try unsafe appendByIterator(base, range, &output, to: &piece)
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
    }

    /// Takes words of ASCII letters, and what stands alone between them, as long as there is nothing else.
    @inline(__always)
    private func appendLetterRuns(
        _ base: UnsafePointer<UInt8>, _ position: inout Int, to end: Int, _ runs: LetterRuns,
        _ output: inout WordOutput,
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
                        unsafe output.appendWord(base, position..<last, to: &piece)
                        position = last
                    } else {
                        guard byte < 0x80, unsafe standsAlone[Int(byte)], position &+ 1 < end,
                            unsafe (base[position &+ 1] | 0x20) &- 0x61 < 26
                        else { return }
                        if byte == 0x20 && output.passesSpaces {
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
        _ base: UnsafePointer<UInt8>, _ range: Range<Int>, _ output: inout WordOutput, to piece: inout TokenizedPiece
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
