/// A line of mathematics as it is typed, `H_t = tanh(X_t W_xh + H_{t−1} W_hh)`, for a page: indices and powers in their
/// places, names upright, single letters slanted.
///
/// `_` and `^` take the letters and digits behind them, or what stands in braces. The line itself is the text for a
/// terminal; what reads like a sentence (two words in a row) is none.
struct FormulaLine {
    private let text: String
    private var rest: Substring

    init(_ text: String) {
        self.text = text
        rest = text[...]
    }

    var mathML: String {
        var parser = self
        return """
            <math xmlns="http://www.w3.org/1998/Math/MathML" alttext="\(text.xml)"><mrow>\(parser.items())</mrow></math>
            """
    }

    /// All that follows, one element after the other.
    private mutating func items() -> String {
        var items = ""
        while let first = rest.first {
            if first.isWhitespace {
                let run = rest.prefix(while: \.isWhitespace)
                rest.removeFirst(run.count)
                // Symbols bring their own room; what is set apart by more stays apart.
                items += "<mspace width=\"\(run.count > 1 ? "2em" : "0.25em")\"/>"
            } else {
                items += item()
            }
        }
        return items
    }

    /// The next letter, number or sign with its index and power.
    private mutating func item() -> String {
        let base = atom()
        let index = script("_")
        let power = script("^")
        return switch (index, power) {
        case (nil, nil): base
        case (let index?, nil): "<msub>\(base)\(index)</msub>"
        case (nil, let power?): "<msup>\(base)\(power)</msup>"
        case (let index?, let power?): "<msubsup>\(base)\(index)\(power)</msubsup>"
        }
    }

    private mutating func atom() -> String {
        let number = rest.prefix { $0.isWholeNumber && $0.isASCII || $0 == "," || $0 == "." }
        if let first = number.first, first.isWholeNumber {
            let trimmed = number.last?.isWholeNumber == true ? number : number.dropLast()
            rest.removeFirst(trimmed.count)
            return "<mn>\(String(trimmed).xml)</mn>"
        }
        let name = rest.prefix { $0.isLetter || $0 == "′" || Self.smallIndices.contains($0) }
        guard !name.isEmpty else {
            let sign = rest.removeFirst()
            return "<mo stretchy=\"false\">\(String(sign).xml)</mo>"
        }
        rest.removeFirst(name.count)
        return "<mi>\(String(name).xml)</mi>"
    }

    /// What stands behind a mark, in its place below or above.
    private mutating func script(_ mark: Character) -> String? {
        guard rest.first == mark else { return nil }
        rest.removeFirst()
        var inside: Substring
        if rest.first == "{", let end = rest.firstIndex(of: "}") {
            inside = rest[rest.index(after: rest.startIndex)..<end]
            rest = rest[rest.index(after: end)...]
        } else if rest.first == "(", let end = rest.firstIndex(of: ")") {
            inside = rest[...end]
            rest = rest[rest.index(after: end)...]
        } else {
            inside = rest.prefix { $0.isLetter || $0.isNumber }
            rest.removeFirst(inside.count)
        }
        var parser = FormulaLine(String(inside))
        return "<mrow>\(parser.items())</mrow>"
    }

    /// Digits that stand small in the text itself.
    private static let smallIndices = Set("₀₁₂₃₄₅₆₇₈₉₊ₖᵢ")
}
