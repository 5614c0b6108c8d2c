/// The blocks of a report as the body of a page.
///
/// On wide screens charts that follow each other stand in two columns, and what belongs to a single chart, such as its
/// table, beside it.
struct PageBlocks {
    private let blocks: [Report.Block]

    /// Where the cells of tables and the words of texts lead.
    private let link: CellLink
    private let wordLink: WordLink

    /// - Parameter frame: of a server; without one nothing leads anywhere.
    init(_ blocks: [Report.Block], in frame: PageFrame?) {
        self.blocks = blocks
        link = frame?.link ?? { _, _, _ in nil }
        wordLink = frame?.wordLink ?? { _ in nil }
    }

    var html: String {
        var html: [String] = []
        // Headings of charts stand below the heading of their section.
        var level = 2
        var index = 0
        while index < blocks.count {
            if case .heading(_, let own) = blocks[index].content { level = own + 1 }
            let charts = blocks[index...].prefix { $0.chart != nil }
            switch charts.count {
            case 0:
                html.append(element(index, level))
                index += 1
            case 1:
                let beside = blocks[(index + 1)...].prefix(while: \.fitsBeside)
                let figure = element(index, level)
                let others = beside.indices.map { element($0, level) }.joined(separator: "\n")
                html.append(
                    beside.contains { $0.isTable }
                        ? "<div class=\"pair\">\(figure)\n<div>\(others)</div></div>" : figure + "\n" + others)
                index += 1 + beside.count
            default:
                html.append(
                    "<div class=\"charts\">" + charts.indices.map { element($0, level) }.joined(separator: "\n")
                        + "</div>")
                index += charts.count
            }
        }
        return html.joined(separator: "\n")
    }

    /// - Parameter level: of a chart's heading.
    private func element(_ index: Int, _ level: Int) -> String {
        let block = blocks[index]
        switch block.content {
        case .heading(let text, let own): return "<h\(own)>\(text.xml)</h\(own)>"
        case .paragraph(let text): return "<p>\(text.keepingFormulas.xml)</p>"
        case .lines(let lines): return "<pre dir=\"auto\">\(lines.map(\.xml).joined(separator: "\n"))</pre>"
        case .table(let table, let rightAligned):
            return PageTable(table, name: block.name, rightAligned: rightAligned, link: link).html
        case .data(let table): return PageTable(table, name: block.name).dataHTML
        case .chart(let chart):
            return PageFigure(chart, name: block.name, id: "figure-\(index + 1)", headingLevel: level).html
        case .words(let paragraphs, let scale): return PageWords(paragraphs, scale, link: wordLink).html
        case .keywords(let lines): return PageKeywords(lines).html
        }
    }
}

extension Report.Block {
    fileprivate var chart: Chart? {
        if case .chart(let chart) = content { chart } else { nil }
    }

    fileprivate var isTable: Bool {
        if case .table = content { true } else { false }
    }

    /// Whether it may stand in the narrow column beside a chart.
    fileprivate var fitsBeside: Bool {
        switch content {
        case .paragraph, .lines, .data: true
        case .table(let table, _): table.columns.count <= 5
        case .heading, .chart, .words, .keywords: false
        }
    }
}
