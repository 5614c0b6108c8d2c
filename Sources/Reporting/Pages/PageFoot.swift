/// The foot of a page: how the result was made, and the result for programs.
struct PageFoot {
    private let report: Report

    init(_ report: Report) { self.report = report }

    var html: String {
        """
        <footer>
        \(report.provenance.commandLine.map { "<p><code>\(Self.unbroken($0))</code></p>" } ?? "")
        <p>\(report.provenance.line.xml)</p>
        <div class="table data" data-name="result" data-rows="\(rowsName.xml)" hidden="hidden">\
        <p class="more">The whole result</p>\(isShown ? "" : PageTable(report.rows, name: "result").rowsHTML)\
        <script type="application/json">\(frame)</script></div>
        </footer>
        """
    }

    /// A command line that is broken into lines at its spaces alone: an option keeps its dashes.
    static func unbroken(_ commandLine: String) -> String {
        commandLine.split(separator: " ", omittingEmptySubsequences: false).map { "<span>\(String($0).xml)</span>" }
            .joined(separator: " ")
    }

    /// The block that holds the rows of the result, so that they do not stand on the page twice.
    private var rowsBlock: Report.Block? {
        report.blocks.first { block in
            guard block.place == .everywhere || block.place == .page else { return false }
            switch block.content {
            case .table(let table, _), .data(let table):
                return table.columns == report.rows.columns && table.rows == report.rows.rows
            default: return false
            }
        }
    }

    private var isShown: Bool { rowsBlock != nil }
    private var rowsName: String { rowsBlock?.name ?? "result" }

    /// The JSON of the result without its rows, for which the script finds the place.
    private var frame: String {
        Value.object(
            [.init("provenance", report.provenance.value), .init("rows", .list([]))] + report.further
        ).markupSafeJSON
    }
}
