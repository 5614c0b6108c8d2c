internal import Reporting
internal import Testing

/// Formulas as text and as MathML.
@Suite struct FormulaTests {
    private static let (a, b, c) = (Formula.symbol("a"), Formula.symbol("b"), Formula.symbol("c"))

    @Test(
        arguments: [
            (.sum([a, .product([b, c])]), "a + b · c"),
            (.product([.sum([a, b]), c]), "(a + b) · c"),
            (.product([a, .fraction(b, c)]), "a · (b / c)"),
            (.product([.fraction(a, b), c]), "a / b · c"),
            (.fraction(.difference(a, b), .sum([b, c])), "(a − b) / (b + c)"),
            (.fraction(.product([a, b]), .product([b, c])), "a · b / (b · c)"),
            (.difference(a, .sum([b, c])), "a − (b + c)"),
            (.function("exp", .difference(a, .number(-1.5))), "exp(a − (−1.5))"),
            (.ofWords("P", "river", given: "the"), "P(river | the)"), (.ofWords("n", "the river"), "n(the river)"),
            (.number(0.000012345678), "1.23457e-05"), (.integer(5), "5"),
        ] as [(Formula, String)])
    func textKeepsTheOrderOfOperations(formula: Formula, text: String) {
        #expect(formula.text == text)
    }

    @Test func anEquationIsBrokenWhereItIsTooWide() {
        let equation = Equation(.symbol("x"), [.sum([Self.a, Self.b]), .number(0.5), .number(0.5)])
        #expect(equation.text == "x = a + b = 0.5")
        let report = Report(
            "Sample", rows: ResultTable(columns: []), blocks: [.equations([equation])],
            provenance: Provenance(version: "0"))
        #expect(report.text(for: Terminal(width: 80)) == ["x = a + b = 0.5"])
        #expect(report.text(for: Terminal(width: 10)) == ["x", "  = a + b", "  = 0.5"])
    }

    /// Whatever the words are, MathML is well-formed, and its alternative is the text.
    @Test func mathMLHoldsAnyWord() throws {
        let nasty = SampleReport.nasty
        let equation = Equation(
            .ofWords("P", nasty, given: "\(nasty) the"),
            [
                .fraction(.sum([.number(1.5e-7), .product([.difference(Self.a, Self.b), Self.c])]), .integer(7)),
                .number(-2),
            ])
        let report = Report(
            "Sample", rows: ResultTable(columns: []), blocks: [.equations([equation, equation])],
            provenance: Provenance(version: "0"))
        let root = try #require(MarkupNode.parse(report.page.replacing("<!DOCTYPE html>", with: "")))
        let found = root.all("math")
        #expect(found.count == 2)
        for math in found {
            #expect(math.attributes["alttext"] == equation.text.replacing("\u{1}", with: "\u{2401}"))
            #expect(math.all("mtr").count == 3 && math.all("mfrac").count == 1 && math.all("msup").count == 1)
            #expect(
                math.all("mtext").map(\.text)
                    == [nasty, "\(nasty) the"].map { $0.replacing("\u{1}", with: "\u{2401}") })
        }
    }
}
