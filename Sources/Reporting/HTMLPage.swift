internal import Foundation

/// A page of its own, without scripts or anything fetched from elsewhere: words, tables, charts, and their data to save.
public struct HTMLPage: Sendable {
    public enum Block: Sendable {
        case heading(String)
        case paragraph(String)
        /// The second value names the file that its comma-separated values are saved as.
        case table(ResultTable, file: String)
        /// Data to save that are too long to show.
        case data(ResultTable, file: String)
        /// The second value names the file that the picture is saved as.
        case chart(Chart, file: String)
    }

    public var title: String
    public var blocks: [Block]
    /// At the foot of the page.
    public var provenance: Provenance

    public init(title: String, blocks: [Block], provenance: Provenance) {
        self.title = title
        self.blocks = blocks
        self.provenance = provenance
    }

    /// The document, in HTML that is valid XML too.
    public var text: String {
        """
        <!DOCTYPE html>
        <html lang="en" xmlns="http://www.w3.org/1999/xhtml">
        <head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/>
        <title>\(title.xml)</title>
        <style>\(Self.style)</style></head>
        <body><main>
        <h1>\(title.xml)</h1>
        \(blocks.map(html).joined(separator: "\n"))
        <footer><p>\(provenance.line.xml)</p><p><code>\(provenance.commandLine.xml)</code></p></footer>
        </main></body></html>

        """
    }

    private func html(_ block: Block) -> String {
        switch block {
        case .heading(let text): return "<h2>\(text.xml)</h2>"
        case .paragraph(let text): return "<p>\(text.xml)</p>"
        case .table(let table, let file):
            let head = table.headings.map { "<th>\($0.xml)</th>" }.joined()
            let rows = table.rows.map { row in
                "<tr>" + row.map(cell).joined() + "</tr>"
            }.joined(separator: "\n")
            return """
                <div class="wide"><table><thead><tr>\(head)</tr></thead>
                <tbody>\(rows)</tbody></table></div>
                \(download(data(table), type: "text/csv", file: file))
                """
        case .data(let table, let file): return download(data(table), type: "text/csv", file: file)
        case .chart(let chart, let file):
            let svg = SVGChart().text(chart)
            // Styles of one inline picture would be those of all: each is a picture of its own.
            return """
                <figure><img alt="\(chart.title.xml)" src="\(address(svg, type: "image/svg+xml"))"/></figure>
                \(download(svg, type: "image/svg+xml", file: file))
                """
        }
    }

    private func data(_ table: ResultTable) -> String {
        ([DelimitedText.commas.line(table.columns)] + table.rows.map(DelimitedText.commas.line))
            .map { $0 + "\n" }.joined()
    }

    private func cell(_ value: Value) -> String {
        let text = value.tableText.xml
        switch value {
        case .integer, .unsigned, .number, .null: return "<td class=\"number\">\(text)</td>"
        default: return "<td>\(text)</td>"
        }
    }

    private func download(_ text: String, type: String, file: String) -> String {
        "<p class=\"save\"><a download=\"\(file.xml)\" href=\"\(address(text, type: type))\">Save \(file.xml)</a></p>"
    }

    private func address(_ text: String, type: String) -> String {
        "data:\(type);base64,\(Data(text.utf8).base64EncodedString())"
    }

    private static let style = """
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
