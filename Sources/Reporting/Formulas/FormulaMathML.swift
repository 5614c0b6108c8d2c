extension Equation {
    /// What is at most so wide as text stands on one line everywhere, on a telephone too.
    private static let narrow = 36

    /// The equation for a page, each `=` of a longer one on a line of its own; the line of text is its alternative.
    var mathML: String {
        var rows = [subject.mathML] + sides.map { "<mo>=</mo>\($0.mathML)" }
        if text.terminalWidth <= Self.narrow { rows = [rows.joined()] }
        let cells = rows.map { "<mtr><mtd><mrow>\($0)</mrow></mtd></mtr>" }.joined()
        return """
            <math xmlns="http://www.w3.org/1998/Math/MathML" alttext="\(text.xml)"><mtable displaystyle="true">\
            \(cells)</mtable></math>
            """
    }
}

extension Formula {
    /// Presentation MathML as browsers draw it themselves (MathML Core).
    var mathML: String {
        switch self {
        case .symbol(let name): "<mi>\(name.xml)</mi>"
        case .integer(let number): "<mn>\(number)</mn>"
        case .number(let number): Self.mathML(of: number)
        case .ofWords(let name, let words, let given):
            "<mrow><mi>\(name.xml)</mi>\(Self.open)<mtext>\(words.xml)</mtext>"
                + (given.isEmpty ? "" : "\(Self.bar)<mtext>\(given.xml)</mtext>") + "\(Self.close)</mrow>"
        case .function(let name, let argument):
            "<mrow><mi>\(name.xml)</mi>\(Self.open)\(argument.mathML)\(Self.close)</mrow>"
        case .fraction(let above, let below): "<mfrac>\(above.mathMLRow)\(below.mathMLRow)</mfrac>"
        case .sum(let terms): "<mrow>\(terms.map(\.mathML).joined(separator: "<mo>+</mo>"))</mrow>"
        case .difference(let whole, let part):
            "<mrow>\(whole.mathML)<mo>−</mo>\(part.isSum ? part.mathMLInParentheses : part.mathML)</mrow>"
        case .product(let factors):
            "<mrow>"
                + factors.map { $0.isSum ? $0.mathMLInParentheses : $0.mathML }.joined(separator: "<mo>·</mo>")
                + "</mrow>"
        }
    }

    /// Parentheses of the size of letters, which is what they hold.
    private static let open = "<mo stretchy=\"false\">(</mo>"
    private static let bar = "<mo stretchy=\"false\">|</mo>"
    private static let close = "<mo stretchy=\"false\">)</mo>"

    private var mathMLRow: String { "<mrow>\(mathML)</mrow>" }
    private var mathMLInParentheses: String { "<mrow>\(Self.open)\(mathML)\(Self.close)</mrow>" }

    /// Whether it needs parentheses where it is multiplied or taken away.
    private var isSum: Bool {
        switch self {
        case .sum, .difference: true
        case .number(let number): number < 0
        default: false
        }
    }

    /// 1.2e-05 as 1.2 × 10⁻⁵.
    private static func mathML(of number: Double) -> String {
        let parts = text(of: abs(number)).split(separator: "e")
        let sign = number < 0 ? "<mo>−</mo>" : ""
        guard parts.count == 2, let power = Int(parts[1]) else { return "<mrow>\(sign)<mn>\(parts[0])</mn></mrow>" }
        let exponent = (power < 0 ? "<mo>−</mo>" : "") + "<mn>\(abs(power))</mn>"
        return "<mrow>\(sign)<mn>\(parts[0])</mn><mo>×</mo><msup><mn>10</mn><mrow>\(exponent)</mrow></msup></mrow>"
    }
}
