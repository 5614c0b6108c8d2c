/// A result as a value that can be shown anywhere: on a terminal, on a page, in files of data and charts, in a program.
///
/// A report knows nothing of the analysis behind it. It holds the rows that programs read, the blocks that people read,
/// and how both came about; the writers are `text(for:)`, `data(as:)`, `page` and `svg(ofChart:)`.
///
/// ```swift
/// var report = Report("Words by frequency", rows: table, provenance: provenance)
/// report.answer = "The most frequent of 4,607 words is ‘the’, 2,261 times."
/// print(report.text(for: Terminal()).joined(separator: "\n"))
/// ```
public struct Report: Sendable {
    /// What it is about: a page's title.
    public var title: String
    /// What was found, in a sentence or two with numbers, claiming no more than the tests beside it.
    public var answer = ""
    /// `rows` of JSON, and all that the other formats of data hold.
    public var rows: ResultTable
    /// The keys of JSON beside `rows`.
    public var further: [Value.Field] = []
    /// What people read, in order.
    package var blocks: [Block]
    /// Remarks on how the result came about, what was left out, and what it does not say; one line each.
    public var notes: [String] = []
    public var provenance: Provenance
    /// Words that not every reader knows, where they stand: on pages, and on terminals that define terms.
    package var terms: [Term] = []
    /// Whether a page is to be read from afar: on wide screens its letters are larger.
    package var isProjected = false

    /// - Parameter blocks: the rows as a table where `nil`.
    package init(_ title: String, rows: ResultTable, blocks: [Block]? = nil, provenance: Provenance) {
        self.title = title
        self.rows = rows
        self.blocks = blocks ?? [.table(rows, named: "rows")]
        self.provenance = provenance
    }

    /// The charts by name, in the order in which people see them.
    public var charts: [(name: String, chart: Chart)] {
        blocks.compactMap { block in
            if case .chart(let chart) = block.content { (block.name, chart) } else { nil }
        }
    }
}

extension Report {
    /// A piece of what people read.
    package struct Block: Sendable {
        package enum Content: Sendable {
            /// Of level 2 below the page's own, or 3 within a chapter.
            case heading(String, level: Int)
            /// Broken into lines as its place is wide.
            case paragraph(String)
            /// Lines as they stand.
            case lines([String])
            /// Mathematics, a formula a line: on pages as browsers set it.
            case formulas([String])
            /// A command line to type, and what it is for.
            case command(String, label: String)
            /// Formulas with their numbers.
            case equations([Equation])
            /// `rightAligned` are columns of texts that stand to the right like numbers.
            case table(ResultTable, rightAligned: Set<String>)
            /// Data to save from a page that are too long to show.
            case data(ResultTable)
            case chart(Chart)
            /// Paragraphs of words coloured by a value.
            case words([[Word]], WordScale)
            /// Key words in their contexts.
            case keywords(Keywords)
            /// A key word in a longer stretch of its text.
            case passage(Passage)
            /// Other values of an option, on a page that can be asked for them.
            case choices(Choices)
        }

        /// Where a block is shown; `chosen` is a chart that is shown where it is asked for by name alone.
        package enum Place: Sendable { case everywhere, terminal, page, chosen }

        public internal(set) var content: Content
        /// What a chart is asked for by, and what a file saved from a page is called, without its ending.
        public internal(set) var name: String
        package var place = Place.everywhere
        /// Whether it follows the block before without a blank line.
        package var isAttached = false

        package static func heading(_ text: String, level: Int = 2) -> Block {
            Block(content: .heading(text, level: level), name: "")
        }
        package static func paragraph(_ text: String) -> Block { Block(content: .paragraph(text), name: "") }

        /// A line each, broken where its place is not as wide.
        package static func sentences(_ sentences: [String]) -> [Block] {
            sentences.enumerated().map { $0 == 0 ? .paragraph($1) : paragraph($1).attached }
        }

        package static func lines(_ lines: [String]) -> Block { Block(content: .lines(lines), name: "") }
        package static func formulas(_ lines: [String]) -> Block { Block(content: .formulas(lines), name: "") }
        package static func command(_ line: String, label: String) -> Block {
            Block(content: .command(line, label: label), name: "")
        }
        package static func equations(_ equations: [Equation]) -> Block {
            Block(content: .equations(equations), name: "")
        }
        package static func table(
            _ table: ResultTable, named name: String, rightAligned: Set<String> = []
        ) -> Block {
            Block(content: .table(table, rightAligned: rightAligned), name: name)
        }
        package static func data(_ table: ResultTable, named name: String) -> Block {
            Block(content: .data(table), name: name)
        }
        package static func chart(_ chart: Chart, named name: String) -> Block {
            Block(content: .chart(chart), name: name)
        }

        /// The same block, shown in one place alone.
        package func only(_ place: Place) -> Block {
            var block = self
            block.place = place
            return block
        }

        /// A table and the chart of it: on a page the chart comes first; on a terminal it comes last, where the eye
        /// ends up.
        package static func table(
            _ table: ResultTable, named name: String, drawnAs chart: Chart, named chartName: String
        )
            -> [Block]
        {
            let chart = Block.chart(chart, named: chartName)
            return [chart.only(.page), .table(table, named: name), chart.only(.terminal)]
        }

        /// The same block, without a blank line before it.
        package var attached: Block {
            var block = self
            block.isAttached = true
            return block
        }
    }
}
