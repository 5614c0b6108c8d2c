/// Where a cell of a table leads, if anywhere: its columns, its row, and which cell of it.
package typealias CellLink = (_ columns: [String], _ row: [Value], _ column: Int) -> String?

/// Where a word of running text leads, if anywhere.
package typealias WordLink = (_ word: Report.Word) -> String?

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
    package var link: CellLink = { _, _, _ in nil }
    package var wordLink: WordLink = { _ in nil }

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
