internal import CICU

/// Where a text may be cut so that its parts, tokenized apart, give the tokens and segments of the whole.
///
/// A place counts as safe only where a few bytes around it prove it, so some safe places are not known as such.
struct PieceBoundaries: Sendable {
    private enum Place {
        /// After a line feed.
        case lineEnd
        /// After a blank line.
        case blankLine
        /// After a blank line, or where a sentence surely ends.
        case sentenceEnd
        /// After white space that separates tokens whatever comes.
        case whiteSpace
        /// Between white space and what surely begins a token: a letter, or a digit.
        case wordStart
        /// Between white space and a token of white-space-separated text.
        case tokenStart
        /// Before a space between two ASCII letters, which begins a word of subwords.
        case spaceBetweenLetters
        /// Nowhere.
        case never
    }

    /// Where a text may be cut.
    struct Cut: Equatable {
        /// Before this byte.
        let position: Int
        /// Whether it lies inside a segment, which both parts have a share of. A token follows it in any case.
        let isInsideSegment: Bool
    }

    /// Where segments end.
    private let place: Place
    /// Where a segment too long for a piece may be cut.
    private let placeInside: Place?
    private let digitsBeginWords: Bool
    private let normalForm: Int32
    /// After which no sentence ends.
    private let abbreviations: Abbreviations

    init(settings: TokenizerSettings) {
        // Letters-only takes what begins a token otherwise for white space.
        let inside: Place =
            switch settings.tokens {
            case .subwords: settings.subwords!.dividesAtSpaces ? .spaceBetweenLetters : .never
            case .whitespace where !settings.lettersOnly: .tokenStart
            default: .wordStart
            }
        (place, placeInside) =
            switch settings.segments {
            case .auto, .lines: (.lineEnd, inside)
            case .paragraphs: (.blankLine, inside)
            case .sentences: (.sentenceEnd, nil)
            // The whole document is one segment, whatever the place.
            case .document where settings.tokens == .subwords: (inside, nil)
            case .document: (settings.tokens == .whitespace ? .whiteSpace : .wordStart, nil)
            }
        digitsBeginWords = !settings.lettersOnly
        normalForm = settings.normalization.number
        abbreviations = .of(settings)
    }

    /// A safe place after `start`: the last end of a segment up to `target`, or else the last one inside a segment, or else
    /// the first one beyond.
    /// - Parameter searched: there is none from `start` up to here.
    func cut(in text: UnsafeBufferPointer<UInt8>, from start: Int, searched: Int, near target: Int) -> Cut? {
        // The few bytes before `searched` were looked at without those that follow them.
        let first = max(start + 1, searched - 4)
        for (place, isInside) in [(place, false), (placeInside, true)] {
            guard let place else { continue }
            var position = min(target, text.count - 1)
            while position >= first {
                if unsafe isSafe(position, place, in: text, from: start) {
                    return Cut(position: position, isInsideSegment: isInside)
                }
                position -= 1
            }
        }
        var position = max(target + 1, first)
        while position < text.count {
            if unsafe isSafe(position, place, in: text, from: start) {
                return Cut(position: position, isInsideSegment: false)
            }
            if let placeInside, unsafe isSafe(position, placeInside, in: text, from: start) {
                return Cut(position: position, isInsideSegment: true)
            }
            position += 1
        }
        return nil
    }

    /// Whether the text, which begins at `start`, may be cut before `position`.
    private func isSafe(
        _ position: Int, _ place: Place, in text: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> Bool {
        let before = unsafe text[position - 1]
        switch place {
        case .lineEnd: return before == 0x0A
        case .blankLine: return unsafe before == 0x0A && endsBlankLine(position - 1, in: text, from: start)
        case .sentenceEnd:
            if unsafe before == 0x0A && endsBlankLine(position - 1, in: text, from: start) { return true }
            // A small letter, a full stop, a space, a capital: no rule of UAX #29 joins what stands around.
            guard before == 0x20 || before == 0x0A, position - 3 >= start else { return false }
            let stop = unsafe text[position - 2]
            return unsafe (0x41...0x5A).contains(text[position]) && (0x61...0x7A).contains(text[position - 3])
                && (stop == 0x3F || stop == 0x21 || stop == 0x2E && !mayAbbreviate(position - 2, in: text, from: start))
        case .whiteSpace: return before == 0x20 || before == 0x0A
        case .spaceBetweenLetters:
            guard position - 1 > start, position + 1 < text.count, unsafe text[position] == 0x20 else { return false }
            return unsafe (before | 0x20) &- 0x61 < 26 && (text[position + 1] | 0x20) &- 0x61 < 26
        case .never: return false
        case .wordStart: return unsafe (before == 0x20 || before == 0x0A) && startsWord(text, position)
        case .tokenStart:
            return unsafe (before == 0x20 || before == 0x0A) && !WhitespaceTokenizer.separates(UInt32(text[position]))
        }
    }

    /// Whether a full stop stands behind what may be an abbreviation: all but plain words of small letters that are none.
    private func mayAbbreviate(_ stop: Int, in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
        guard !abbreviations.isEmpty else { return false }
        var first = stop
        while first > start, unsafe (0x61...0x7A).contains(text[first - 1] | 0x20) || text[first - 1] == 0x27 {
            first -= 1
        }
        guard first > start, unsafe text[first - 1] == 0x20 || text[first - 1] == 0x0A else { return true }
        return unsafe abbreviations.hold(text[first..<stop])
    }

    private func endsBlankLine(
        _ lineFeed: Int, in text: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> Bool {
        var position = lineFeed - 1
        while position >= start {
            switch unsafe text[position] {
            case 0x0A: return true
            case 0x20, 0x09, 0x0D: position -= 1
            default: return false
            }
        }
        return true
    }

    /// Whether a letter or digit stands here that never joins the character before it.
    private func startsWord(_ text: UnsafeBufferPointer<UInt8>, _ position: Int) -> Bool {
        let byte = unsafe text[position]
        if byte < 0x80 { return (byte | 0x20) &- 0x61 < 26 || digitsBeginWords && byte &- 0x30 < 10 }
        guard byte >= 0xC2 else { return false }
        let (scalar, _) = unsafe UTF8Scalar.decode(text.baseAddress! + position)
        // What NFKC takes apart may begin with a space and a mark.
        return icu_is_letter(scalar) && !icu_is_modifier_letter(scalar) && icu_begins_cluster(scalar)
            && (normalForm != ICU_NFKC || icu_is_always_normal(normalForm, scalar))
    }
}
