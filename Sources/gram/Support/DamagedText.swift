internal import ArgumentParser
internal import Foundation
internal import Gramarye

/// What becomes of a file's lines that cannot be read.
struct DamageOptions: ParsableArguments {
    @Flag(help: "Replace invalid bytes in --file, and count them.")
    var lossy = false

    @Option(
        help: ArgumentHelp(
            "What to do with a line of --file that has invalid bytes or a token <s> or </s>: fail ends the command, null "
                + "skips the line and counts it."))
    var onError = DamagedLineRule.fail

    enum DamagedLineRule: String, CaseIterable, ExpressibleByArgument { case fail, null }

    var isAsked: Bool { lossy || onError == .null }

    /// - Parameter file: that of the command's option.
    func validate(file: String?) throws {
        if isAsked, file == nil { throw ValidationError("--lossy and --on-error are for a text of --file FILE.") }
    }

    /// A file's text, with the lines set aside that cannot be read.
    ///
    /// - Parameters:
    ///   - data: its bytes; `nil` to have them read.
    ///   - path: `-` for standard input.
    ///   - settings: of the tokenizer that will cut it, where it cuts lines as they stand.
    func text(of path: String, read data: [UInt8]? = nil, for settings: TokenizerSettings?) throws -> LinesOfText {
        let bytes: [UInt8]
        if let data { bytes = data } else { bytes = try readInput(path) }
        return try namingText(path) {
            var text = try LinesOfText(bytes, lossy: lossy, marksUnreadable: onError == .null)
            if onError == .null, let settings { try text.markRefused(by: settings) }
            return text
        }
    }
}
