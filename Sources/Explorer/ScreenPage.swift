internal import Basics
internal import Gramarye
internal import Reporting

/// What stands around the report of a screen: the way to the others, the documents chosen, the form, and at the foot the
/// command, the data and how to cite.
struct ScreenPage {
    /// The databases by the name that stands in the path, or one without.
    let databases: [String]
    /// Which of them is shown.
    let database: String?
    let screen: Screen?
    let state: ScreenState
    /// The names of the saved models, to choose from.
    var models: [String] = []

    private var base: String { Self.base(of: database, among: databases) }

    /// The path before the screens' names.
    static func base(of database: String?, among databases: [String]) -> String {
        databases.count > 1 ? database.map { "/\($0.pathEncoded)" } ?? "" : ""
    }

    /// The page of a result.
    func html(_ report: Report) -> String {
        var frame = frame(title: report.title)
        frame.foot = foot(report)
        if let screen {
            let links = ScreenLinks(screen: screen, state: state, base: base, models: Set(models))
            frame.link = { links.address($0, $1, $2) }
            frame.wordLink = { links.address(of: $0) }
            frame.ways = ScreenWays(links: links, report: report).html
        }
        return report.page(in: frame)
    }

    /// A page that says something in place of a result.
    ///
    /// - Parameters:
    ///   - refreshes: whether the browser asks again in a second.
    func html(_ title: String, _ paragraphs: [String], refreshes: Bool = false) -> String {
        var frame = frame(title: title)
        if refreshes { frame.head = "<meta http-equiv=\"refresh\" content=\"1\"/>" }
        var report = Report(
            title, rows: ResultTable(columns: []), blocks: paragraphs.map { .paragraph($0) },
            provenance: Provenance(version: gramaryeVersion))
        report.answer = title
        return report.page(in: frame)
    }

    /// The list of databases, each of which leads to its own pages.
    func htmlOfList(_ report: Report) -> String {
        var frame = frame(title: report.title)
        frame.link = { columns, row, column in
            guard columns[column] == "corpus", case .text(let name) = row[column] else { return nil }
            return "/\(name.pathEncoded)/"
        }
        return report.page(in: frame)
    }

    private func frame(title: String) -> PageFrame {
        var frame = PageFrame(title: "\(title) · gram", style: "/gram.css", script: "/gram.js")
        frame.header = header
        if let screen {
            let form = ScreenForm(
                screen: screen, state: state, action: "\(base)/\(screen.command)", models: models)
            frame.tools = chips(of: screen) + form.html
        }
        return frame
    }

    private var header: String {
        var links: [String] = []
        if let database, !(databases.count > 1 && screen == nil && databases.first != database) {
            for other in Screens.all {
                let kept = state.documents
                let carried = (try? ScreenState(kept, of: other))?.query(of: other) ?? ""
                let address = "\(base)/\(other.command)" + (carried.isEmpty ? "" : "?\(carried)")
                let isHere = other.command == screen?.command
                links.append(
                    "<a href=\"\(address.xml)\"\(isHere ? " aria-current=\"page\"" : "")>\(other.title.xml)</a>")
            }
        }
        let home = databases.count > 1 ? "<a class=\"home\" href=\"/\">gram</a>" : "<b class=\"home\">gram</b>"
        return "<header class=\"top\">\(home) <span>\((database ?? "").xml)</span>"
            + (links.isEmpty ? "" : "<nav aria-label=\"Screens\">\(links.joined(separator: " "))</nav>") + "</header>"
    }

    /// The documents that were chosen, on every screen, with a way back to all.
    private func chips(of screen: Screen) -> String {
        let chosen = state.documents
        guard !chosen.isEmpty, !["keyness", "surprisal"].contains(screen.command) else { return "" }
        let all = state.with("where", nil).with("document", nil).query(of: screen)
        let address = "\(base)/\(screen.command)" + (all.isEmpty ? "" : "?\(all)")
        let text = chosen.map { $0.name == "where" ? "where \($0.value)" : $0.value }.joined(separator: " · ")
        return "<p class=\"chip\"><span>Only \(text.xml)</span> <a href=\"\(address.xml)\">all documents</a></p>"
    }

    private func foot(_ report: Report) -> String {
        guard let screen else { return "" }
        let query = state.query(of: screen)
        let ending = query.isEmpty ? "" : "?\(query)"
        var files = ["json", "csv"].map { ($0.uppercased(), "\(base)/\(screen.command).\($0)\(ending)") }
        if !report.charts.isEmpty { files.append(("SVG", "\(base)/\(screen.command).svg\(ending)")) }
        let links = files.map { "<a href=\"\($0.1.xml)\">\($0.0)</a>" }.joined(separator: " ")
        let command = report.provenance.commandLine ?? ""
        return """
            <footer>
            <p><code>\(command.split(separator: " ", omittingEmptySubsequences: false).map { "<span>\(String($0).xml)</span>" }.joined(separator: " "))</code></p>
            <p>\(report.provenance.line.xml)</p>
            <p class="files">This result as \(links)</p>
            <details><summary>Cite</summary><p>\(Citation(report).sentence.xml)</p>
            <pre>\(Citation(report).bibTeX.split(separator: "\n").map { String($0).xml }.joined(separator: "\n"))</pre></details>
            </footer>
            """
    }
}

extension String {
    /// As one part of a path.
    package var pathEncoded: String { queryEncoded.replacing("+", with: "%20") }
}
