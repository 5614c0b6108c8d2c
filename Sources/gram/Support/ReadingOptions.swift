public import ArgumentParser
internal import Foundation
public import Gramarye

/// What files are, and how their bytes become text.
struct ReadingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What the texts are: auto, by their content, or text (as they are), html, tei, xml, epub, docx, odt, csv, tsv, "
                + "conllu, vertical, srt, vtt, pdf.", valueName: "format"))
    var read = FormatChoice(format: nil)

    @Option(
        help: ArgumentHelp(
            "The column of text of tables (CSV, TSV): a document a row. All that shows no other format is a table then.",
            valueName: "C"))
    var textColumn: String?

    @Option(
        help: ArgumentHelp(
            "The encoding of texts without a byte-order mark, by any name that ICU knows: utf-8, latin1, windows-1251, "
                + "gbk, shift_jis, utf-16. (default: what a text declares, else utf-8)", valueName: "name"))
    var encoding: TextDecoder.Encoding?

    @Flag(help: "Replace invalid bytes, and count them.")
    var lossy = false

    @Option(help: ArgumentHelp("Name documents by their paths below this folder.", valueName: "dir"))
    var base: String?

    @Flag(help: "Go on without files that cannot be read, which are listed.")
    var skipBad = false

    @Flag(
        help: ArgumentHelp(
            "Read compressed texts that expand more than 1,000 times, as only decompression bombs do; below 256 MiB the "
                + "ratio is not checked."))
    var anyRatio = false

    func validate() throws {
        if textColumn == "" { throw ValidationError("--text-column is empty; give the column's name.") }
        if textColumn != nil, let format = read.format, format != .csv, format != .tsv {
            throw ValidationError("--text-column is for tables, and --read says that the texts are \(format.rawValue).")
        }
    }

    func apply(to options: inout IngestOptions) {
        options.format = read.format
        options.textColumn = textColumn
        options.encoding = encoding
        options.isLossy = lossy
        options.baseFolder = base
        options.skipsBad = skipBad
        options.anyRatio = anyRatio
    }
}

/// What is taken out of texts before they are tokenized.
struct CleaningOptions: ParsableArguments {
    @Flag(help: "Leave out Project Gutenberg's header and licence.")
    var stripGutenberg = false

    @Flag(help: "Leave out the underscores of _emphasis_.")
    var stripUnderscores = false

    @Flag(help: "Join words divided at line ends, where the whole word stands in the same text too.")
    var joinHyphens = false

    @Option(help: ArgumentHelp("Leave out lines that match this regular expression.", valueName: "regex"))
    var excludeMatching: String?

    func validate() throws {
        guard let excludeMatching else { return }
        do { _ = try Regex(excludeMatching) } catch {
            throw ValidationError("--exclude-matching is no regular expression: \(excludeMatching)")
        }
    }

    var settings: CleaningSettings {
        var settings = CleaningSettings()
        settings.stripsGutenberg = stripGutenberg
        settings.stripsUnderscores = stripUnderscores
        settings.joinsHyphens = joinHyphens
        settings.excludedLines = excludeMatching
        return settings
    }
}

/// A format, or `auto` for what the content tells.
struct FormatChoice: ExpressibleByArgument, CustomStringConvertible {
    let format: TextFormat?

    init(format: TextFormat?) { self.format = format }

    init?(argument: String) {
        if argument != "auto" {
            guard let known = TextFormat(rawValue: argument.lowercased()) else { return nil }
            format = known
        } else {
            format = nil
        }
    }

    var description: String { format?.rawValue ?? "auto" }

    static var allValueStrings: [String] { ["auto"] + TextFormat.allCases.map(\.rawValue) }
}

extension TextDecoder.Encoding: ExpressibleByArgument {}
