internal import Foundation
internal import Reporting

/// Formulas with their numbers as a page has them: each step of an equation on a line of its own, and what the symbols mean.
enum ExplainedFormula {
    /// - Parameter formulas: `P(b | a) = β(a) · p(b) = 0.4 · 0.05 = 0.02`, or a sentence where nothing is defined.
    static func blocks(_ formulas: [(model: String, formula: String)]) -> [Report.Block] {
        [.heading("With its numbers")]
            + formulas.flatMap { model, formula in
                [Report.Block.heading(model, level: 3), .lines(steps(formula))]
            } + meanings(formulas.map(\.formula)).map { .paragraph($0) }
    }

    /// `=` below `=`.
    static func steps(_ formula: String) -> [String] {
        let parts = formula.components(separatedBy: " = ")
        guard parts.count > 1 else { return [formula] }
        return [parts[0]] + parts.dropFirst().map { "  = \($0)" }
    }

    private static func meanings(_ formulas: [String]) -> [String] {
        let signs = [
            (
                "n(",
                "n is how often it stands in the text that is counted; N is how many tokens and ends of segments that has."
            ),
            ("· V", "V is how many words the model knows, <unk> and the end of a segment among them."),
            ("+ V", "V is how many words the model knows, <unk> and the end of a segment among them."),
            (" p(", "p is the probability that the model keeps for the longest n-gram that it has."),
            (
                "β(",
                "β is what a context leaves for words that it was not seen with; the next shorter context shares it out."
            ),
            ("α", "α is the factor for each word by which the context has to be shortened."),
            ("f(", "f is the share of the context's occurrences that the word follows."),
        ]
        return signs.reduce(into: [String]()) { found, sign in
            if formulas.contains(where: { $0.contains(sign.0) }), !found.contains(sign.1) { found.append(sign.1) }
        }
    }
}
