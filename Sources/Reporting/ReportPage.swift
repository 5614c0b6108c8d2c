internal import Foundation

extension Report {
    /// A page of its own, without anything fetched from elsewhere: the answer, tables and charts with their data to save,
    /// and at the foot how it was made. HTML that is valid XML too.
    public var page: String {
        """
        <!DOCTYPE html>
        <html lang="en" xmlns="http://www.w3.org/1999/xhtml">
        <head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/>
        <title>\(title.xml)</title>
        <style>\(PageStyle.text)</style></head>
        <body><main>
        <h1>\((answer.isEmpty ? title : answer).xml)</h1>
        \(blocks.filter { $0.place == .everywhere || $0.place == .page }.map(\.html).joined(separator: "\n"))
        \(notes.map { "<p class=\"note\">\($0.xml)</p>" }.joined(separator: "\n"))
        \(download(data(as: .json).joined(separator: "\n"), type: "application/json", file: "result.json"))
        <footer><p>\(provenance.line.xml)</p>\(provenance.commandLine.map { "<p><code>\($0.xml)</code></p>" } ?? "")</footer>
        </main></body></html>

        """
    }

    /// A chart as a document of its own.
    /// - Returns: `nil` if there is none of that name.
    public func svg(ofChart name: String) -> String? {
        guard var chart = charts.first(where: { $0.name == name })?.chart else { return nil }
        if chart.provenance.isEmpty { chart.provenance = provenance.line }
        return SVGChart().text(chart)
    }
}

extension Report.Block {
    fileprivate var html: String {
        switch content {
        case .heading(let text): return "<h2>\(text.xml)</h2>"
        case .paragraph(let text): return "<p>\(text.xml)</p>"
        case .lines(let lines): return "<pre>\(lines.map(\.xml).joined(separator: "\n"))</pre>"
        case .table(let table, _):
            let head = table.headings.map { "<th>\($0.xml)</th>" }.joined()
            let rows = table.rows.map { row in
                "<tr>" + row.map(cell).joined() + "</tr>"
            }.joined(separator: "\n")
            return """
                <div class="wide"><table><thead><tr>\(head)</tr></thead>
                <tbody>\(rows)</tbody></table></div>
                \(download(csv(table), type: "text/csv", file: name + ".csv"))
                """
        case .data(let table): return download(csv(table), type: "text/csv", file: name + ".csv")
        case .chart(let chart):
            let svg = SVGChart().text(chart)
            // Styles of one inline picture would be those of all: each is a picture of its own.
            return """
                <figure><img alt="\(chart.title.xml)" src="\(address(svg, type: "image/svg+xml"))"/></figure>
                \(download(svg, type: "image/svg+xml", file: name + ".svg"))
                """
        }
    }

    private func csv(_ table: ResultTable) -> String {
        DelimitedText.commas.lines(of: table).map { $0 + "\n" }.joined()
    }

    private func cell(_ value: Value) -> String {
        let text = value.tableText.xml
        switch value {
        case .integer, .unsigned, .number, .null: return "<td class=\"number\">\(text)</td>"
        default: return "<td>\(text)</td>"
        }
    }

}

private func download(_ text: String, type: String, file: String) -> String {
    "<p class=\"save\"><a download=\"\(file.xml)\" href=\"\(address(text, type: type))\">Save \(file.xml)</a></p>"
}

private func address(_ text: String, type: String) -> String {
    "data:\(type);base64,\(Data(text.utf8).base64EncodedString())"
}

/// How every page looks.
enum PageStyle {
    static let text = """
        :root{color-scheme:light dark}
        body{font:16px/1.5 system-ui,'Helvetica Neue',Arial,sans-serif;margin:0;background:#fff;color:#1b1b1b}
        main{max-width:48rem;margin:0 auto;padding:1rem}
        h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2rem}
        .wide{overflow-x:auto}table{border-collapse:collapse;font-size:.9rem}
        th,td{padding:.25rem .6rem;border-bottom:1px solid #d5d5d5;text-align:left;white-space:nowrap}
        .number{text-align:right;font-variant-numeric:tabular-nums}
        figure{margin:1rem 0}img{width:100%;height:auto}.save{font-size:.85rem;margin:.3rem 0 1rem}
        @media (max-width:30rem){figure{margin:1rem -1rem}table{font-size:.75rem}th,td{padding:.2rem .3rem}
        th,td:not(.number){white-space:normal}}
        footer{font-size:.8rem;margin-top:2rem;border-top:1px solid #d5d5d5;overflow-wrap:anywhere}
        a{color:#0059a8}
        @media (prefers-color-scheme:dark){body{background:#16181b;color:#ececec}a{color:#7cc0ff}
        th,td,footer{border-color:#3a3e43}}
        """
}
