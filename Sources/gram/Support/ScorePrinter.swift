internal import Basics
internal import Foundation
internal import Gramarye
internal import Reporting

/// Prints scores as they come, and in the end what has to be said of them.
struct ScorePrinter {
    let rows: ScoreRows
    private let format: OutputFormat
    private let endsAtError: Bool
    private var provenance: Provenance
    private var units = 0
    private var unreadable: [Int] = []
    private var firstError: (any ExplainedError)?

    /// What is printed of a unit.
    struct Answer: Sendable {
        let line: Int
        let bytes: [UInt8]
        let error: (any ExplainedError)?
    }

    /// - Parameter endsAtError: whether a unit that cannot be read ends the command.
    init(_ rows: ScoreRows, _ format: OutputFormat, provenance: Provenance, endsAtError: Bool) {
        self.rows = rows
        self.format = format
        self.provenance = provenance
        self.endsAtError = endsAtError
        self.provenance.commandLine = commandLineText()
    }

    func begin() throws {
        let head =
            format == .json
            ? Array("{\n  \"provenance\": \(provenance.value.json),\n  \"rows\": [".utf8) : rows.head
        if !head.isEmpty { try Console.write(data: head) }
    }

    /// Prints what comes before the first error that ends the command, which is thrown.
    mutating func print(_ answers: [Answer]) throws {
        var bytes: [UInt8] = []
        var failure: (any ExplainedError)?
        for answer in answers {
            if let error = answer.error {
                if endsAtError {
                    failure = error
                    break
                }
                firstError = firstError ?? error
                unreadable.append(answer.line)
            }
            if format == .json {
                for object in answer.bytes.split(separator: 0x0A) {
                    bytes += (units == 0 ? "\n    " : ",\n    ").utf8
                    bytes += object
                    units += 1
                }
            } else {
                bytes += answer.bytes
                units += 1
            }
        }
        if !bytes.isEmpty { try Console.write(data: bytes) }
        if let failure { throw failure }
    }

    func end(replacements: Int) throws {
        if format == .json { try Console.write(data: Array("\n  ]\n}\n".utf8)) }
        if let firstError, let first = unreadable.first {
            let count = NumberText.counted(unreadable.count, "line")
            Console.note("\(count) could not be scored, the first is line \(first): \(firstError.fact)")
        }
        if replacements > 0 {
            Console.note("\(NumberText.counted(replacements, "character")) in place of invalid bytes")
        }
        if format != .json { Console.note(provenance.line) }
    }
}

extension ScoreRows {
    func answer(to unit: ScoredUnit) -> ScorePrinter.Answer {
        ScorePrinter.Answer(line: unit.line, bytes: lines(of: unit), error: unit.error)
    }
}
