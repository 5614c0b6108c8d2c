/// What a line is of a text that tells its tokens.
enum ToldLine {
    /// A token, spelled so.
    case token(ArraySlice<UInt8>)
    /// Ends the segment at hand, if there is one. The line itself belongs to it, as a blank one does and `</s>`, or begins the
    /// next, as `<s>` does.
    case segmentEnd(isOfSegment: Bool)
    case other
}

/// Tells line by line what the lines of CoNLL-U and of vertical text are.
///
/// Nothing but the sentence that a line stands in tells what it is: so a part of a text that was cut at the ends of segments
/// is read as it is in the whole.
struct ToldLines {
    private let format: TextFormat
    /// Whether a line stands in a sentence, whose end ends the segment whatever else it has inside.
    private var isInSentence = false

    /// - Precondition: the format tells tokens.
    init(_ format: TextFormat) {
        precondition(format.hasTokens)
        self.format = format
    }

    /// - Parameter line: without its end.
    mutating func kind(of line: ArraySlice<UInt8>) -> ToldLine {
        format == .conllu ? CoNLLUReader.kind(of: line) : kindInVerticalText(line)
    }

    /// `<s>` is a segment. Where there are no sentences paragraphs, headings and lines of verse are, and what stands between
    /// sentences is cut by them too.
    private mutating func kindInVerticalText(_ line: ArraySlice<UInt8>) -> ToldLine {
        guard !line.isEmpty else { return .other }
        guard let tag = VerticalReader.Tag(line) else {
            let word = line.prefix { $0 != 0x09 }
            return .token(word.contains(UInt8(ascii: "&")) ? MarkupEntities.replaced(in: word)[...] : word)
        }
        switch tag.name {
        case "s": isInSentence = !tag.isEnd
        case "p", "head": isInSentence = false
        case "l" where !isInSentence: break
        default: return .other
        }
        return .segmentEnd(isOfSegment: tag.isEnd)
    }
}
