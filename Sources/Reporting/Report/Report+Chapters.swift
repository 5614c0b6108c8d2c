extension Report {
    /// A report of its own as a part of a larger one.
    package struct Chapter: Sendable {
        /// A word for programs, before the names of its charts and tables.
        package let key: String
        package let heading: String
        package let report: Report

        package init(_ key: String, _ heading: String, _ report: Report) {
            self.key = key
            self.heading = heading
            self.report = report
        }
    }

    /// Several reports one after the other: a row for each with its answer, the rows of each by its key beside, and for
    /// people all that each shows.
    package init(_ title: String, chapters: [Chapter], provenance: Provenance) {
        var rows = ResultTable(columns: ["chapter", "title", "answer"])
        for chapter in chapters {
            rows.append([.text(chapter.key), .text(chapter.heading), .text(chapter.report.answer)])
        }
        self.init(title, rows: rows, blocks: chapters.flatMap(\.blocks), provenance: provenance)
        further = chapters.map { .init($0.key, .list($0.report.rows.objects)) }
        notes = chapters.flatMap { chapter in chapter.report.notes.map { "\(chapter.heading): \($0)" } }
    }
}

extension Report.Chapter {
    /// The chapter's heading, its answer, and its blocks: headings a level lower, names that no other chapter has. What says
    /// the answer once more is left out.
    fileprivate var blocks: [Report.Block] {
        var blocks: [Report.Block] = [.heading(heading)]
        if !report.answer.isEmpty { blocks.append(.paragraph(report.answer)) }
        var followsLeftOut = false
        for block in report.blocks {
            guard var block = block.leavingOut(report.answer) else {
                followsLeftOut = true
                continue
            }
            if case .heading(let text, let level) = block.content { block.content = .heading(text, level: level + 1) }
            if !block.name.isEmpty { block.name = "\(key)-\(block.name)" }
            if followsLeftOut { block.isAttached = false }
            blocks.append(block)
            followsLeftOut = false
        }
        return blocks
    }
}

extension Report.Block {
    /// The block without what the answer says: nothing is said twice. `nil` for a paragraph that says no more.
    func leavingOut(_ answer: String) -> Report.Block? {
        switch content {
        case .chart(var chart) where !chart.finding.isEmpty && answer.hasPrefix(chart.finding):
            chart.finding = ""
            var block = self
            block.content = .chart(chart)
            return block
        case .paragraph(let text) where answer.hasPrefix(text): return nil
        default: return self
        }
    }
}
