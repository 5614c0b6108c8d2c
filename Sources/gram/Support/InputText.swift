internal import Foundation
internal import Gramarye

/// The bytes of a file, or of standard input for `-`: decompressed, with checksums verified.
func readInput(_ path: String) throws -> [UInt8] {
    let content = try InputContent(InputOrigin(argument: path))
    let bytes = try content.rest()
    for note in content.notes { Console.remark(note) }
    return bytes
}

/// Puts a text's name before what is wrong with it. Only `ingest` reads other encodings than UTF-8.
///
/// - Parameters:
///   - file: where the text is from, `-` for standard input; `nil` for one of the command line.
///   - isText: whether the command's options for bad bytes hold for it; they do not for lists and tables beside the text.
func namingText<Result>(_ file: String?, isText: Bool = true, _ body: () throws -> Result) throws -> Result {
    let otherwise = isText ? ", or read it with --lossy or --on-error null." : "."

    do {
        return try body()
    } catch let error as TextError {
        let name = file.map { $0 == "-" ? "stdin" : $0 } ?? "the text"
        let remedy =
            switch error {
            case .invalidBytes(.utf16, _, _, _, _):
                "Fetch or save it again\(otherwise)"
            case .invalidBytes:
                "Make it UTF-8 first, as by iconv -f \(error.likelyEncoding ?? "WINDOWS-1252") -t UTF-8\(otherwise)"
            case .zeroByte(let offset, _, looksLikeUTF16: true):
                // The high byte of a Latin letter is zero: in little-endian order it comes second.
                "Make it UTF-8 first, as by iconv -f UTF-16\(offset.isMultiple(of: 2) ? "BE" : "LE") -t UTF-8."
            case .zeroByte:
                isText
                    ? "Leave the file out\(otherwise)" : "Take the zero bytes out, as by tr -d '\\0'."
            case .literalMarker(let marker, _) where file != nil:
                "Remove \(marker), for line ends mark the bounds of segments, or leave such lines out by --on-error null."
            default: error.remedy
            }
        throw CommandError("\(name): \(error.fact)", cause: error.cause, remedy: remedy, kind: error.kind)
    }
}
