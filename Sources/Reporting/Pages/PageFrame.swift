/// Where a cell of a table leads, if anywhere: its columns, its row, and which cell of it.
package typealias CellLink = (_ columns: [String], _ row: [Value], _ column: Int) -> String?

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
    package var link: CellLink = { _, _, _ in nil }
    /// What stands below the report, in this order.
    package var panels: [PagePanel] = []

    package init(title: String, style: String, script: String) {
        self.title = title
        self.style = style
        self.script = script
    }

    /// The style of every page, for a file of its own.
    package static var styleText: String { PageStyle.text }
    /// The script of every page.
    package static var scriptText: String { PageScript.text }
}

/// Another report on the page of one: under its title, which leads to a page of its own.
package struct PagePanel {
    package let title: String
    package let address: String
    package let report: Report
    package let link: CellLink
    /// Whether its tables and texts are left to its own page.
    package let hasChartsOnly: Bool

    package init(title: String, address: String, report: Report, link: @escaping CellLink, hasChartsOnly: Bool) {
        self.title = title
        self.address = address
        self.report = report
        self.link = link
        self.hasChartsOnly = hasChartsOnly
    }
}
