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
    var facts = CorpusFacts()

    /// Another report on the page.
    struct Panel {
        let panel: ScreenPanel
        let screen: Screen
        let state: ScreenState
        let report: Report
    }

    private var base: String { Self.base(of: database, among: databases) }

    /// The path before the screens' names.
    static func base(of database: String?, among databases: [String]) -> String {
        databases.count > 1 ? database.map { "/\($0.pathEncoded)" } ?? "" : ""
    }

    /// The page of a result.
    func html(_ report: Report, _ panels: [Panel]) -> String {
        var frame = frame(title: report.title)
        frame.foot = foot(report)
        if let screen {
            let links = links(screen, state)
            frame.links = links.ofPage
            frame.ways = ScreenWays(links: links, report: report).html
        }
        frame.leavesOut = Set(panels.compactMap(\.panel.replaces))
        frame.panels = panels.map { panel in
            PagePanel(
                title: panel.panel.title, address: address(panel.screen, panel.state), report: panel.report,
                links: links(panel.screen, panel.state).ofPage, hasChartsOnly: panel.panel.hasChartsOnly,
                isFirst: panel.panel.isFirst)
        }
        return report.page(in: frame)
    }

    private func links(_ screen: Screen, _ state: ScreenState) -> ScreenLinks {
        ScreenLinks(screen: screen, state: state, base: base, facts: facts)
    }

    private func address(_ screen: Screen, _ state: ScreenState) -> String {
        let query = state.query(of: screen)
        return "\(base)/\(screen.command)" + (query.isEmpty ? "" : "?\(query)")
    }

    /// A page that says something in place of a result.
    ///
    /// - Parameters:
    ///   - refreshes: whether the browser asks again in a second.
    ///   - below: markup below the form.
    func html(_ title: String, _ paragraphs: [String], refreshes: Bool = false, below: String = "") -> String {
        var frame = frame(title: title)
        frame.tools += below
        if refreshes { frame.head = "<meta http-equiv=\"refresh\" content=\"1\"/>" }
        var report = Report(
            title, rows: ResultTable(columns: []), blocks: paragraphs.map { .paragraph($0) },
            provenance: Provenance(version: gramaryeVersion))
        report.answer = title
        return report.page(in: frame)
    }

    /// The page of a screen that was not asked for anything yet.
    var htmlBeforeAsking: String {
        guard let screen else { return html("", []) }
        return html(screen.title, [], below: ScreenExamples(links: links(screen, state)).html)
    }

    /// The list of databases, each of which leads to its own pages.
    func htmlOfList(_ report: Report) -> String {
        var frame = frame(title: report.title)
        frame.links = PageLinks(
            cell: { columns, row, column in
                guard columns[column] == "corpus", case .text(let name) = row[column] else { return nil }
                return "/\(name.pathEncoded)/"
            }, word: { _ in nil })
        return report.page(in: frame)
    }

    private func frame(title: String) -> PageFrame {
        var frame = PageFrame(title: "\(title) · gram", style: "/gram.css", script: "/gram.js")
        frame.header = header
        if let screen {
            let form = ScreenForm(
                screen: screen, state: state, action: "\(base)/\(screen.command)", facts: facts)
            frame.tools = chips(of: screen) + form.html
        }
        return frame
    }

    private var header: String {
        let isCorpus = database != nil && !(databases.count > 1 && screen == nil && databases.first != database)
        let navigation = isCorpus ? ScreenNavigation(screen: screen, state: state, facts: facts, address: address) : nil
        let home = databases.count > 1 ? "<a class=\"home\" href=\"/\">gram</a>" : "<b class=\"home\">gram</b>"
        return "<header class=\"top\"><div class=\"head\">\(home) <span>\((database ?? "").xml)</span>"
            + (isCorpus ? search : "") + "</div>" + (navigation?.html ?? "") + "</header>"
    }

    /// One box that finds words from every screen which has none of its own.
    private var search: String {
        if let screen, screen.parameters.contains(where: { $0.name == ScreenParameter.arguments && $0.isMain }) {
            return ""
        }
        let kept = state.documents.map { "<input type=\"hidden\" name=\"\($0.name.xml)\" value=\"\($0.value.xml)\"/>" }
        return """
            <form class="find" method="get" action="\(base.xml)/concordance" role="search" aria-label="Find in the corpus">\
            <input type="search" name="q" aria-label="Find in the corpus" placeholder="Find: love*, white whale" \
            data-complete="word" dir="auto" autocomplete="off" spellcheck="false"/>\(kept.joined())\
            <button type="submit">Find</button></form>
            """
    }

    /// The documents that were chosen, on every screen, with a way back to all.
    private func chips(of screen: Screen) -> String {
        let chosen = state.documents
        guard !chosen.isEmpty, !["keyness", "surprisal"].contains(screen.command) else { return "" }
        let left = ["where", "document"] + screen.parameters.filter(\.isOfLinks).map(\.name)
        let all = left.reduce(state) { $0.with($1, nil) }.query(of: screen)
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
