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
        for (index, id) in text.tokens.ids.enumerated() {
            if document + 1 < text.tokens.documentStarts.count, text.tokens.documentStarts[document + 1] == index {
                document += 1
                segment = 1
                position = 1
            }
            lines.append(
                DelimitedText.tabs.line([
                    .text(text.documents[document]), .integer(segment), .integer(position), .text(text.types[id]),
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
    }

    func close() throws {
        try flush()
        try file.close()
    }

    private func flush() throws {
        try file.write(Data(lines.map { $0 + "\n" }.joined().utf8))
        lines = []
    }
}
