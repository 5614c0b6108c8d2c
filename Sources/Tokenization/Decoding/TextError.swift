public import Basics

/// A text that cannot be read or tokenized. Each says the fact, the likely cause and the remedy.
public enum TextError: ExplainedError, Equatable {
    /// Invalid bytes in the encoding.
    /// - Parameters: the offset counts bytes of the input from 0, the line from 1.
    case invalidBytes(encoding: TextDecoder.Encoding, bytes: [UInt8], offset: Int, line: Int)
    /// A zero byte or character, which no text has.
    case zeroByte(offset: Int, line: Int, looksLikeUTF16: Bool)
    /// `<s>` or `</s>` as a token.
    case literalMarker(String, line: Int)
    /// ICU's data are missing or broken.
    case unicodeDataMissing(code: Int)
    /// A stretch that cannot be cut into pieces, and is longer than one may be.
    /// - Parameters: the offset counts bytes of the text as UTF-8 from 0, the line from 1; segments tell where it could
    ///   have been cut.
    case stretchTooLong(longest: Int, offset: Int, line: Int, segments: TokenizerSettings.Segments)
    /// A stretch without white space that is longer than ICU can count, or that there is no memory to map.
    case stretchTooLongForICU(bytes: Int)

    /// What is wrong.
    public var fact: String {
        switch self {
        case .invalidBytes(let encoding, let bytes, let offset, let line):
            "invalid \(encoding.title) at byte \(offset), line \(line): \(bytes.map { hexadecimal([$0]).uppercased() }.joined(separator: " "))"
        case .zeroByte(let offset, let line, _):
            "looks binary: a zero byte at byte \(offset), line \(line)"
        case .literalMarker(let marker, let line):
            "line \(line) has the token \(marker), which marks the bounds of segments"
        case .unicodeDataMissing(let code):
            "ICU cannot load its rules for text boundaries (error \(code))"
        case .stretchTooLong(let longest, let offset, let line, .sentences):
            "line \(line), from byte \(offset) on: more than \(longest) bytes without the end of a sentence"
        case .stretchTooLong(let longest, let offset, let line, _):
            "line \(line), from byte \(offset) on: more than \(longest) bytes without a space before a letter or digit"
        case .stretchTooLongForICU(let bytes):
            "a stretch of \(bytes) bytes without white space is too long for ICU, or for the memory"
        }
    }

    /// Why, most likely.
    public var cause: String? {
        switch self {
        case .invalidBytes(.utf8, _, _, _): "The text is in another encoding, or damaged."
        case .invalidBytes(.utf16, _, _, _): "The text is in another encoding, or cut short."
        case .invalidBytes: "The text is in another encoding."
        case .zeroByte(_, _, true): "The text is UTF-16 without a byte-order mark."
        case .zeroByte: "The file is not text."
        case .literalMarker: "The text was prepared for another tool, which wanted its segments marked."
        case .unicodeDataMissing: "The installation of libicu is incomplete."
        case .stretchTooLong, .stretchTooLongForICU: "It is probably no text, or its line ends and spaces were lost."
        }
    }

    /// What to do.
    public var remedy: String? {
        switch self {
        case .invalidBytes(.utf8, _, _, _):
            "Name the encoding with --encoding latin1, windows-1252 or utf-16, or replace such bytes with --lossy."
        // A byte-order mark wins over any name.
        case .invalidBytes(.utf16, _, _, _): "Fetch or save the text again, or replace such bytes with --lossy."
        case .invalidBytes: "Name the encoding with --encoding, or replace such bytes with --lossy."
        case .zeroByte(_, _, true): "Use --encoding utf-16."
        case .zeroByte: "Leave the file out, or replace zero bytes with --lossy."
        case .literalMarker(let marker, _): "Remove \(marker); line ends mark the bounds of segments."
        case .unicodeDataMissing: "Install libicu again."
        case .stretchTooLong, .stretchTooLongForICU: "Leave the file out, or break its lines."
        }
    }

    public var kind: ErrorKind {
        switch self {
        case .invalidBytes, .zeroByte, .literalMarker, .stretchTooLong, .stretchTooLongForICU: .badData
        case .unicodeDataMissing: .faultOfTheTool
        }
    }

    /// The same error in a text that has `lines` more lines before.
    func shifted(byLines lines: Int) -> TextError {
        guard case .literalMarker(let marker, let line) = self else { return self }
        return .literalMarker(marker, line: line + lines)
    }
}
