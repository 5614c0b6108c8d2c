internal import Reporting
internal import Testing

@Suite struct ValueTests {
    @Test func jsonKeepsOrderPrecisionAndEscapes() {
        let value = Value.object([
            .init("word", .text("a\"b\\\n\u{1}é")), .init("n", .integer(-3)), .init("p", .number(0.1)),
            .init("list", .list([.null, .bool(true)])), .init("undefined", .of(Double.nan)),
        ])
        #expect(
            value.json
                == #"{"word": "a\"b\\\n\u0001é", "n": -3, "p": 0.1, "list": [null, true], "undefined": null}"#)
        #expect(Value.number(1.0 / 3).json == "0.3333333333333333")
    }

    @Test func commaSeparatedValuesQuoteWhatNeedsIt() {
        #expect(DelimitedText.commas.line(["a", "b,c", "d\"e", "f\ng"]) == "a,\"b,c\",\"d\"\"e\",\"f\ng\"")
        #expect(DelimitedText.tabs.line(["a\tb", "c\\d", "e\nf"]) == "a\\tb\tc\\\\d\te\\nf")
        #expect(DelimitedText.commas.line([.list([.text("of"), .text("the")]), .null]) == "of the,")
    }

    @Test func numbersForPeople() {
        #expect(NumberText.grouped(18_855) == "18,855" && NumberText.grouped(-1_000) == "−1,000")
        #expect(NumberText.grouped(999) == "999" && NumberText.grouped(Int.min) == "−9,223,372,036,854,775,808")
        #expect(NumberText.rounded(275.51475) == "275.5" && NumberText.rounded(0.00001234) == "1.234e-05")
        #expect(NumberText.rounded(18_855.4) == "18,855" && NumberText.rounded(.infinity) == "∞")
        #expect(NumberText.rounded(0) == "0" && NumberText.rounded(1.0353) == "1.035")
    }

    @Test func tablesAlignByTerminalWidth() {
        var table = ResultTable(columns: ["word", "per_million"])
        table.append([.text("日本"), .number(12.5)])
        table.append([.text("of"), .null])
        #expect(
            TextTable(table).lines == [
                "word  per million", "────  ───────────", "日本        12.50", "of              –",
            ])
    }
}
