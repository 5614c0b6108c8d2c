internal import Foundation
internal import Gramarye
internal import Reporting

/// A TSV of every event's probability by every model.
final class TokenScores {
    private let file: OutputFile
    private var lines: [String]

    /// - Throws: as `OutputFile`.
    init(path: String) throws {
        lines = [
            DelimitedText.tabs.line([
                "document", "segment", "position", "token", "in_vocabulary", "model", "log10_probability",
                "surprisal_bits",
            ])
        ]
        file = try OutputFile(path)
    }

    /// - Parameter text: as it is cut for the model.
    func write(
        _ model: any LanguageModel, _ text: JudgedText, _ events: EventStream, _ scores: [Double]
    ) throws {
        var document = -1
        var segment = 1
        var position = 1
        // Lines of the file have their numbers, and those that could not be read a row without figures.
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
            if lines.count >= 10_000 { try flush() }
        }
        addUnreadable(before: .max)
    }

    func close() throws {
        try flush()
        try file.close()
    }

    private func flush() throws {
        try file.write(Array(lines.map { $0 + "\n" }.joined().utf8))
        lines = []
    }
}
