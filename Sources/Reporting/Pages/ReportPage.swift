internal import Basics
internal import Foundation

extension Report {
    /// A page of its own that fetches nothing: the answer as its heading, the blocks in their order, notes, and at the foot
    /// how it was made. HTML that is valid XML too.
    ///
    /// What can be saved, tables as CSV and JSON and charts as SVG, is made by the page's script of what stands on the page,
    /// so that nothing is in the file twice. Without the script all is there to read.
    public var page: String {
        """
        <!DOCTYPE html>
        <html lang="en" xmlns="http://www.w3.org/1999/xhtml"\(isProjected ? " class=\"projected\"" : "")>
        <head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta http-equiv="Content-Security-Policy" content="\(Self.policy)"/>
        <title>\(title.xml)</title><link rel="icon" href="data:,"/>
        <style>\(PageStyle.text)</style>
        <style id="chart-style">\(ChartStyle.text)</style></head>
        <body><a class="skip" href="#main">To the content</a>
        <header class="top"><b>\(provenance.tool.xml)</b> <span>\(title.xml)</span></header>
        <main id="main">
        \(content())
        </main>
        \(PageFoot(self).html)
        <script>\(PageFrame.scriptText)</script>
        </body></html>

        """
    }

    /// The page within the frame of a server.
    package func page(in frame: PageFrame) -> String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/>
        <title>\(frame.title.xml)</title><link rel="icon" href="data:,"/>
        <link rel="stylesheet" href="\(frame.style.xml)"/>\(frame.head)
        <style id="chart-style">\(ChartStyle.text)</style></head>
        <body><a class="skip" href="#main">To the content</a>
        \(frame.header)
        <main id="main">
        \(content(in: frame))
        \(frame.panels(first: false))
        </main>
        \(frame.foot)
        <script src="\(frame.script.xml)" defer="defer"></script>
        </body></html>

        """
    }

    /// What stands in the middle of a page.
    ///
    /// - Parameter frame: of a server; `nil` for a page of its own.
    private func content(in frame: PageFrame? = nil) -> String {
        let (heading, rest) = Self.firstSentence(of: answer.isEmpty ? title : answer)
        let body = PageBlocks(pageBlocks.leavingOut(frame?.leavesOut ?? []), links: frame?.links ?? .nowhere).html
        let (tools, ways) = (frame?.tools ?? "", frame?.ways ?? "")
        return """
            \(tools.isEmpty ? "" : tools + "\n")<h1>\(heading.keepingFormulas.xml)</h1>
            \(rest.isEmpty ? "" : "<p class=\"lead\">\(rest.keepingFormulas.xml)</p>")
            \(ways)
            \(frame?.panels(first: true) ?? "")
            \(body)
            \(ways)
            \(notesList)
            \(terms.html)
            """
    }

    fileprivate var pageBlocks: [Block] {
        blocks.filter { $0.place == .everywhere || $0.place == .page }.compactMap { $0.leavingOut(answer) }
    }

    fileprivate var notesList: String {
        notes.isEmpty ? "" : "<ul class=\"notes\">" + notes.map { "<li>\($0.xml)</li>" }.joined() + "</ul>"
    }

    /// Nothing from elsewhere, and of scripts this page's own alone, whatever a name or a word of the corpus may hold.
    private static let policy: String = {
        let hash = Data(SHA256.hash(Array(PageFrame.scriptText.utf8))).base64EncodedString()
        return "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-\(hash)'; img-src data:; "
            + "base-uri 'none'; form-action 'none'"
    }()

    /// A heading holds one sentence.
    private static func firstSentence(of text: String) -> (heading: String, rest: String) {
        guard let end = text.firstMatch(of: /[.!?] (?=\p{Lu})/) else { return (text, "") }
        return (String(text[..<end.range.upperBound].dropLast()), String(text[end.range.upperBound...]))
    }
}

extension Report {
    /// A chart as a document of its own.
    /// - Returns: `nil` if there is none of that name.
    public func svg(ofChart name: String) -> String? {
        guard var chart = charts.first(where: { $0.name == name })?.chart else { return nil }
        if chart.provenance.isEmpty { chart.provenance = provenance.line }
        return SVGChart().text(chart)
    }
}

extension String {
    /// The text with its formulas in one line each: no break beside `=`, `−` and their like, nor before `%`.
    var keepingFormulas: String {
        replacing(/\ ([=<≤≥±−])\ /) { "\u{A0}\($0.output.1)\u{A0}" }.replacing(" %", with: "\u{A0}%")
    }
}

extension PageFrame {
    fileprivate func panels(first: Bool) -> String {
        panels.enumerated().filter { $1.isFirst == first }.map { $1.html(number: $0 + 1) }.joined(separator: "\n")
    }
}

extension PagePanel {
    /// - Parameter number: tells its figures from those of the others.
    fileprivate func html(number: Int) -> String {
        let blocks = report.panelBlocks(onlyCharts: hasChartsOnly)
        return """
            <section class="panel"><h2><a href="\(address.xml)">\(title.xml)</a></h2>
            \(report.answer.isEmpty ? "" : "<p>\(report.answer.keepingFormulas.xml)</p>")
            \(PageBlocks(blocks, links: links, figures: "panel-\(number)").html)
            \(hasChartsOnly ? "" : report.notesList)
            </section>
            """
    }
}

extension Report {
    fileprivate func panelBlocks(onlyCharts: Bool) -> [Block] {
        guard onlyCharts else { return pageBlocks }
        return pageBlocks.filter { if case .chart = $0.content { true } else { false } }
    }
}

extension [Report.Block] {
    /// The others, without the headings that stand right before those.
    fileprivate func leavingOut(_ names: Set<String>) -> [Report.Block] {
        var kept: [Report.Block] = []
        for block in self {
            guard !block.name.isEmpty, names.contains(block.name) else {
                kept.append(block)
                continue
            }
            if case .heading? = kept.last?.content { kept.removeLast() }
        }
        return kept
    }
}
