/// A mathematical expression as a value, to be written as one line of text or as MathML.
package indirect enum Formula: Sendable, Equatable {
    /// A letter of the formula, with its index: `γ`, `D₁`, `1 − x` is no symbol.
    case symbol(String)
    case integer(Int)
    case number(Double)
    /// A function of words, or of some after others: `n(the river)`, `P(river | the)`.
    case ofWords(String, String, given: String = "")
    /// A function of an expression: `exp(z − m)`.
    case function(String, Formula)
    case fraction(Formula, Formula)
    case sum([Formula])
    case difference(Formula, Formula)
    case product([Formula])
}

/// What is equal: a subject, and its expressions from the general one to the number.
package struct Equation: Sendable, Equatable {
    package let subject: Formula
    package let sides: [Formula]

    /// - Parameter sides: what reads like the one before is left out.
    package init(_ subject: Formula, _ sides: [Formula]) {
        self.subject = subject
        var kept: [Formula] = []
        for side in sides where side.text != (kept.last ?? subject).text { kept.append(side) }
        self.sides = kept
    }

    /// `P(river | the) = n(the river) / n(the) = 23 / 417 = 0.0551559`
    package var text: String { ([subject] + sides).map(\.text).joined(separator: " = ") }

    /// On one line if it fits, else each `=` on a line of its own.
    func lines(ofAtMost width: Int) -> [String] {
        let text = text.visible
        if text.terminalWidth <= width || sides.isEmpty { return [text] }
        return [subject.text.visible] + sides.map { "  = \($0.text.visible)" }
    }
}
