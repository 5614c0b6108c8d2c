internal import Basics

/// A stretch of an input that has a score of its own: a line, the text in a line of JSON, or a document.
package struct ScoringUnit: Sendable {
    /// The number of its first line in the input, from 1.
    package let line: Int
    /// Where its text stands in that of its batch, in bytes of UTF-8; empty where it cannot be read.
    let text: Range<Int>
    /// Why it cannot be read, or cannot be cut into tokens.
    var error: (any ExplainedError)?

    /// What a unit is.
    package enum Kind: String, CaseIterable, Sendable {
        case line
        /// Lines up to a blank one.
        case document
    }
}

/// Units that came together.
package struct ScoringBatch: Sendable {
    var utf8: [UInt8] = []
    package var units: [ScoringUnit] = []
    /// Whether the units are the lines of the text, one after the other and none left out.
    var areLines = false

    /// A part of the units.
    func part(_ range: Range<Int>) -> ScoringBatch {
        guard !range.isEmpty, range != units.indices else { return self }
        let start = units[range.lowerBound].text.lowerBound
        let end = range.upperBound < units.count ? units[range.upperBound].text.lowerBound : utf8.count
        return ScoringBatch(
            utf8: Array(utf8[start..<end]),
            units: units[range].map { unit in
                let text = unit.text.lowerBound - start..<unit.text.upperBound - start
                return ScoringUnit(line: unit.line, text: text, error: unit.error)
            }, areLines: areLines)
    }
}
