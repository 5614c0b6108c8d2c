/// Where a cell of a table leads, if anywhere: its columns, its row, and which cell of it.
package typealias CellLink = (_ columns: [String], _ row: [Value], _ column: Int) -> String?

/// Where a word of running text leads, if anywhere.
package typealias WordLink = (_ word: Report.Word) -> String?

/// Where what stands on a page leads.
package struct PageLinks {
    package let cell: CellLink
    package let word: WordLink

    package init(cell: @escaping CellLink, word: @escaping WordLink) { (self.cell, self.word) = (cell, word) }

    package static var nowhere: PageLinks { PageLinks(cell: { _, _, _ in nil }, word: { _ in nil }) }
}

/// What a server puts around a report. Markup is put in as it is.
package struct PageFrame {
    package var title: String
    /// The addresses of style and script.
    package var style: String
    package var script: String
    /// Further elements of the head.
    package var head = ""
    package var header = ""
    /// What stands before the heading, such as a form.
    package var tools = ""
    package var foot = ""
    /// Ways on from a result, such as to the next part of a text: below its first sentences, and at its end.
    package var ways = ""
    package var links = PageLinks.nowhere
    /// Blocks, by their names, that a panel shows better; with their headings.
    package var leavesOut: Set<String> = []
    /// What stands below the report, or before its blocks, in this order.
    package var panels: [PagePanel] = []

    package init(title: String, style: String, script: String) {
        self.title = title
        self.style = style
        self.script = script
    }

    /// The style of every page, for a file of its own.
    package static var styleText: String { PageStyle.text }
    /// The script of every page.
    package static var scriptText: String { PageScript.text + ChartScript.text }
}

/// Another report on the page of one: under its title, which leads to a page of its own.
package struct PagePanel {
    package let title: String
    package let address: String
    package let report: Report
    package let links: PageLinks
    /// Whether its tables and texts are left to its own page.
    package let hasChartsOnly: Bool
    /// Whether it stands before the blocks of the page's own report.
    package let isFirst: Bool

    package init(
        title: String, address: String, report: Report, links: PageLinks, hasChartsOnly: Bool, isFirst: Bool = false
    ) {
        self.title = title
        self.address = address
        self.report = report
        self.links = links
        self.hasChartsOnly = hasChartsOnly
        self.isFirst = isFirst
    }
}
