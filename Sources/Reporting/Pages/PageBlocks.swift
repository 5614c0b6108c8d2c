/// The blocks of a report as the body of a page.
///
/// On wide screens charts that follow each other stand in two columns, and what belongs to a single chart, such as its
/// table, beside it.
struct PageBlocks {
    private let blocks: [Report.Block]

    private let links: PageLinks
    private let figures: String

    /// - Parameters:
    ///   - links: where the cells of tables and the words of texts lead.
    ///   - figures: what the names of charts' elements begin with.
    init(_ blocks: [Report.Block], links: PageLinks, figures: String = "figure") {
        self.blocks = blocks
        self.links = links
        self.figures = figures
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
                let keys = blocks[index].chart?.keys ?? []
                let beside = blocks[(index + 1)...].prefix { $0.fitsBeside || !keys.isEmpty && $0.isTable }
                let figure = element(index, level)
                let others = beside.indices.map { element($0, level, keys: keys) }.joined(separator: "\n")
                let style = keys.isEmpty ? "pair" : "pair brushed"
                html.append(
                    beside.contains { $0.isTable }
                        ? "<div class=\"\(style)\">\(figure)\n<div>\(others)</div></div>" : figure + "\n" + others)
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

    /// - Parameters:
    ///   - level: of a chart's heading.
    ///   - keys: of the points of a chart beside.
    private func element(_ index: Int, _ level: Int, keys: Set<String> = []) -> String {
        let block = blocks[index]
        switch block.content {
        case .heading(let text, let own): return "<h\(own)>\(text.xml)</h\(own)>"
        case .paragraph(let text): return "<p>\(text.keepingFormulas.xml)</p>"
        case .lines(let lines): return "<pre dir=\"auto\">\(lines.map(\.xml).joined(separator: "\n"))</pre>"
        case .formulas(let lines):
            return """
                <div class="scroll math" role="group" tabindex="0" aria-label="Formulas">\
                \(lines.map { "<div>\(FormulaLine($0).mathML)</div>" }.joined(separator: "\n"))</div>
                """
        case .command(let line, let label):
            return "<p class=\"command\">\(label.xml): <kbd>\(PageFoot.unbroken(line))</kbd></p>"
        case .equations(let equations):
            return """
                <div class="scroll math" role="group" tabindex="0" aria-label="Formulas">\
                \(equations.map { "<div>\($0.mathML)</div>" }.joined(separator: "\n"))</div>
                """
        case .table(let table, let rightAligned):
            return PageTable(table, name: block.name, rightAligned: rightAligned, keys: keys, link: links.cell).html
        case .data(let table): return PageTable(table, name: block.name).dataHTML
        case .chart(let chart):
            return PageFigure(chart, name: block.name, id: "\(figures)-\(index + 1)", headingLevel: level).html
        case .words(let paragraphs, let scale): return PageWords(paragraphs, scale, link: links.word).html
        case .keywords(let keywords): return PageKeywords(keywords, link: links.cell).html
        case .passage(let passage): return PagePassage(passage, link: links.cell).html
        case .choices(let choices): return PageChoices(choices, link: links.cell).html
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
        case .paragraph, .lines, .formulas, .command, .equations, .data: true
        case .table(let table, _): table.columns.count <= 7
        case .heading, .chart, .words, .keywords, .passage, .choices: false
        }
    }
}
