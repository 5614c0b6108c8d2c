internal import Foundation
package import LanguageModeling
internal import Reporting
internal import Tokenization

/// The probability of every event by models, as lines of tab-separated values.
package enum EventScoreLines {
    /// The names of the columns.
    package static let header = DelimitedText.tabs.line([
        "document", "segment", "position", "token", "in_vocabulary", "model", "log10_probability", "surprisal_bits",
    ])

    /// The lines of one model.
    ///
    /// Segments that are lines of a file have the line numbers, and lines that could not be read have a row without
    /// figures.
    ///
    /// - Parameters:
    ///   - text: as it is cut for the model.
    ///   - scores: ln P of each event.
    ///   - write: called with up to some ten thousand lines at a time.
    package static func write(
        _ model: any LanguageModel, on text: EvaluationText, _ events: EncodedText, _ scores: [Double],
        to write: ([String]) throws -> Void
    ) rethrows {
        var lines: [String] = []
        var document = -1
        var segment = 1
        var position = 1
        let numbers = text.segmentLines
        var unreadable = numbers == nil ? [] : text.unreadableLines[...]
        func addUnreadable(before line: Int) {
            while let number = unreadable.first, number < line {
                unreadable.removeFirst()
                lines.append(
                    DelimitedText.tabs.line([
                        .text(text.name), .integer(number), .null, .null, .null, .text(model.name), .null, .null,
                    ]))
            }
        }
        for (index, id) in text.tokens.ids.enumerated() {
            if document + 1 < text.tokens.documentStarts.count, text.tokens.documentStarts[document + 1] == index {
                document += 1
                segment = 1
                position = 1
            }
            let number = numbers.map { $0[segment - 1] } ?? segment
            if position == 1 { addUnreadable(before: number) }
            lines.append(
                DelimitedText.tabs.line([
                    .text(text.documents[document]), .integer(number), .integer(position), .text(text.types[id]),
                    .bool(events.words[index] != Marker.unknown), .text(model.name), .of(scores[index] / M_LN10),
                    .of(-scores[index] / M_LN2),
                ]))
            position += 1
            if id == Marker.segmentEnd {
                segment += 1
                position = 1
            }
            if lines.count >= 10_000 {
                try write(lines)
                lines = []
            }
        }
        addUnreadable(before: .max)
        try write(lines)
    }
}
