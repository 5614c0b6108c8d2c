/// A table on a page: numbers to the right, the header in sight, and in the cells what the script needs to sort and save it.
///
/// A cell's attribute `data-v` is its value as JSON where the text of the cell does not tell: a rounded number, a list,
/// nothing. Rows that a page does not show are in a script element of plain text, one line each, values of JSON between
/// tabs.
struct PageTable {
    /// How many rows are shown; more make a browser slow and nobody wiser.
    private static let shown = 1000
    /// What has no more rows is not put in a frame to scroll.
    private static let whole = 40

    private let table: ResultTable
    private let name: String
    private let isRight: [Bool]
    private let keys: Set<String>
    private let link: CellLink

    /// - Parameters:
    ///   - name: of the file that the table is saved as.
    ///   - rightAligned: columns of texts that stand to the right like numbers.
    ///   - keys: rows that begin with one have a point in the chart beside.
    ///   - link: where cells lead.
    init(
        _ table: ResultTable, name: String, rightAligned: Set<String> = [], keys: Set<String> = [],
        link: @escaping CellLink = { _, _, _ in nil }
    ) {
        self.table = table
        self.name = name
        self.keys = keys
        self.link = link
        isRight = table.columns.indices.map { rightAligned.contains(table.columns[$0]) || table.isNumeric(column: $0) }
    }

    /// The table with its last line and all its data.
    var html: String {
        let rest = table.rows.dropFirst(Self.shown)
        return """
            <div class="table" data-name="\(name.xml)">\(grid(table.rows.prefix(Self.shown)))
            \(extent.map { "<p class=\"more\">\($0)</p>" } ?? "")
            \(rest.isEmpty ? "" : plainData(Array(rest)))</div>
            """
    }

    /// The table alone.
    var plainHTML: String {
        grid(table.rows.prefix(Self.shown)) + (extent.map { "<p class=\"more\">\($0)</p>" } ?? "")
    }

    /// The data alone, to save: too many rows to show.
    var dataHTML: String {
        "<div class=\"table data\" data-name=\"\(name.xml)\" hidden=\"hidden\"><p class=\"more\">\(title.xml), "
            + "\(table.total.flatMap { $0 > table.rows.count ? "\(NumberText.grouped(table.rows.count)) of " : nil } ?? "")"
            + "\(NumberText.counted(table.total ?? table.rows.count, "row"))</p>\(plainData(table.rows, hasHeader: true))</div>"
    }

    /// The data alone, for the script.
    var rowsHTML: String { plainData(table.rows, hasHeader: true) }

    /// `zipf-2-spectrum` and `zipf-zipf` are names for files.
    private var title: String {
        let words = name.split(separator: "-").filter { !$0.allSatisfy(\.isNumber) }
        return words.indices.filter { $0 == 0 || words[$0] != words[$0 - 1] }.map { words[$0] }.joined(separator: " ")
    }

    /// How many rows of how many stand there.
    private var extent: String? {
        let (rows, total) = (table.rows.count, table.total ?? table.rows.count)
        if rows > Self.shown {
            return "\(NumberText.grouped(Self.shown)) of \(NumberText.grouped(total)); "
                + "a saved file has \(rows < total ? NumberText.grouped(rows) : "all")"
        }
        return rows < total ? "\(NumberText.grouped(rows)) of \(NumberText.grouped(total))" : nil
    }

    private func grid(_ rows: ArraySlice<[Value]>) -> String {
        let head = zip(table.columns, table.headings).enumerated().map { index, column in
            "<th scope=\"col\"\(isRight[index] ? " class=\"n\"" : "") data-k=\"\(column.0.xml)\">\(column.1.xml)</th>"
        }.joined()
        let body = rows.map { row in
            "<tr\(key(of: row))>"
                + row.indices.map { cell(row[$0], isRight: isRight[$0], leadsTo: link(table.columns, row, $0)) }
                .joined() + "</tr>"
        }.joined(separator: "\n")
        return """
            <div class="scroll\(rows.count > Self.whole ? "" : " whole")" role="group" tabindex="0" aria-label="Table\(name.isEmpty ? "" : ": " + title.xml)">\
            <table><thead><tr>\(head)</tr></thead>
            <tbody>\(body)</tbody></table></div>
            """
    }

    private func key(of row: [Value]) -> String {
        guard let key = row.first?.plainText, keys.contains(key) else { return "" }
        return " data-key=\"\(key.xml)\""
    }

    private func cell(_ value: Value, isRight: Bool, leadsTo address: String?) -> String {
        if case .counts(let counts) = value {
            return "<td data-v=\"\(value.json)\">\(CountsStrip(counts).svg)</td>"
        }
        let text = value.tableText
        // What is longer may be broken into lines.
        let isLong = !isRight && text.count > 28
        let tells =
            switch value {
            case .integer, .numeral: true
            case .text(let string): !isRight && text == string
            default: false
            }
        let shown = text.contains(" --") ? PageFoot.unbroken(text) : text.xml
        return
            "<td\(isRight ? " class=\"n\"" : isLong ? " class=\"long\"" : "")\(tells ? "" : " data-v=\"\(value.json.xml)\"")>"
            + (address.map { "<a href=\"\($0.xml)\">\(shown)</a>" } ?? shown) + "</td>"
    }

    private func plainData(_ rows: [[Value]], hasHeader: Bool = false) -> String {
        let lines = (hasHeader ? [table.columns.map { Value.text($0) }] : []) + rows
        return "<script type=\"text/plain\">"
            + lines.map { $0.map(\.markupSafeJSON).joined(separator: "\t") }.joined(separator: "\n") + "</script>"
    }
}

extension Value {
    /// JSON that neither HTML nor XML takes for markup.
    var markupSafeJSON: String {
        var text = ""
        for scalar in json.unicodeScalars {
            switch scalar {
            case "<": text += "\\u003c"
            case ">": text += "\\u003e"
            case "&": text += "\\u0026"
            case "\u{FFFE}", "\u{FFFF}": text += "\\u" + String(scalar.value, radix: 16)
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
