public import Basics

/// A text that cannot be read or tokenized. Each says the fact, the likely cause and the remedy.
public enum TextError: ExplainedError, Hashable {
    /// Invalid bytes in the encoding.
    /// - Parameters: the offset counts bytes of the input from 0, the line from 1; `likely` are encodings that the text may be
    ///   in, the likeliest first.
    case invalidBytes(
        encoding: TextDecoder.Encoding, bytes: [UInt8], offset: Int, line: Int, likely: [TextDecoder.Encoding] = [])
    /// An encoding that a text declares, and that is not known.
    case unknownEncoding(String)
    /// A zero byte or character, which no text has.
    case zeroByte(offset: Int, line: Int, looksLikeUTF16: Bool)
    /// `<s>` or `</s>` as a token.
    case literalMarker(String, line: Int)
    /// ICU's data are missing or broken.
    case unicodeDataMissing(code: Int)
    /// No language has this code.
    case unknownLanguage(String)
    /// A stretch that cannot be cut into pieces, and is longer than one may be.
    /// - Parameters: the offset counts bytes of the text as UTF-8 from 0, the line from 1; segments tell where it could
    ///   have been cut.
    case stretchTooLong(longest: Int, offset: Int, line: Int, segments: TokenizerSettings.Segments)
    /// A stretch without white space that is longer than ICU can count, or that there is no memory to map.
    case stretchTooLongForICU(bytes: Int)
    /// A regular expression of a subword tokenizer that takes too many steps.
    case expressionTooSlow(String)

    public var explanation: Explanation {
        switch self {
        case .invalidBytes(let encoding, let bytes, let offset, let line, let likely):
            let shown = bytes.map { hexadecimal([$0]).uppercased() }.joined(separator: " ")
            let also = encoding == .utf8 ? ", or damaged" : encoding == .utf16 ? ", or cut short" : ""
            let looks = likely.first.map { ": it looks like \($0.title)" } ?? ""
            return Explanation(
                "invalid \(encoding.title) at byte \(offset), line \(line): \(shown)",
                cause: "The text is in another encoding\(also)\(looks).", kind: .badData)
        case .unknownEncoding(let name):
            return Explanation(
                "it says that it is in the encoding \(name), which is not known", cause: "The name is misspelled.",
                kind: .badData)
        case .zeroByte(let offset, let line, let looksLikeUTF16):
            return Explanation(
                "looks binary: a zero byte at byte \(offset), line \(line)",
                cause: looksLikeUTF16 ? "The text is UTF-16 without a byte-order mark." : "The file is not text.",
                kind: .badData)
        case .literalMarker(let marker, let line):
            return Explanation(
                "line \(line) has the token \(marker), which marks the bounds of segments",
                cause: "The text was prepared for another tool, which wanted its segments marked.",
                remedy: "Remove \(marker); line ends mark the bounds of segments.", kind: .badData)
        case .unicodeDataMissing(let code):
            return Explanation(
                "ICU cannot load its rules for text boundaries (error \(code))",
                cause: "The installation of libicu is incomplete.", remedy: "Install libicu again.",
                kind: .faultOfTheTool)
        case .unknownLanguage(let code):
            return Explanation(
                "There is no language '\(code)'.", cause: "Languages have codes of ISO 639, as tr, de and fin.",
                remedy: "Give the code alone, in small letters.", kind: .usage)
        case .stretchTooLong(let longest, let offset, let line, let segments):
            let missing = segments == .sentences ? "the end of a sentence" : "a space before a letter or digit"
            return Self.tooLong("line \(line), from byte \(offset) on: more than \(longest) bytes without \(missing)")
        case .stretchTooLongForICU(let bytes):
            return Self.tooLong(
                "a stretch of \(bytes) bytes without white space is too long for ICU, or for the memory")
        case .expressionTooSlow(let pattern):
            return Explanation(
                "the tokenizer's expression takes too many steps on this text: \(pattern)",
                cause: "It tries more and more ways the longer a run of one kind of character is.",
                remedy: "Leave the text out, or break its lines.", kind: .badData)
        }
    }

    private static func tooLong(_ fact: String) -> Explanation {
        Explanation(
            fact, cause: "It is probably no text, or its line ends and spaces were lost.",
            remedy: "Leave the file out, or break its lines.", kind: .badData)
    }

    /// The same error in a text that has `lines` more lines before.
    func shifted(byLines lines: Int) -> TextError {
        guard case .literalMarker(let marker, let line) = self else { return self }
        return .literalMarker(marker, line: line + lines)
    }

    /// The same error in a text of which this one is a part, so many lines and bytes from its beginning.
    package func shifted(byLines lines: Int, bytes: Int) -> TextError {
        switch self {
        case .invalidBytes(let encoding, let invalid, let offset, let line, let likely):
            .invalidBytes(
                encoding: encoding, bytes: invalid, offset: offset + bytes, line: line + lines, likely: likely)
        case .zeroByte(let offset, let line, let looksLikeUTF16):
            .zeroByte(offset: offset + bytes, line: line + lines, looksLikeUTF16: looksLikeUTF16)
        case .stretchTooLong(let longest, let offset, let line, let segments):
            .stretchTooLong(longest: longest, offset: offset + bytes, line: line + lines, segments: segments)
        default: shifted(byLines: lines)
        }
    }
}
