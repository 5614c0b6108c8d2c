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

    /// What a terminal would obey is escaped in JSON and visible in tables; all else stays.
    @Test func controlCharactersAreShown() {
        let all = (UInt32(0)...0x3000).compactMap(Unicode.Scalar.init)
        let obeyed = all.filter {
            ($0.properties.generalCategory == .control || $0.properties.isBidiControl
                || [.lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory))
        }
        #expect(obeyed.count == 65 + 12 + 2)
        for scalar in all {
            let text = "a\(scalar)b"
            let isObeyed = obeyed.contains(scalar)
            for shown in [text.visible, Value.text(text).json, "\(TextTable(table(text)).lines())"] {
                #expect(shown.unicodeScalars.contains(scalar) != isObeyed || scalar == "\"" || scalar == "\\")
            }
            #expect((text.visible == text) == !isObeyed)
            #expect(text.visible.visible == text.visible)
            #expect(text.visibleLines.unicodeScalars.contains("\n") == (scalar == "\n"))
        }
        #expect("\u{1B}[31m\u{9B}\u{202E}\n\t\u{7F}".visible == "␛[31m<U+009B><U+202E>⏎⇥␡")
        #expect(Value.text("\u{7F}\u{9B}\u{2028}\u{202E}").json == #""\u007f\u009b\u2028\u202e""#)
    }

    private func table(_ text: String) -> ResultTable {
        var table = ResultTable(columns: ["word"])
        table.append([.text(text)])
        return table
    }

    @Test func commaSeparatedValuesQuoteWhatNeedsIt() {
        #expect(DelimitedText.commas.line(["a", "b,c", "d\"e", "f\ng"]) == "a,\"b,c\",\"d\"\"e\",\"f\ng\"")
        #expect(DelimitedText.tabs.line(["a\tb", "c\\d", "e\nf"]) == "a\\tb\tc\\\\d\te\\nf")
        #expect(DelimitedText.commas.line([.list([.text("of"), .text("the")]), .null]) == "of the,")
    }

    @Test func numbersForPeople() {
        #expect(NumberText.grouped(18_855) == "18,855" && NumberText.grouped(-1_000) == "−1,000")
        #expect(NumberText.grouped(999) == "999" && NumberText.grouped(Int.min) == "−9,223,372,036,854,775,808")
        #expect(NumberText.fixed(-0.04, decimals: 1) == "0.0" && NumberText.fixed(-0.0, decimals: 1) == "0.0")
        #expect(NumberText.fixed(-0.06, decimals: 1) == "−0.1" && NumberText.fixed(12.34, decimals: 1) == "12.3")
        #expect(NumberText.rounded(275.51475) == "275.5" && NumberText.rounded(0.00001234) == "1.234e-05")
        #expect(NumberText.rounded(18_855.4) == "18,855" && NumberText.rounded(.infinity) == "∞")
        #expect(NumberText.rounded(0) == "0" && NumberText.rounded(1.0353) == "1.035")
    }

    @Test func tablesAlignByTerminalWidth() {
        var table = ResultTable(columns: ["word", "per_million"])
        table.append([.text("日本"), .number(12.5)])
        table.append([.text("of"), .null])
        #expect(
            TextTable(table).lines() == [
                "word  per million", "────  ───────────", "日本        12.50", "of              –",
            ])
    }
}
