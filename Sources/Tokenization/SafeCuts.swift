internal import CICU

/// Where a text may be cut so that its parts, tokenized apart, give the tokens and segments of the whole.
///
/// A place counts as safe only where a few bytes around it prove it, so some safe places are not known as such.
struct SafeCuts: Sendable {
    private enum Place {
        /// After a line feed.
        case lineEnd
        /// After a blank line.
        case blankLine
        /// After a blank line, or where a sentence surely ends.
        case sentenceEnd
        /// After white space that separates tokens whatever comes.
        case whiteSpace
        /// Between white space and a letter.
        case wordStart
    }

    private let place: Place

    init(settings: TokenizerSettings) {
        place =
            switch settings.segments {
            case .auto, .lines: .lineEnd
            case .paragraphs: .blankLine
            case .sentences: .sentenceEnd
            case .document: settings.tokens == .whitespace ? .whiteSpace : .wordStart
            }
    }

    /// A safe place after `start`: the last one up to `target`, or else the first one beyond.
    /// - Parameter searched: there is none from `start` up to here.
    func cut(in text: UnsafeBufferPointer<UInt8>, from start: Int, searched: Int, near target: Int) -> Int? {
        var position = min(target, text.count - 1)
        // The few bytes before `searched` were looked at without those that follow them.
        let first = max(start + 1, searched - 4)
        while position >= first {
            if unsafe isSafe(position, in: text, from: start) { return position }
            position -= 1
        }
        position = max(target + 1, first)
        while position < text.count {
            if unsafe isSafe(position, in: text, from: start) { return position }
            position += 1
        }
        return nil
    }

    /// Whether the text, which begins at `start`, may be cut before `position`.
    private func isSafe(_ position: Int, in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
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
                && (stop == 0x2E || stop == 0x3F || stop == 0x21)
        case .whiteSpace: return before == 0x20 || before == 0x0A
        case .wordStart: return unsafe (before == 0x20 || before == 0x0A) && startsWord(text, position)
        }
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

    /// Whether a letter stands here that never joins the character before it.
    private func startsWord(_ text: UnsafeBufferPointer<UInt8>, _ position: Int) -> Bool {
        let byte = unsafe text[position]
        if byte < 0x80 { return (byte | 0x20) &- 0x61 < 26 }
        guard byte >= 0xC2 else { return false }
        let (scalar, _) = unsafe UTF8Scalar.decode(text.baseAddress! + position)
        return icu_is_letter(scalar) && !icu_is_modifier_letter(scalar) && icu_begins_cluster(scalar)
    }
}
