internal import Foundation
internal import Gramarye
internal import Reporting

extension Console {
    /// What draws charts for the terminal at hand: braille where the locale is UTF-8, else letters.
    static var chart: TerminalChart {
        TerminalChart(width: min(terminal.width, 100), unicode: terminal.unicode, colour: terminal.colour)
    }
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
