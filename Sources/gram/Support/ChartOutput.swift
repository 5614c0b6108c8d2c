internal import Foundation
internal import Gramarye
internal import Reporting

extension Console {
    /// A chart for the terminal at hand: braille where the locale is UTF-8, else letters.
    static var chart: TerminalChart {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment($0) }.first { !$0.isEmpty } ?? ""
        let name = locale.uppercased()
        let unicode = (name.contains("UTF-8") || name.contains("UTF8")) && environment("TERM") != "dumb"
        return TerminalChart(width: min(width, 100), unicode: unicode, colour: hasColour)
    }
}

/// Writes a text to a file, whole or not at all; `-` is standard output.
func writeFile(_ text: String, to path: String) throws {
    if path == "-" { return Console.print(text) }
    do {
        try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
        throw CommandError(
            "\(path) cannot be written", cause: error.localizedDescription,
            remedy: "Name a file in a folder that exists and may be written to.", kind: .cannotCreate)
    }
    Console.note("wrote \(path)")
}

/// Words on lines no longer than a width.
func wrapped(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
        if let last = lines.last, last.count + 1 + word.count <= width {
            lines[lines.count - 1] = last + " " + word
        } else {
            lines.append(String(word))
        }
    }
    return lines
}
